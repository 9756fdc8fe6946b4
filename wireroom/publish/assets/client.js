(() => {
  const doc = document, { body, documentElement: page } = doc, data = body.dataset, root = page.dataset.root;
  const by = (id) => doc.getElementById(id), all = (what, node = doc) => [...node.querySelectorAll(what)];
  const list = by("list"), news = by("news"), own = by("own"), head = data.top;
  const wanted = location.hash.slice(3);
  if (head && wanted && !by("u-" + wanted)) location.replace(`p/${wanted}.html`);

  // The reader's own time beside the page's, when asked for.
  const zones = () => {
    for (const old of all("i.own")) old.remove();
    if (own.ariaPressed == "true") for (const time of all("time[datetime*=T]")) {
      const clock = new Date(time.dateTime).toLocaleTimeString([], { timeStyle: "short" });
      time.insertAdjacentHTML("afterend", `<i class="own"> (${clock} yours)</i>`);
    }
  };
  own.hidden = false;
  own.onclick = () => { own.ariaPressed = own.ariaPressed != "true"; still(zones); };

  onclick = (event) => {
    const link = event.target.closest(".share");
    if (link && navigator.share) event.preventDefault(navigator.share({ url: link.href }).catch(() => {}));
  };

  // Changes something without moving what is being read.
  const still = (change) => {
    const place = (node) => node.getBoundingClientRect().top;
    const node = all("article,#top>*").find((node) => place(node) >= 0) || page, before = place(node);
    page.style.overflowAnchor = "none";
    change();
    scrollBy(0, place(node.isConnected ? node : by(node.id) || page) - before);
    page.style.overflowAnchor = "";
  };
  // A page opened from a disk has nobody to ask.
  if (!list || origin === "null") return;

  let waiting = {}, slower = 1, timer, turn = Promise.resolve();
  const get = async (path) => {
    const fresh = await fetch(root + path, { cache: "no-cache" });
    if (!fresh.ok) throw 0;
    return fresh.text();
  };
  const read = async (path) =>
    new DOMParser().parseFromString((await get(path)).replace(/(="|#32;)\.\.?\//g, "$1" + root), "text/html").body;
  const take = (fresh) => {
    const old = by(fresh.id);
    if (!old) {
      if (head) waiting[fresh.dataset.n] = fresh;
    } else if (old.dataset.e != fresh.dataset.e) {
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
    news.innerHTML = count ? `<button>${count} new update${count > 1 ? "s" : ""}</button>` : "";
    if (count) news.firstChild.onclick = () => {
      const fresh = Object.values(waiting);
      waiting = {};
      offer();
      for (const node of fresh) list[data.oldest ? "append" : "prepend"](node);
      const first = fresh.at(data.oldest ? 0 : -1);
      first.tabIndex = -1;
      first.focus();
      zones();
    };
  };
  const refresh = async ({ position, count, sealed, changes, ids }) => {
    const newer = changes.filter(([ago]) => position - ago > data.position);
    // After a gap or a rollback the page itself says what stands.
    const whole = position < data.position || (newer.length === changes.length && newer.length < count);
    const nodes = Object.fromEntries(all("article").map((node) => [node.dataset.n, node]));
    const least = Math.min(...Object.keys(nodes));
    const lost = ([, back]) => head && !nodes[count - back] && !ids[back] && count - back > least;
    if (whole || newer.some(lost)) {
      // What is open here may have moved to the archive, 60 updates a page, meanwhile.
      const paths = new Set([data.path]);
      for (const n in nodes) if (n <= sealed) paths.add(`a/${`${Math.ceil(n / 60)}`.padStart(4, 0)}.html`);
      for (const path of paths) for (const fresh of all("article", await read(path)))
        if (fresh.dataset.n >= least) take(fresh);
    } else for (const [, back, edition] of newer.reverse()) {
      const node = nodes[count - back], id = node ? node.id.slice(2) : ids[back];
      if (id && (node ? node.dataset.e != edition : head)) take((await read(`b/${id}.${edition}.html`)).firstChild);
    }
  };
  // One look after the other: each sees what was published before it was asked for.
  const poll = () => (turn = turn.then(async () => {
    try {
      const latest = JSON.parse(await get("latest.json"));
      if (latest.position != data.position) {
        await refresh(latest);
        if (head && latest.top != data.top) {
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
