"""Watch terms, which must not be missed, and saved views of the wire."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from wireroom.desk import acts
from wireroom.desk.seat import Seat
from wireroom.errors import NotFoundError, UsageError
from wireroom.ids import new_id
from wireroom.model import SavedView, WatchTerm
from wireroom.text.hygiene import clean_line


class WatchDesk(Struct, frozen=True):
    """What an editor watches for, shared with everybody on the same store."""

    seat: Seat

    def list(self) -> list[WatchTerm]:
        """List the terms in force, alphabetically."""
        return self.seat.store.watch_terms()

    def add(self, text: str, *, bell: bool = False) -> WatchTerm:
        """Watch for a word or phrase; one that is watched already is not added twice."""
        term = clean_line(text)
        if not term:
            raise UsageError("A watch term needs a word.", next_step="wireroom watch add TERM")
        with self.seat.store.transaction() as tx:
            known = next((one for one in tx.watch_terms() if one.term.casefold() == term.casefold()), None)
            if known is not None and known.bell == bell:
                return known
            now = self.seat.now()
            watched = (
                replace(known, bell=bell)
                if known
                else WatchTerm(id=new_id(now), term=term, added=now, by=self.seat.editor, bell=bell)
            )
            tx.record(self.seat.act(acts.WATCHED, at=now), watched)
            return watched

    def remove(self, text: str) -> WatchTerm:
        """Stop watching for a term."""
        with self.seat.store.transaction() as tx:
            folded = clean_line(text).casefold()
            known = next((one for one in tx.watch_terms() if folded in (one.term.casefold(), one.id)), None)
            if known is None:
                raise NotFoundError(
                    f"Nobody watches for {text!r}.", next_step="'wireroom watch list' shows the terms."
                )
            now = self.seat.now()
            removed = replace(known, removed=now)
            tx.record(self.seat.act(acts.UNWATCHED, at=now), removed)
            return removed

    def views(self) -> Sequence[SavedView]:
        """List the views in force, by name."""
        return self.seat.store.saved_views()

    def save_view(self, name: str, query: str) -> SavedView:
        """Give a filter a name; a view of that name is replaced."""
        label = clean_line(name)
        if not label:
            raise UsageError("A view needs a name.", next_step="wireroom views save NAME QUERY")
        with self.seat.store.transaction() as tx:
            now = self.seat.now()
            known = next((one for one in tx.saved_views() if one.name.casefold() == label.casefold()), None)
            view = (
                replace(known, name=label, query=query)
                if known
                else SavedView(id=new_id(now), name=label, query=query, by=self.seat.editor)
            )
            if view != known:
                tx.record(self.seat.act(acts.SAVED_VIEW, at=now), view)
            return view

    def remove_view(self, name: str) -> SavedView:
        """Forget a view."""
        with self.seat.store.transaction() as tx:
            folded = clean_line(name).casefold()
            known = next((one for one in tx.saved_views() if folded in (one.name.casefold(), one.id)), None)
            if known is None:
                raise NotFoundError(
                    f"There is no view {name!r}.", next_step="'wireroom views list' shows those there are."
                )
            now = self.seat.now()
            removed = replace(known, removed=now)
            tx.record(self.seat.act(acts.REMOVED_VIEW, at=now), removed)
            return removed
