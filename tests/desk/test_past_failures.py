"""What went wrong in other live blogs, one test each. Sources: issues of their trackers and published post-mortems."""

import html
import json
import multiprocessing
import os
import re
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from storage import open_store
from tests.desk.conftest import Arrive, AsEditor
from tests.desk.copy import POLICE, confirmed, developing, retraction
from tests.support.clock import FakeClock
from wireroom.config import Config
from wireroom.desk.forms import Amendment, Mark, WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.desk.traces import Traces
from wireroom.errors import Conflict
from wireroom.model import Evidence, EvidenceKind, LiveBlog, Status, SummaryBullet
from wireroom.ports.store import Store

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def entry_ids(site: Path) -> list[str]:
    feed = ElementTree.fromstring((site / "feed.atom").read_text())
    return [entry.findtext(f"{ATOM}id", "") for entry in feed.iter(f"{ATOM}entry")]


def shown(site: Path, update: str) -> int:
    """How often an update stands on the head page."""
    return (site / "index.html").read_text().count(f'id="u-{update}"')


def linked_data(site: Path) -> dict[str, object]:
    page = (site / "index.html").read_text()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    document: dict[str, object] = json.loads(found[1])
    return document


def test_1_edited_five_times_ended_and_taken_up_again_it_is_there_once(
    newsroom: Newsroom, blog: LiveBlog, clock: FakeClock, site: Path
) -> None:
    update = confirmed(newsroom, blog.slug, body="Police say 1 road is closed.")
    newsroom.publishing.publish(blog.slug, to=str(site))
    first = entry_ids(site)
    for number in range(2, 7):
        clock.tick(minutes=1)
        note = f"Earlier said {number - 1}; it is {number}."
        newsroom.blogs.correct(update.id, Amendment(note=note, body=f"Police say {number} roads are closed."))
        newsroom.publishing.publish(blog.slug, to=str(site))
    newsroom.blogs.end(blog.slug)
    newsroom.publishing.publish(blog.slug, to=str(site))
    newsroom.blogs.reopen(blog.slug)
    newsroom.publishing.publish(blog.slug, to=str(site))
    assert shown(site, update.id) == 1
    assert entry_ids(site) == first
    assert (site / "p" / f"{update.id}.html").is_file()


def test_2_a_retraction_leaves_the_top_the_key_events_and_the_summary(
    newsroom: Newsroom, blog: LiveBlog, clock: FakeClock, site: Path
) -> None:
    update = confirmed(newsroom, blog.slug, key_event=True)
    newsroom.blogs.pin(update.id)
    bullet = SummaryBullet(heading="known", text="Nobody can fly in or out.", update=update.id)
    newsroom.blogs.summarise(blog.slug, [bullet])
    newsroom.publishing.publish(blog.slug, to=str(site))
    assert "Nobody can fly" in (site / "index.html").read_text()
    assert update.id in (site / "key-events.html").read_text()
    clock.tick(minutes=1)
    newsroom.blogs.mark(update.id, retraction())
    newsroom.publishing.publish(blog.slug, to=str(site))
    assert "Nobody can fly" not in (site / "index.html").read_text()
    assert update.id not in (site / "key-events.html").read_text()
    assert newsroom.store.blog(blog.id).pinned == ""
    assert shown(site, update.id) == 1


def test_3_an_open_page_can_learn_of_each_change_at_its_next_poll(
    newsroom: Newsroom, blog: LiveBlog, clock: FakeClock, site: Path
) -> None:
    update = confirmed(newsroom, blog.slug)
    newsroom.publishing.publish(blog.slug, to=str(site))
    seen, before = json.loads((site / "latest.json").read_text()), ""
    changes = [
        lambda: newsroom.blogs.correct(
            update.id, Amendment(refile=True, body="The airport is closed, Meridian Press reports!")
        ),
        lambda: newsroom.blogs.correct(
            update.id,
            Amendment(note="Earlier said closed; it is open.", body="The airport is open, police say."),
        ),
        lambda: newsroom.blogs.mark(update.id, retraction()),
        lambda: newsroom.blogs.kill(update.id, "District court", "Removed.", blog.slug),
    ]
    for change in changes:
        clock.tick(minutes=1)
        change()
        newsroom.publishing.publish(blog.slug, to=str(site))
        latest = json.loads((site / "latest.json").read_text())
        assert latest["position"] > seen["position"]
        ago, back, edition = latest["changes"][0]
        assert latest["position"] - ago > seen["position"]
        assert latest["count"] - back == 1
        fragment = (site / "b" / f"{update.id}.{edition}.html").read_text()
        assert fragment != before
        seen, before = latest, fragment


