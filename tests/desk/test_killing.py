"""A kill: a stub everywhere, the words sealed, and the proof that they are gone."""

import dataclasses
import gzip
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from storage.aside import DraftFolder
from tests.desk.conftest import Arrive, AsEditor
from tests.desk.copy import confirmed, developing, retraction
from tests.support.clock import FakeClock
from wireroom.desk.forms import Amendment, Mark, WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.desk.outlets import Outlets
from wireroom.desk.traces import Traces
from wireroom.errors import RefusedError
from wireroom.model import AlertKind, Draft, HouseRules, LiveBlog, SourceAlert, Status, SummaryBullet
from wireroom.ports.store import Store

SECRET = "The witness lives at 14 Orchard Lane beside the old mill, neighbours say."
NOTICE = "Removed to protect a witness."


def filed(newsroom: Newsroom, slug: str, **fields: object) -> str:
    form = {
        "headline": "Witness of the night speaks",
        "body": SECRET,
        "override": "Only I am awake.",
        **fields,
    }
    return confirmed(newsroom, slug, **form).id


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"ordered_by": ""}, "Who ordered it"),
        ({"notice": " "}, "words for readers"),
        ({"confirm": "yes"}, "type the blog's slug, almaty"),
        ({"confirm": ""}, "type the blog's slug, almaty"),
    ],
)
def test_a_kill_needs_order_notice_and_a_typed_slug(
    newsroom: Newsroom, store: Store, blog: LiveBlog, fields: dict[str, str], missing: str
) -> None:
    update = filed(newsroom, blog.slug)
    whole = {"ordered_by": "District court", "notice": NOTICE, "confirm": "almaty", **fields}
    with pytest.raises(RefusedError, match=missing):
        newsroom.blogs.kill(update, **whole)
    assert store.update(update).status is Status.CONFIRMED


def test_a_kill_takes_the_words_out_of_every_file_and_of_the_store(
    newsroom: Newsroom, store: Store, blog: LiveBlog, tmp_path: Path
) -> None:
    update = filed(newsroom, blog.slug, key_event=True)
    other = confirmed(newsroom, blog.slug, headline="Trains run again, police say").id
    newsroom.blogs.pin(update)
    bullets = [SummaryBullet(heading="known", text=text, update=update) for text in (SECRET, "We met her.")]
    for bullet in bullets:
        newsroom.blogs.summarise(blog.slug, [bullet])
    first, second = tmp_path / "site", tmp_path / "mirror"
    newsroom.publishing.publish(blog.slug, to=str(first))
    newsroom.blogs.correct(
        update, Amendment(note="Earlier said Lane; it is Road.", body=SECRET.replace("Lane", "Road"))
    )
    for site in (first, second):
        newsroom.publishing.publish(blog.slug, to=str(site))
    carried = set(Traces((SECRET,)).files([first, second]))
    assert carried
    report = newsroom.blogs.kill(update, "District court", NOTICE, blog.slug)
    assert report.done
    assert carried <= set(report.files)
    assert {str(first / "index.html"), str(second / "index.html")} <= set(report.files)
    assert (report.remaining, report.copies) == ((), ())
    assert Traces((SECRET, "Witness of the night speaks")).files([first, second]) == ()
    for site in (first, second):
        assert NOTICE in (site / "index.html").read_text()
    events = newsroom.trail.events(blog.slug)
    assert not {word for word in ("Orchard", "We met her") if word in repr(events)}
    assert "Orchard" not in repr(store.updates(blog.id))
    assert "Orchard" not in repr(store.blog(blog.id))
    assert [line.update for line in newsroom.blogs.summary(blog.slug)] == []
    assert store.update(other).status is Status.CONFIRMED
    assert newsroom.trail.verify().breaks == ()
    earlier = tmp_path / "earlier"
    newsroom.publishing.publish(blog.slug, to=str(earlier), sequence=report.update.revision + 6)
    assert Traces((SECRET,)).files([earlier]) == ()


