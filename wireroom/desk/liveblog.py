"""The live blogs as screen and command line see them: every use case on a blog or an update, by name."""

from collections.abc import Iterable
from datetime import datetime
from typing import NoReturn

from msgspec import Struct

from wireroom.desk import (
    alerting,
    correcting,
    coverage,
    drafting,
    handing_over,
    illustrating,
    killing,
    marking,
    origins,
    reading,
    spiking,
    summarising,
    writing,
)
from wireroom.desk import history as histories
from wireroom.desk import lint as linting
from wireroom.desk.drafting import Kept, Returned
from wireroom.desk.forms import AS_THEY_ARE, Amendment, Details, Mark, WriteUp
from wireroom.desk.illustrating import Offer
from wireroom.desk.recording import find_update
from wireroom.desk.reports import (
    AlertView,
    EndReport,
    Finding,
    Handover,
    HistoryLine,
    KillReport,
    Standing,
    SummaryLine,
)
from wireroom.desk.seat import Seat, find_blog
from wireroom.model import Draft, HouseRules, LiveBlog, SourceAlert, SummaryBullet, Update


class LiveBlogDesk(Struct, frozen=True):
    """Opening, writing, marking, correcting and ending. A blog is named by slug or id, an update by id."""

    seat: Seat

    def new(
        self,
        slug: str,
        headline: str,
        *,
        standfirst: str = "",
        zone: str = "UTC",
        rules: HouseRules | None = None,
        language: str = "",
    ) -> LiveBlog:
        """Open a live blog under the house rules named, or those configured."""
        return coverage.new(
            self.seat, slug, headline, standfirst=standfirst, zone=zone, rules=rules, language=language
        )

    def change(
        self,
        blog: str,
        *,
        headline: str | None = None,
        standfirst: str | None = None,
        zone: str | None = None,
        rules: HouseRules | None = None,
        language: str | None = None,
        revision: int | None = None,
        why: str = "",
    ) -> LiveBlog:
        """Change what a live blog says of itself."""
        return coverage.change(
            self.seat,
            blog,
            headline=headline,
            standfirst=standfirst,
            zone=zone,
            rules=rules,
            language=language,
            revision=revision,
            why=why,
        )

    def write(self, blog: str, form: WriteUp) -> Update:
        """File a new update, and mark it at once where the form says so."""
        return writing.write(self.seat, blog, form)

    def preview(self, blog: str, form: WriteUp) -> list[Finding]:
        """List what would stand against filing a form as it is now; writes nothing."""
        from wireroom.desk.previewing import preview

        return preview(self.seat, blog, form)

    def edit(
        self,
        update_id: str,
        headline: str | None = None,
        body: str | None = None,
        revision: int | None = None,
        details: Details = AS_THEY_ARE,
    ) -> Update:
        """Change words and details of what no reader has seen."""
        return writing.edit(
            self.seat, update_id, headline=headline, body=body, details=details, revision=revision
        )

    def unseen(self, update_id: str) -> bool:
        """Whether no reader has seen an update yet: its words are edited then, and corrected once one has."""
        return writing.unseen(self.seat, update_id)

    def spike(self, update_id: str, revision: int | None = None) -> Update:
        """Lay aside a draft that nobody wants any more; it can be brought back."""
        return spiking.spike(self.seat, update_id, revision)

    def restore(self, update_id: str) -> Update:
        """Bring a spiked draft back."""
        return spiking.restore(self.seat, update_id)

    def spiked(self, blog: str) -> list[Update]:
        """List the spiked drafts of a blog, newest filed first."""
        return spiking.spiked(self.seat.store, find_blog(self.seat.store, blog))

    def delete(self, update_id: str) -> NoReturn:
        """Explain that nothing is deleted, and what takes its place."""
        writing.delete(self.seat, update_id)

    def mark(self, update_id: str, form: Mark) -> Update:
        """Change the status of an update."""
        return marking.mark(self.seat, update_id, form)

    def correct(self, update_id: str, form: Amendment) -> Update:
        """Correct a standing update in the open, or refile it where no meaning changes."""
        return correcting.correct(self.seat, update_id, form)

    def illustrate(
        self,
        update_id: str,
        source: str,
        description: str,
        *,
        credit: str = "",
        private: bool = False,
        revision: int | None = None,
    ) -> Update:
        """Attach a picture (an address, a local file, or an item's own), described for who can't see it."""
        return illustrating.illustrate(
            self.seat, update_id, source, description, credit=credit, private=private, revision=revision
        )

    def take_off(self, update_id: str, picture: str, revision: int | None = None) -> Update:
        """Take a picture off an update, by its id or the end of it."""
        return illustrating.take_off(self.seat, update_id, picture, revision)

    def offers(self, update_id: str) -> list[Offer]:
        """List the pictures that the items of an update offer."""
        return illustrating.offers(self.seat.store, find_update(self.seat.store, update_id))

    def quote(
        self,
        update_id: str,
        who: str,
        url: str,
        text: str,
        *,
        seen: datetime | None = None,
        revision: int | None = None,
    ) -> Update:
        """Quote a social post or what a video shows: words, link, and when it was seen."""
        return illustrating.quote(self.seat, update_id, who, url, text, seen=seen, revision=revision)

    def kill(
        self, update_id: str, ordered_by: str, notice: str, confirm: str, override: str = ""
    ) -> KillReport:
        """Remove an update on an order of law or safety."""
        return killing.kill(
            self.seat, update_id, ordered_by=ordered_by, notice=notice, confirm=confirm, override=override
        )

    def pin(self, update_id: str) -> LiveBlog:
        """Put an update on top of its blog."""
        return coverage.pin(self.seat, update_id)

    def unpin(self, blog: str) -> LiveBlog:
        """Leave the top of a blog empty."""
        return coverage.unpin(self.seat, blog)

    def key_event(self, update_id: str, on: bool = True) -> Update:
        """Make an update a key event, or no longer one."""
        return coverage.key_event(self.seat, update_id, on=on)

    def summarise(
        self,
        blog: str,
        bullets: Iterable[SummaryBullet],
        *,
        seen: tuple[SummaryBullet, ...] | None = None,
        revision: int | None = None,
    ) -> LiveBlog:
        """Write the summary anew."""
        return summarising.summarise(self.seat, blog, bullets, seen=seen, revision=revision)

    def add_to_summary(self, bullet: SummaryBullet) -> LiveBlog:
        """Put a line into the summary."""
        return summarising.add_line(self.seat, bullet)

    def summary(self, blog: str) -> list[SummaryLine]:
        """Show the summary as it was last written, red where it can't stand any more."""
        return summarising.summary(self.seat.store, find_blog(self.seat.store, blog))

    def end(self, blog: str, override: str = "") -> EndReport:
        """End coverage and list what was never decided."""
        return coverage.end(self.seat, blog, override)

    def reopen(self, blog: str) -> LiveBlog:
        """Take coverage up again."""
        return coverage.reopen(self.seat, blog)

    def standing(self, update_id: str) -> Standing:
        """Say what an update rests on, and what is missing for *confirmed*."""
        update = find_update(self.seat.store, update_id)
        return origins.standing(update.evidence, reading.agreement(self.seat.store, update))

    def warnings(self, update_id: str) -> list[str]:
        """List the house rules that were not met when the update got its present status."""
        return histories.warnings(self.seat.store, update_id)

    def stand_in(self, update_id: str) -> Update | None:
        """Find the update that supersedes this one already, if one does."""
        store = self.seat.store
        return marking.stand_in(store, find_update(store, update_id), self.seat.now())

    def built_upon(self, update_id: str) -> list[Update]:
        """List every update built on this one, directly or through another."""
        return marking.built_upon(self.seat.store, find_update(self.seat.store, update_id))

    def history(self, update_id: str) -> list[HistoryLine]:
        """List what happened to an update, oldest first."""
        return histories.history(self.seat.store, update_id)

    def stale(self, blog: str) -> list[Update]:
        """List what must be decided now, longest overdue first."""
        return coverage.stale(self.seat.store, find_blog(self.seat.store, blog), self.seat.now())

    def lint(self, blog: str) -> list[Finding]:
        """List what publishing objects to."""
        return linting.lint(self.seat.store, find_blog(self.seat.store, blog))

    def handover(self, blog: str) -> Handover:
        """List what the next shift must know."""
        return handing_over.handover(self.seat, blog)

    def alerts(self, blog: str = "") -> list[AlertView]:
        """List the source alerts nobody dealt with, of one blog or of all."""
        return alerting.alerts(self.seat.store, find_blog(self.seat.store, blog).id if blog else "")

    def settle_alert(self, alert_id: str, why: str = "") -> SourceAlert:
        """Write down that a source alert was looked at and the update stands."""
        return alerting.settle_alert(self.seat, alert_id, why)

    def keep_draft(self, draft: Draft) -> Kept:
        """Keep what a composer holds; not an act, so nothing of it is in the log. Says where it is kept."""
        return drafting.keep_draft(self.seat, draft)

    def drop_draft(self, draft_id: str) -> None:
        """Forget what a composer held."""
        drafting.drop_draft(self.seat, draft_id)

    def drafts(self) -> list[Draft]:
        """List what this editor was writing, newest first, also while the store is out of reach."""
        return drafting.drafts(self.seat)

    def bring_back(self) -> list[Returned]:
        """Carry drafts kept on this machine into the store that is back; each is clean or in conflict."""
        return drafting.bring_back(self.seat)