def test_4_a_kill_leaves_the_words_in_no_file(
    newsroom: Newsroom, blog: LiveBlog, clock: FakeClock, site: Path
) -> None:
    words = "The witness lives at 14 Orchard Lane beside the old mill, neighbours say."
    update = confirmed(newsroom, blog.slug, headline="Witness of the night speaks", body=words)
    newsroom.publishing.publish(blog.slug, to=str(site))
    clock.tick(minutes=1)
    newsroom.blogs.correct(
        update.id, Amendment(note="Earlier gave no name; it is Dana.", body=f"{words} Dana.")
    )
    newsroom.publishing.publish(blog.slug, to=str(site))
    clock.tick(minutes=1)
    newsroom.blogs.kill(update.id, "District court", "Removed for legal reasons.", blog.slug)
    assert Traces((words, "Witness of the night speaks")).files([site]) == ()
    assert "Removed for legal reasons." in (site / "index.html").read_text()


HOSTILE = "Square </script><script>alert(1)</script> <!-- --> \u2028\u2029 \u202eevil\u202c & \u2066safe"


def test_5_a_hostile_headline_is_inert_in_every_output(
    newsroom: Newsroom, arrive: Arrive, blog: LiveBlog, site: Path
) -> None:
    item = arrive(HOSTILE, summary=HOSTILE)
    confirmed(newsroom, blog.slug, headline=HOSTILE, body=HOSTILE, items=(item.id,))
    newsroom.publishing.publish(blog.slug, to=str(site))
    for path in site.rglob("*"):
        if path.suffix in (".html", ".atom", ".rss", ".json", ".xml", ".md", ".txt"):
            text = path.read_text()
            assert "\u202e" not in text, path
            assert "\u2028" not in text, path
        if path.suffix == ".html":
            assert "<script>" not in text
            assert "alert(1)</script" not in text
        if path.suffix in (".atom", ".rss", ".xml"):
            ElementTree.fromstring(text)
        if path.suffix == ".json":
            json.loads(text)
    assert "Square" in str(linked_data(site))


def test_6_the_date_of_change_moves_with_a_correction_and_not_with_a_refile(
    newsroom: Newsroom, blog: LiveBlog, clock: FakeClock, site: Path
) -> None:
    update = confirmed(newsroom, blog.slug, body="Police say the airprot is closed.")

    def modified() -> tuple[str, str]:
        newsroom.publishing.publish(blog.slug, to=str(site))
        (post,) = linked_data(site)["liveBlogUpdate"]  # type: ignore[misc]
        feed = ElementTree.fromstring((site / "feed.atom").read_text())
        return post.get("dateModified", post["datePublished"]), feed.findtext(
            f"{ATOM}entry/{ATOM}updated", ""
        )

    before = modified()
    clock.tick(minutes=5)
    newsroom.blogs.correct(update.id, Amendment(refile=True, body="Police say the airport is closed."))
    assert modified() == before
    clock.tick(minutes=5)
    newsroom.blogs.correct(
        update.id, Amendment(note="Earlier said closed; it is open.", body="Police say the airport is open.")
    )
    after = modified()
    assert all(later > earlier for later, earlier in zip(after, before, strict=True))
    assert linked_data(site)["datePublished"] == linked_data(site)["coverageStartTime"]


@pytest.mark.slow
def test_7_the_first_and_the_last_of_many_updates_are_where_their_links_lead(
    newsroom: Newsroom, store: Store, blog: LiveBlog, clock: FakeClock, site: Path
) -> None:
    """Twenty times the 500 at which one system deletes; the address of each is the same at any number."""
    many = 10_000
    first = confirmed(newsroom, blog.slug)
    with store.transaction() as tx:
        for number in range(many - 1):
            at = clock.tick(seconds=1)
            update = replace(
                first, id=f"{first.id[:-6]}{number:06d}", headline=f"Report {number}", filed=at, changed=at
            )
            tx.record(newsroom._seat.act("wrote", at=at, blog=blog.id, to_status=update.status), update)
            last = update
    report = newsroom.publishing.publish(blog.slug, to=str(site))
    assert report.updates == many
    assert shown(site, last.id) == 1
    assert shown(site, first.id) == 0
    assert f'id="u-{first.id}"' in (site / "a" / "0001.html").read_text()
    for update in (first, last):
        page = (site / "p" / f"{update.id}.html").read_text()
        assert html.escape(update.headline) in page
    assert len(store.updates(blog.id)) == many


def test_8_reading_never_writes(
    newsroom: Newsroom, store: Store, blog: LiveBlog, arrive: Arrive, clock: FakeClock
) -> None:
    item = arrive("Airport closed")
    update = developing(newsroom, blog.slug, items=(item.id,))
    clock.tick(hours=3)
    before = store.revision()
    desk, wire = newsroom.blogs, newsroom.wire
    for read in (
        lambda: desk.standing(update.id),
        lambda: desk.warnings(update.id),
        lambda: desk.built_upon(update.id),
        lambda: desk.history(update.id),
        lambda: desk.stale(blog.slug),
        lambda: desk.lint(blog.slug),
        lambda: desk.handover(blog.slug),
        lambda: desk.alerts(blog.slug),
        lambda: desk.summary(blog.slug),
        lambda: wire.page("airport"),
        lambda: wire.suggest(item.id),
        lambda: newsroom.trail.sentences(newsroom.trail.events()),
        newsroom.trail.verify,
        lambda: newsroom.publishing.unpublished_changes(blog.slug),
        lambda: newsroom.publishing.snapshots(blog.slug),
        newsroom.watch.list,
        newsroom.watch.views,
    ):
        read()
    assert store.revision() == before


