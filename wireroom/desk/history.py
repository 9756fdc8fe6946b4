"""The life of one update as its editors see it: every act, in order, with the words before and after."""

from wireroom.desk.recording import AGAINST_RULE, find_update
from wireroom.desk.reports import HistoryLine
from wireroom.desk.sentences import sentence
from wireroom.model import Event
from wireroom.ports.store import Reader


def history(reader: Reader, update_id: str) -> list[HistoryLine]:
    """List what happened to an update, oldest first, at the times of its blog's zone."""
    update = find_update(reader, update_id)
    zone = reader.blog(update.blog).zone
    lines: list[HistoryLine] = []
    words = ""
    acts: dict[int, Event] = {}
    for event in reader.events(blog=update.blog, subject=update.id):
        now = _words(event)
        changed = bool(now) and now != words
        lines.append(
            HistoryLine(
                sequence=event.sequence,
                at=event.at,
                who=event.who,
                what=event.what,
                words=sentence(event, zone, taken_back=acts.get(event.undoes or 0)),
                from_status=event.from_status,
                to_status=event.to_status,
                before=words if changed else "",
                after=now if changed else "",
                sealed=event.sealed,
            )
        )
        words = now or words
        acts[event.transaction] = event
    return lines


def _words(event: Event) -> str:
    if event.sealed:
        return ""
    return f"{event.after.get('headline', '')}\n\n{event.after.get('body', '')}".strip()


def warnings(reader: Reader, update_id: str) -> list[str]:
    """List the house rules that were not met when the update got its present status."""
    update = find_update(reader, update_id)
    marks = [event for event in reader.events(blog=update.blog, subject=update.id) if event.to_status]
    if not marks or marks[-1].sealed:
        return []
    return [part.strip() for part in marks[-1].why.split(AGAINST_RULE)[1:]]
