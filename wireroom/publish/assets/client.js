"use strict";
(() => {
  const doc = document, { body, documentElement: page } = doc, data = body.dataset, root = page.dataset.root;
  const by = (id) => doc.getElementById(id), all = (what, node = doc) => [...node.querySelectorAll(what)];
  const list = by("list"), news = by("news"), own = by("own"), head = body.className === "head";
  const wanted = location.hash.slice(3);
  if (head && wanted && !by("u-" + wanted)) location.replace(`p/${wanted}.html`);

  // The reader's own time beside the page's, when asked for.
  const zones = () => {
    for (const old of all("i.own")) old.remove();
    if (own.ariaPressed === "true") for (const time of all("time[datetime*=T]")) {
      const clock = new Date(time.dateTime).toLocaleTimeString([], { timeStyle: "short" });
      time.insertAdjacentHTML("afterend", `<i class="own"> (${clock} yours)</i>`);
    }
  };
  own.hidden = false;
  own.onclick = () => { own.ariaPressed = own.ariaPressed !== "true"; still(zones); };

  onclick = (event) => {
    const link = event.target.closest(".share");
    if (!link || !navigator.share) return;
    event.preventDefault();
    navigator.share({ url: link.href }).catch(() => {});
  };

  // Changes something without moving what is being read.
  const still = (change) => {
    const place = (node) => node.getBoundingClientRect().top;
    const mark = all("article,#top>*").find((node) => place(node) >= 0) || page, { id } = mark, before = place(mark);
    page.style.overflowAnchor = "none";
    change();
    scrollBy({ top: place(mark.isConnected ? mark : by(id) || page) - before, behavior: "instant" });
    page.style.overflowAnchor = "";
  };
  // A page opened from a disk has nobody to ask.
  if (!list || origin === "null") return;

  let waiting = {}, slower = 1, timer, turn = Promise.resolve();
  const get = async (path) => {
    const answer = await fetch(root + path, { cache: "no-cache" });
    if (!answer.ok) throw answer;
    return answer.text();
  };
  const read = async (path) =>
    new DOMParser().parseFromString((await get(path)).replaceAll('="./', `="${root}`), "text/html").body;
  const take = (fresh) => {
    const old = by(fresh.id);
    if (!old) {
      if (head) waiting[fresh.dataset.n] = fresh;
    } else if (old.dataset.e !== fresh.dataset.e) {
      const focus = old.contains(doc.activeElement);
      fresh.style.contentVisibility = "visible";
      still(() => old.replaceWith(fresh));
      // What search engines were told repeats what was said before.
      doc.querySelector("[type*=ld]")?.remove();
      if (focus) fresh.querySelector("a").focus({ preventScroll: true });
      by("said").textContent = "Changed: " + all(".status,h3", fresh).map((node) => node.textContent).join(". ");
    }
  };
  const offer = () => {
    const count = Object.keys(waiting).length;
    news.innerHTML = count ? "<button></button>" : "";
    if (!count) return;
    news.firstChild.textContent = `${count} new update${count > 1 ? "s" : ""}`;
    news.firstChild.onclick = () => {
      const fresh = Object.values(waiting);
      waiting = {};
      offer();
      for (const article of fresh) data.oldest ? list.append(article) : list.prepend(article);
      const first = data.oldest ? fresh[0] : list.firstChild;
      first.tabIndex = -1;
      first.focus();
      zones();
    };
  };
  const refresh = async ({ position, count, changes, ids }) => {
    const newer = changes.filter(([ago]) => position - ago > data.position);
    // After a gap or a rollback the page itself says what stands.
    const whole = position < data.position || (newer.length === changes.length && newer.length < count);
    const known = Object.fromEntries(all("article").map((node) => [node.dataset.n, node]));
    const least = Math.min(...Object.keys(known));
    const lost = ([, back]) => head && !known[count - back] && !ids[back] && count - back > least;
    if (whole || newer.some(lost)) {
      const there = await read(data.path);
      for (const article of all("#list>article", there)) if (article.dataset.n >= least) take(article);
    } else for (const [, back, edition] of newer.reverse()) {
      const node = known[count - back], id = node ? node.id.slice(2) : ids[back];
      if (id && (node ? node.dataset.e != edition : head)) take((await read(`b/${id}.${edition}.html`)).firstChild);
    }
  };
  // One look after the other: each sees what was published before it was asked for.
  const poll = () => (turn = turn.then(async () => {
    try {
      const latest = JSON.parse(await get("latest.json"));
      if (latest.position != data.position) {
        await refresh(latest);
        if (head && latest.top !== data.top) {
          const fresh = await read("top.html");
          still(() => by("top").replaceChildren(...fresh.childNodes));
        }
        data.top = latest.top;
        zones();
        if (head) offer();
        data.position = latest.position;
      }
      slower = latest.state === "ended" ? 4 : 1;
    } catch {
      slower = Math.min(8, slower * 2);
    }
    plan();
  }));
  const plan = () => {
    clearTimeout(timer);
    timer = setTimeout(poll, (data.every || 15e3) * slower * (doc.hidden ? 4 : 1) * (0.9 + Math.random() / 5));
  };
  doc.onvisibilitychange = () => (doc.hidden ? plan() : poll());
  ononline = onpageshow = poll;
})();