def test_words_and_places_that_come_while_files_are_searched_are_found_too(
    newsroom: Newsroom,
    as_editor: AsEditor,
    store: Store,
    blog: LiveBlog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    update = filed(newsroom, blog.slug)
    neighbour = confirmed(newsroom, blog.slug, headline="Trains run again, police say").id
    newsroom.publishing.publish(blog.slug, to=str(tmp_path / "site"))
    corrected = "Her new address is 9 Harbour Steps above the fish market, police say."
    bullet = SummaryBullet(heading="known", text=corrected, update=neighbour)
    search = Outlets.search
    looked: list[Outlets] = []

    def search_slowly(outlets: Outlets, traces: Traces) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if not looked:
            other = as_editor("dana")
            other.blogs.correct(update, Amendment(note="Earlier said Lane; it is Steps.", body=corrected))
            other.blogs.summarise(blog.slug, [bullet])
            other.publishing.publish(blog.slug, to=str(tmp_path / "mirror"))
        looked.append(outlets)
        return search(outlets, traces)

    monkeypatch.setattr(Outlets, "search", search_slowly)
    report = newsroom.blogs.kill(update, "District court", NOTICE, blog.slug)
    assert report.done
    assert tmp_path / "mirror" in looked[-1].folders
    assert Traces((corrected,)).files([tmp_path / "site", tmp_path / "mirror"]) == ()
    assert "Harbour" not in repr([store.blog(blog.id), *store.events(blog=blog.id)])
    newsroom.blogs.pin(neighbour)
    newsroom.publishing.publish(blog.slug, to=str(tmp_path / "site"))
    assert Traces((corrected,)).files([tmp_path / "site"]) == ()


def test_the_summary_after_a_kill_is_what_is_left_of_the_last_one(newsroom: Newsroom, blog: LiveBlog) -> None:
    update = filed(newsroom, blog.slug)
    other = confirmed(newsroom, blog.slug, headline="Trains run again, police say").id
    before, left = (
        SummaryBullet(heading="known", text=text, update=other) for text in ("Some run.", "All run.")
    )
    newsroom.blogs.summarise(blog.slug, [before])
    newsroom.blogs.summarise(blog.slug, [left, SummaryBullet(heading="known", text=SECRET, update=update)])
    newsroom.blogs.kill(update, "District court", NOTICE, blog.slug)
    assert [line.text for line in newsroom.blogs.summary(blog.slug)] == [left.text]


def test_two_people_order_a_kill_where_the_rules_ask(
    newsroom: Newsroom, as_editor: AsEditor, agency_blog: LiveBlog
) -> None:
    update = filed(newsroom, agency_blog.slug)
    as_editor("dana").blogs.key_event(update)  # who did something else to it has not asked for a kill
    order = {"ordered_by": "District court", "notice": NOTICE, "confirm": agency_blog.slug}
    for _ in range(2):
        first = newsroom.blogs.kill(update, **order)
        assert (first.done, first.update.status) == (False, Status.CONFIRMED)
        assert "A second editor than aigerim" in first.words
    report = as_editor("dana").blogs.kill(update, **order)
    assert (report.done, report.update.status) == (True, Status.KILLED)


def test_a_retraction_can_still_be_killed_and_nothing_else(newsroom: Newsroom, blog: LiveBlog) -> None:
    update = developing(newsroom, blog.slug)
    newsroom.blogs.mark(update.id, retraction(wrong="The house was another."))
    report = newsroom.blogs.kill(update.id, "District court", NOTICE, blog.slug)
    assert (report.update.retraction, report.update.headline) == (None, "")
    with pytest.raises(RefusedError, match="stays killed"):
        newsroom.blogs.kill(update.id, "District court", NOTICE, blog.slug)


def test_a_draft_was_never_said_and_is_not_killed(newsroom: Newsroom, blog: LiveBlog) -> None:
    draft = newsroom.blogs.write(blog.slug, WriteUp(headline="Later"))
    with pytest.raises(RefusedError, match="wireroom spike"):
        newsroom.blogs.kill(draft.id, "District court", NOTICE, blog.slug)


def test_who_repeats_the_words_is_listed(newsroom: Newsroom, blog: LiveBlog, arrive: Arrive) -> None:
    update = filed(newsroom, blog.slug)
    repeating = confirmed(newsroom, blog.slug, headline="Police on the witness", body=f"We wrote: {SECRET}")
    item = arrive("Witness found", body=SECRET)
    report = newsroom.blogs.kill(update, "District court", NOTICE, blog.slug)
    assert report.copies == (
        f"update {repeating.id}, “Police on the witness”",
        f"item {item.id}, “Witness found”",
    )


@pytest.mark.parametrize(
    "secret",
    ["证人住在果园巷14号，就在老磨坊旁边。", "พยานอาศัยอยู่ที่ซอยสวนผลไม้", "目撃者は果樹園小路に住んでいる"],
    ids=["Chinese", "Thai", "Japanese"],
)
def test_words_without_blanks_between_them_are_found_and_gone(
    newsroom: Newsroom, blog: LiveBlog, arrive: Arrive, tmp_path: Path, secret: str
) -> None:
    update = filed(newsroom, blog.slug, body=secret, language="und")
    repeating = confirmed(
        newsroom, blog.slug, headline="Police", body=f"据称{secret[:-2]}另外", language="und"
    )
    item = arrive("Copy", body=f"据称{secret[:-2]}另外")
    arrive("Other copy", body=f"据称{secret[:4]}另外")
    site = tmp_path / "site"
    newsroom.publishing.publish(blog.slug, to=str(site))
    assert Traces((secret[1:-1],)).files([site])

    report = newsroom.blogs.kill(update, "District court", NOTICE, blog.slug)

    assert (report.files != (), report.copies) == (
        True,
        (f"update {repeating.id}, “Police”", f"item {item.id}, “Copy”"),
    )
    assert any(str(path).startswith(str(site)) for path in report.remaining)


def test_a_few_letters_without_blanks_prove_nothing(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>阿拉木图<b>停电</b>，列车照常运行。</p>")
    assert (
        Traces(("停电了",)).files([tmp_path])
        == Traces(("停电", "阿拉木图的列车停运")).files([tmp_path])
        == ()
    )
    assert Traces(("阿拉木图停电",)).files([tmp_path]) == (str(tmp_path / "page.html"),)


def test_words_in_other_blogs_drafts_alerts_and_earlier_wordings_are_listed(
    newsroom: Newsroom, store: Store, blog: LiveBlog, arrive: Arrive, clock: FakeClock, tmp_path: Path
) -> None:
    aside = DraftFolder(tmp_path / "aside")
    here = dataclasses.replace(newsroom, aside=aside)
    item = arrive("Witness found", body=SECRET)
    update = filed(here, blog.slug, items=(item.id,))
    other = here.blogs.new("mill", "At the mill", standfirst=f"All we know: {SECRET}")
    elsewhere = confirmed(here, other.slug, headline="Police on the witness", body=f"We wrote: {SECRET}")

    def draft(id_: str, editor: str, text: str, of: str = "") -> Draft:
        return Draft(id=id_, editor=editor, blog=blog.id, saved=clock.now(), update=of, fields={"body": text})

    with store.transaction() as tx:
        now = replace(item, headline="Gone", body="Gone.", version=2, changed=clock.now())
        tx.put_items([now], tx.versions(item.id))
        tx.put_draft(draft("mine", "dana", f"To write: {SECRET}"))
        tx.put_draft(draft("else", "dana", "The trains run again."))
        tx.put_draft(draft("change", "dana", SECRET, of=update))
        alert = SourceAlert(
            id="alert-1",
            blog=blog.id,
            update=update,
            item=item.id,
            kind=AlertKind.CHANGED,
            at=clock.now(),
            from_version=1,
            to_version=2,
            was=SECRET,
            now="Gone.",
        )
        tx.record(here.trail.seat.act("alerted", at=clock.now(), blog=blog.id), alert)
    aside.keep(draft("away", "aigerim", f"Offline: {SECRET}"))
    aside.keep(draft("away-change", "aigerim", SECRET, of=update))
    aside.keep(draft("away-else", "aigerim", "The trains run again."))
    report = here.blogs.kill(update, "District court", NOTICE, blog.slug)
    assert report.copies == (
        f"update {elsewhere.id}, “Police on the witness”",
        "live blog mill",
        "source alert alert-1",
        "draft mine of dana",
        f"item {item.id}, “Gone”",
        "draft away of aigerim, kept on this machine",
    )
    assert {one.id for one in store.drafts_of_all()} == {"mine", "else"}
    assert {one.id for one in aside.drafts("aigerim")} == {"away", "away-else"}
    assert any("other desks' machines" in words for words in report.unreachable)


def test_a_note_that_many_updates_share_proves_nothing(
    newsroom: Newsroom, blog: LiveBlog, tmp_path: Path
) -> None:
    told = {"wrong": "The gate was shut.", "why": "We went to look."}
    first = developing(newsroom, blog.slug, headline="Gate open, agency says")
    second = developing(newsroom, blog.slug, headline="Door ajar, agency says", body="Ajar, agency reports.")
    for update in (first, second):
        newsroom.blogs.mark(update.id, retraction(**told))
    newsroom.publishing.publish(blog.slug, to=str(tmp_path / "site"))
    report = newsroom.blogs.kill(first.id, "District court", NOTICE, blog.slug)
    assert (report.remaining, report.copies) == ((), ())


def test_a_public_reason_leaves_with_the_words(newsroom: Newsroom, blog: LiveBlog, tmp_path: Path) -> None:
    reason = "The neighbour of the witness at the old mill now says it was another house."
    update = filed(newsroom, blog.slug)
    newsroom.blogs.mark(update, Mark(to=Status.DEVELOPING, note=reason))
    site = tmp_path / "site"
    newsroom.publishing.publish(blog.slug, to=str(site), override="The hour is up.")
    assert Traces((reason,)).files([site])
    other = newsroom.blogs.new("mill", "At the mill")
    repeating = developing(
        newsroom, other.slug, headline="Neighbour speaks, police say", body=f"To us: {reason}"
    )
    report = newsroom.blogs.kill(update, "District court", NOTICE, blog.slug)
    assert Traces((reason,)).files([site]) == ()
    assert (report.remaining, report.copies) == ((), (f"update {repeating.id}, “{repeating.headline}”",))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", b"<p>The <b>witness</b> lives at 14&nbsp;Orchard &#76;ane beside the old mill</p>"),
        ("a.json", b'{"x": "The witness lives at 14 Orchard \\u004cane"}'),
        ("a.html.gz", gzip.compress(b"<p>lives at 14 Orchard Lane beside</p>", mtime=0)),
        ("a.txt", b"lives\nat 14 ORCHARD lane, beside"),
        (
            "a.xml",
            b"&lt;p&gt;lives at 14 &amp;amp; Orchard Lane beside&lt;/p&gt;".replace(b"&amp;amp; ", b""),
        ),
    ],
)
def test_words_are_found_whatever_stands_between_them(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "other.html").write_bytes(
        b"The mill is old, and the witness lives in an orchard, neighbours say"
    )
    assert Traces((SECRET,)).files([tmp_path]) == (str(tmp_path / name),)


