"""The rules before publishing: each found at its place, with its mend, and gone when mended."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.desk.conftest import Arrive, AsEditor
from tests.desk.copy import POLICE, confirmed, developing, retraction
from tests.support.clock import FakeClock
from wireroom.desk.forms import Amendment, Mark
from wireroom.desk.newsroom import Newsroom
from wireroom.errors import RefusedError
from wireroom.model import (
    AlertKind,
    Evidence,
    EvidenceKind,
    HouseRules,
    LiveBlog,
    SourceAlert,
    Status,
    SummaryBullet,
    Update,
)
from wireroom.ports.store import Store

UNNAMED = Evidence(kind=EvidenceKind.UNNAMED, who="an airport worker")


def found(newsroom: Newsroom, blog: LiveBlog) -> list[tuple[int, str, str]]:
    return [(one.rule, one.level, one.update) for one in newsroom.blogs.lint(blog.slug)]


@pytest.mark.parametrize("word", ["recasts", "fixes", "clarifies", "tweaks", "updates"])
def test_1_a_correction_is_called_a_correction(newsroom: Newsroom, blog: LiveBlog, word: str) -> None:
    update = confirmed(newsroom, blog.slug)
    newsroom.blogs.correct(
        update.id, Amendment(note=f"This {word} the number of flights.", body="Police say: 12.")
    )
    (finding,) = newsroom.blogs.lint(blog.slug)
    assert (finding.rule, finding.level, finding.update) == (1, "warning", update.id)
    assert repr(word) in finding.words
    assert finding.mend.startswith("wireroom correct ")


def test_1_a_plain_correction_passes(newsroom: Newsroom, blog: LiveBlog) -> None:
    update = confirmed(newsroom, blog.slug)
    newsroom.blogs.correct(update.id, Amendment(note="Earlier said 11; it is 12.", body="Police say: 12."))
    assert newsroom.blogs.lint(blog.slug) == []


def test_2_sources_are_more_than_one(newsroom: Newsroom, blog: LiveBlog) -> None:
    update = developing(newsroom, blog.slug, body="The runway is closed, sources say.", evidence=(UNNAMED,))
    assert found(newsroom, blog) == [(2, "error", update.id)]
    second = Evidence(kind=EvidenceKind.UNNAMED, who="a pilot")
    newsroom.blogs.mark(update.id, Mark(to=Status.DEVELOPING, evidence=(second,)))
    assert found(newsroom, blog) == []


@pytest.mark.parametrize(
    ("rules", "level"),
    [(HouseRules.SOLO, "warning"), (HouseRules.DESK, "error"), (HouseRules.AGENCY, "error")],
)
def test_3_developing_attributes(newsroom: Newsroom, rules: HouseRules, level: str) -> None:
    blog = newsroom.blogs.new("night", "The night", rules=rules)
    update = developing(
        newsroom,
        blog.slug,
        headline="Airport closed",
        body="No flights.",
        override="A flash: the words follow.",
    )
    assert found(newsroom, blog) == [(3, level, update.id)]
    note = "Earlier gave no source; it is Meridian Press."
    newsroom.blogs.correct(update.id, Amendment(note=note, body="No flights, Meridian Press reports."))
    assert found(newsroom, blog) == []


def test_3_what_is_put_under_review_can_still_be_published(newsroom: Newsroom, desk_blog: LiveBlog) -> None:
    update = confirmed(newsroom, desk_blog.slug, headline="Airport closed", body="No flights.")
    newsroom.blogs.mark(update.id, Mark(to=Status.DEVELOPING, note="The police now say otherwise."))
    assert found(newsroom, desk_blog) == [(3, "warning", update.id)]


def test_4_a_notice_does_not_repeat_the_claim(newsroom: Newsroom, blog: LiveBlog) -> None:
    update = developing(newsroom, blog.slug, headline="Airport closed for good, agency says")
    newsroom.blogs.mark(
        update.id, retraction(wrong="We said: Airport closed for good, agency says. It is open.")
    )
    assert found(newsroom, blog) == [(4, "warning", update.id)]


def test_4_a_notice_repeats_a_claim_without_blanks(newsroom: Newsroom, blog: LiveBlog) -> None:
    update = developing(newsroom, blog.slug, headline="机场永久关闭")
    newsroom.blogs.mark(update.id, retraction(wrong="有报道说机场永久关闭，这不属实。"))
    assert found(newsroom, blog) == [(4, "warning", update.id)]


@pytest.mark.parametrize("option", ["wrong", "why"])
def test_4_a_notice_that_repeats_the_claim_is_refused_before_it_is_frozen(
    newsroom: Newsroom, store: Store, desk_blog: LiveBlog, option: str
) -> None:
    update = developing(newsroom, desk_blog.slug, headline="Airport closed for good, agency says")
    repeating = {option: "Untrue: airport closed for GOOD, agency says!"}
    with pytest.raises(RefusedError, match="repeats the claim"):
        newsroom.blogs.mark(update.id, retraction(**repeating))
    assert store.update(update.id).status is Status.DEVELOPING
    newsroom.blogs.mark(update.id, retraction(**repeating, override="Their lawyers want the very words."))
    assert found(newsroom, desk_blog) == [(4, "warning", update.id)]


@pytest.mark.parametrize(
    ("headline", "wrong"),
    [
        ("Fire", "The fire was elsewhere."),
        ("Mayor out", "The mayor out of town was another."),
        ("A b c", "abc"),
        ("大停电", "大停电发生在别处。"),
    ],
)
def test_4_a_word_or_two_in_common_repeats_nothing(
    newsroom: Newsroom, blog: LiveBlog, headline: str, wrong: str
) -> None:
    update = developing(newsroom, blog.slug, headline=headline)
    newsroom.blogs.mark(update.id, retraction(wrong=wrong))
    assert found(newsroom, blog) == []


def test_5_nothing_undecided_is_on_show_when_coverage_ends(
    newsroom: Newsroom, store: Store, blog: LiveBlog
) -> None:
    update = confirmed(newsroom, blog.slug, body="No flights, police say.")
    newsroom.blogs.pin(update.id)
    newsroom.blogs.summarise(blog.slug, [SummaryBullet(heading="known", text="Closed.", update=update.id)])
    newsroom.blogs.end(blog.slug)
    newsroom.blogs.mark(update.id, Mark(to=Status.DEVELOPING, note="The police now say otherwise."))
    assert found(newsroom, blog) == [(5, "error", update.id)]
    newsroom.blogs.mark(update.id, Mark(to=Status.CONFIRMED, note="They said so again."))
    assert found(newsroom, blog) == []


def test_6_a_headline_is_the_updates_own(newsroom: Newsroom, blog: LiveBlog) -> None:
    update = confirmed(newsroom, blog.slug, headline="PROTESTS in Almaty!")
    assert found(newsroom, blog) == [(6, "error", update.id)]
    newsroom.blogs.correct(update.id, Amendment(refile=True, headline="Protests in Almaty"))
    assert found(newsroom, blog) == [(6, "error", update.id)]


@pytest.mark.parametrize("kind", list(AlertKind))
def test_7_what_cites_a_changed_source_comes_first(
    newsroom: Newsroom, store: Store, blog: LiveBlog, arrive: Arrive, clock: FakeClock, kind: AlertKind
) -> None:
    confirmed(newsroom, blog.slug, headline="PROTESTS in Almaty!")
    update = cite(newsroom, store, blog, arrive, clock, kind)
    assert found(newsroom, blog)[0] == (7, "warning", update.id)
    newsroom.blogs.settle_alert(
        newsroom.blogs.alerts(blog.slug)[0].alert.id, "The desk rang them: it stands."
    )
    assert [rule for rule, _, _ in found(newsroom, blog)] == [6]


def cite(
    newsroom: Newsroom, store: Store, blog: LiveBlog, arrive: Arrive, clock: FakeClock, kind: AlertKind
) -> Update:
    """Cite an item whose source then changes it, as the puller would write down."""
    item = arrive("Airport closed")
    update = confirmed(newsroom, blog.slug, items=(item.id,), evidence=(POLICE,))
    alert = SourceAlert(
        id="017e282d-0000-7000-8000-0000000000aa",
        blog=blog.id,
        update=update.id,
        item=item.id,
        kind=kind,
        at=clock.now(),
        from_version=1,
        to_version=2,
        was="Not yet, 3 planes: airport closed\n\n3 planes wait.",
        now="5 planes: airport open\n\n5 planes wait.",
    )
    with store.transaction() as tx:
        tx.record(newsroom._seat.act("alerted", at=clock.now(), blog=blog.id), alert)
    return update


@pytest.mark.parametrize("kind", list(AlertKind))
def test_an_alert_offers_what_can_be_done_with_the_reason_filled_in(
    newsroom: Newsroom, store: Store, blog: LiveBlog, arrive: Arrive, clock: FakeClock, kind: AlertKind
) -> None:
    update = cite(newsroom, store, blog, arrive, clock, kind)
    (view,) = newsroom.blogs.alerts(blog.slug)
    assert view.changes == ("the number “3” became “5”", "the negation “Not” is gone")
    assert [offer.to for offer in view.offers] == ["downgrade", "correct", "retract"]
    downgrade, _, retract = view.offers
    assert "Meridian Press" in downgrade.note
    assert ("“3” became “5”" in retract.why) is (kind is AlertKind.CHANGED)
    assert "is gone" not in retract.why
    newsroom.blogs.mark(update.id, Mark(to=Status.DEVELOPING, note=downgrade.note))
    assert newsroom.blogs.alerts(blog.slug) == []
    newsroom.blogs.mark(
        update.id, Mark(to=Status.RETRACTED, wrong=retract.wrong, why=retract.why, kind=retract.kind)
    )
    assert newsroom.blogs.lint(blog.slug) == []


def test_errors_refuse_publishing_unless_a_reason_overrides(
    newsroom: Newsroom, blog: LiveBlog, tmp_path: Path
) -> None:
    confirmed(newsroom, blog.slug, headline="PROTESTS in Almaty!")
    target = str(tmp_path / "site")
    with pytest.raises(RefusedError, match="not ready") as refusal:
        newsroom.publishing.publish(blog.slug, to=target)
    assert "headline is the blog's" in refusal.value.missing[0]
    report = newsroom.publishing.publish(blog.slug, to=target, override="The minister resigns.")
    overridden = [problem for problem in report.problems if problem.startswith("Overridden: ")]
    assert any("headline is the blog's" in problem for problem in overridden)
    assert "The minister resigns." in newsroom.trail.sentences(newsroom.trail.events(blog.slug)[-1:])[0]


def test_a_warm_desk_finds_what_a_cold_one_finds(
    newsroom: Newsroom, as_editor: AsEditor, blog: LiveBlog, clock: FakeClock, tmp_path: Path
) -> None:
    """The publisher's memory of lint against all of it read anew, after each act that can change a finding."""
    site = str(tmp_path / "site")
    update = developing(newsroom, blog.slug)
    steps: list[Callable[[], object]] = [
        lambda: developing(newsroom, blog.slug, headline="Trains", body="No trains."),
        lambda: confirmed(newsroom, blog.slug, headline="PROTESTS in Almaty!"),
        lambda: newsroom.blogs.correct(
            update.id, Amendment(note="Fixes the hour; it is noon.", body="Noon.")
        ),
        lambda: newsroom.blogs.change(blog.slug, rules=HouseRules.DESK),
        lambda: newsroom.blogs.change(blog.slug, headline="Trains"),
        lambda: newsroom.blogs.mark(update.id, retraction()),
        lambda: as_editor("dana").blogs.pin(developing(newsroom, blog.slug).id),
        lambda: newsroom.blogs.kill(update.id, "Court", "Removed.", blog.slug),
    ]
    for step in steps:
        step()
        clock.tick(minutes=1)
        found = newsroom.blogs.lint(blog.slug)
        cold = [f"{'Overridden: ' * (one.level == 'error')}{one.words}" for one in found]
        warm = newsroom.publishing.publish(blog.slug, to=site, override="The hour is up.").problems
        assert list(warm[: len(cold)]) == cold
        assert not any(one.words in problem for problem in warm[len(cold) :] for one in found)