def _save_and_die(path: str, update: str) -> None:
    """Another desk: begin to write, and be gone before it is done."""
    store = open_store(path)
    desk = Newsroom(store=store, clock=FakeClock(), editor="dana", config=Config())
    desk.blogs.edit(update, body="Tense.", revision=1)
    with store.transaction():
        os.kill(os.getpid(), signal.SIGKILL)


def test_9_two_editors_on_one_update_see_both_texts_and_a_crash_leaves_no_lock(
    newsroom: Newsroom, blog: LiveBlog, tmp_path: Path
) -> None:
    draft = newsroom.blogs.write(blog.slug, WriteUp(headline="Square", body="Calm."))
    other = multiprocessing.get_context("spawn").Process(
        target=_save_and_die, args=(str(tmp_path / "newsroom.wireroom"), draft.id)
    )
    other.start()
    other.join(60)
    assert other.exitcode is not None
    assert other.exitcode < 0
    with pytest.raises(Conflict) as conflict:
        newsroom.blogs.edit(draft.id, body="Quiet.", revision=1)
    assert conflict.value.theirs == "Square\n\nTense."
    assert conflict.value.yours == "Square\n\nQuiet."
    saved = newsroom.blogs.edit(draft.id, body="Quiet.", revision=conflict.value.revision)
    assert saved.body == "Quiet."


def test_10_two_zones_across_the_change_to_summer_time(
    newsroom: Newsroom, as_editor: AsEditor, clock: FakeClock, site: Path
) -> None:
    blog = newsroom.blogs.new("berlin", "The night the clocks change", zone="Europe/Berlin")
    clock.time = datetime(2022, 3, 27, 0, 30, tzinfo=UTC)
    before = confirmed(newsroom, blog.slug, headline="Before the change")
    clock.tick(hours=1)
    after = confirmed(as_editor("dana"), blog.slug, headline="After the change")
    newsroom.publishing.publish(blog.slug, to=str(site))
    page = (site / "index.html").read_text()
    first, second = (f'id="u-{update.id}"' for update in (before, after))
    assert page.index(second) < page.index(first)
    oldest = (site / "oldest-first.html").read_text()
    assert oldest.index(first) < oldest.index(second)
    assert "01:30" in page
    assert "03:30" in page
    assert "Berlin" in page
    sentences = newsroom.trail.sentences(newsroom.trail.events(blog.slug), "Europe/Berlin")
    assert [line[:5] for line in sentences if "wrote" in line] == ["01:30", "03:30"]


def test_11_the_page_says_everything_without_script_and_without_colour(
    newsroom: Newsroom, blog: LiveBlog, clock: FakeClock, site: Path
) -> None:
    claim = developing(newsroom, blog.slug)
    fact = confirmed(newsroom, blog.slug, headline="Trains run, police say")
    wrong = developing(newsroom, blog.slug, headline="Bridge gone, agency says")
    clock.tick(minutes=1)
    newsroom.blogs.mark(wrong.id, retraction())
    newsroom.publishing.publish(blog.slug, to=str(site))
    for name in ("index.html", "oldest-first.html"):
        page = (site / name).read_text()
        plain = html.unescape(
            re.sub(r"<[^>]+>", " ", re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL))
        )
        for update in (claim, fact):
            assert update.headline in plain
        assert "Developing: not independently confirmed" in plain
        assert "Confirmed" in plain
        assert "Retracted" in plain
        assert "No such order was given." in plain
        assert "noindex" not in page
        assert "user-scalable" not in page


def test_evidence_keeps_the_version_that_was_cited(
    newsroom: Newsroom, store: Store, blog: LiveBlog, arrive: Arrive, clock: FakeClock
) -> None:
    """Not in the list, but how each of them began: the wire changed, and nobody could say what had been read."""
    item = arrive("Airport closed", body="3 planes wait.")
    update = developing(newsroom, blog.slug, items=(item.id,), evidence=())
    clock.tick(minutes=9)
    with store.transaction() as tx:
        earlier = tx.versions(item.id)
        tx.put_items([replace(item, headline="Airport open", version=2, changed=clock.now())], earlier)
    (piece,) = store.update(update.id).evidence
    cited = {version.version: version.headline for version in store.versions(item.id)}
    assert cited[piece.item_version] == "Airport closed"
    again = newsroom.blogs.mark(
        update.id,
        Mark(
            to=Status.DEVELOPING,
            items=(item.id,),
            evidence=(
                Evidence(kind=EvidenceKind.NAMED, who="A pilot", dated=clock.now() - timedelta(hours=1)),
            ),
        ),
    )
    assert [one.item_version for one in again.evidence] == [1, 2, 0]
    assert newsroom.blogs.standing(update.id).origins == 2
    assert POLICE not in again.evidence