def test_a_file_that_is_cleared_away_while_others_are_searched_is_left_out(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        (folder / "page.html").write_text(SECRET, encoding="utf-8")

    def folders() -> Iterator[Path]:
        yield old
        (old / "page.html").unlink()
        yield new

    assert Traces((SECRET,)).files(folders()) == (str(new / "page.html"),)


@pytest.mark.parametrize("rules", [HouseRules.SOLO, HouseRules.DESK])
def test_one_person_kills_where_the_rules_only_warn(newsroom: Newsroom, rules: HouseRules) -> None:
    blog = newsroom.blogs.new("night", "The night", rules=rules)
    update = filed(newsroom, blog.slug)
    assert newsroom.blogs.kill(update, "District court", NOTICE, blog.slug).done


def test_what_is_published_far_away_is_searched_and_rewritten_too(
    newsroom: Newsroom, blog: LiveBlog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsspec = pytest.importorskip("fsspec")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    update = filed(newsroom, blog.slug)
    newsroom.publishing.publish(blog.slug, to="memory://killing/night")
    report = newsroom.blogs.kill(update, "District court", NOTICE, blog.slug)
    assert "memory:///killing/night/index.html" in report.files
    assert (report.remaining, report.done) == ((), True)
    assert any(name.startswith(str(tmp_path / "data")) for name in report.files)
    there = fsspec.filesystem("memory")
    assert NOTICE in there.cat_file("/killing/night/index.html").decode()


def test_where_nobody_can_look_is_said(newsroom: Newsroom, blog: LiveBlog, tmp_path: Path) -> None:
    update = filed(newsroom, blog.slug)
    site = tmp_path / "site"
    newsroom.publishing.publish(blog.slug, to=str(site))
    with newsroom.store.transaction() as tx:
        (snapshot,) = tx.snapshots(blog.id)
        tx.put_snapshot(
            replace(snapshot, id=f"{snapshot.id[:-1]}x", number=2, target="git+file:///nowhere/at/all#pages")
        )
    report = newsroom.blogs.kill(update, "District court", NOTICE, blog.slug)
    assert report.done
    assert any("may keep earlier commits" in words for words in report.unreachable)
    assert any("Backups" in words for words in report.unreachable)
    assert not any("other desks' machines" in words for words in report.unreachable)
    assert "met trouble" in report.words


def test_what_was_killed_keeps_its_place_though_it_waited_for_an_embargo(
    newsroom: Newsroom, blog: LiveBlog, clock: FakeClock, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    held = confirmed(newsroom, blog.slug, embargo=clock.now() + timedelta(minutes=30))
    clock.tick(minutes=31)
    newsroom.publishing.publish(blog.slug, to=str(site))
    after = developing(newsroom, blog.slug, headline="Roads close, agency says")
    newsroom.publishing.publish(blog.slug, to=str(site))

    def places() -> list[int]:
        page = (site / "index.html").read_text(encoding="utf-8")
        return [page.index(f"p/{update.id}.html") for update in (after, held)]

    before = places()
    newsroom.blogs.kill(held.id, ordered_by="Court", notice="Removed by order.", confirm=blog.slug)
    assert before == sorted(before)
    assert places() == sorted(places())


def test_what_stands_against_one_folder_keeps_no_other_from_being_rewritten(
    newsroom: Newsroom, blog: LiveBlog, tmp_path: Path
) -> None:
    update = filed(newsroom, blog.slug)
    sites = [tmp_path / "site", tmp_path / "mirror"]
    for site in sites:
        newsroom.publishing.publish(blog.slug, to=str(site))
    lost = replace(newsroom.config.publish, key=str(tmp_path / "key that is lost"))
    desk = dataclasses.replace(newsroom, config=replace(newsroom.config, publish=lost))
    report = desk.blogs.kill(update, ordered_by="District court", notice=NOTICE, confirm=blog.slug)
    assert (report.done, report.remaining) == (True, ())
    assert [f"Rewriting {site} met trouble" in report.words for site in sites] == [True, True]
    assert all(NOTICE in (site / "index.html").read_text(encoding="utf-8") for site in sites)
