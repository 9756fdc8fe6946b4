"""The story that the demo newsroom replays, read from its bundled files."""

import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from importlib import resources
from importlib.resources.abc import Traversable
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from tui.demo import wires
from tui.demo.script import Act
from tui.demo.wires import Copy, Entry, Shown, Wire, WireData, Wording


class BlogData(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The live blog that the editors run."""

    slug: str
    headline: str
    standfirst: str
    rules: str


class WatchData(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A watch term and who set it."""

    by: str
    term: str


class StoryData(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The frame of the story as its file describes it."""

    date: date
    zone: str
    begins: str
    ends: str
    minutes_between_pulls: int
    drill_note: str
    blog: BlogData
    watch: tuple[WatchData, ...] = ()


class ScriptData(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the editors do, in order."""

    act: tuple[Act, ...]


class Story(Struct, frozen=True, kw_only=True):
    """Everything there is to replay. Times are aware and in UTC."""

    zone: str
    begins: datetime
    ends: datetime
    minutes_between_pulls: int
    drill_note: str
    blog: BlogData
    watch: tuple[WatchData, ...]
    wires: tuple[Wire, ...]
    acts: tuple[Act, ...]

    def at(self, hour_minute: str) -> datetime:
        """The moment of the story's day that reads so on a clock of the place ("14:52")."""
        local = datetime.combine(self.begins.astimezone(ZoneInfo(self.zone)).date(), _clock_time(hour_minute))
        return local.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def wire(self, name: str) -> Wire:
        """One of the wires; raises ``KeyError`` for a name that the story does not have."""
        return {wire.name: wire for wire in self.wires}[name]

    def wires_at(self, at: datetime) -> Mapping[str, list[Shown]]:
        """What every wire shows at a time, by wire name."""
        return {wire.name: wire.showing(at) for wire in self.wires}


def bundled() -> Story:
    """Read the story that comes with Wireroom."""
    return read(resources.files("tui.demo") / "story")


def read(folder: Traversable) -> Story:
    """Read a story from its folder; raises ``msgspec.ValidationError`` where a file is not as it should be."""
    frame = msgspec.convert(_document(folder / "story.toml"), StoryData)
    script = msgspec.convert(_document(folder / "script.toml"), ScriptData)
    found = {
        file.name.removesuffix(".toml"): wires.read(_document(file))
        for file in (folder / "wires").iterdir()
        if file.name.endswith(".toml")
    }
    day = _Day(frame, found)
    return Story(
        zone=frame.zone,
        begins=day.moment(frame.begins),
        ends=day.moment(frame.ends),
        minutes_between_pulls=frame.minutes_between_pulls,
        drill_note=frame.drill_note,
        blog=frame.blog,
        watch=frame.watch,
        wires=tuple(day.wire(name) for name in sorted(found)),
        acts=script.act,
    )


class _Day:
    """Resolves hours and minutes, and copies of one wire's words by another."""

    def __init__(self, frame: StoryData, found: Mapping[str, WireData]) -> None:
        self._frame = frame
        self._wires = found
        self._zone = ZoneInfo(frame.zone)

    def moment(self, hour_minute: str) -> datetime:
        local = datetime.combine(self._frame.date, _clock_time(hour_minute), tzinfo=self._zone)
        return local.astimezone(UTC)

    def wire(self, name: str) -> Wire:
        data = self._wires[name]
        return Wire(
            name=name,
            title=data.title,
            format=data.format,
            site=data.site,
            origin=data.origin,
            about=data.about,
            tags=data.tags,
            copies=tuple(self._copy(data, entry) for entry in data.entry),
        )

    def _copy(self, wire: WireData, entry: Entry) -> Copy:
        body = self._marked(entry, self._words(entry))
        wordings = [Wording(since=self.moment(entry.at), headline=entry.headline, body=body)]
        for edit in entry.edit:
            changed = self._marked(entry, edit.body) if edit.body else wordings[-1].body
            wordings.append(Wording(since=self.moment(edit.at), headline=edit.headline, body=changed))
        return Copy(
            id=entry.id,
            link=f"{wire.site}{entry.id}",
            author=entry.author,
            wordings=tuple(wordings),
            withdrawn=self.moment(entry.withdrawn) if entry.withdrawn else None,
        )

    def _words(self, entry: Entry) -> str:
        """The words of an entry, or those it copied: what the other wire said when it was copied."""
        if not entry.copy_of:
            return entry.body.strip()
        wire, _, copied = entry.copy_of.partition("/")
        original = next(other for other in self._wires[wire].entry if other.id == copied)
        return self._marked(original, original.body.strip())

    def _marked(self, entry: Entry, body: str) -> str:
        if not entry.drill:
            return body.strip()
        return f"{body.strip()}\n\n{self._frame.drill_note}".strip()


def _clock_time(hour_minute: str) -> time:
    return time.fromisoformat(hour_minute)


def _document(file: Traversable) -> dict[str, object]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
