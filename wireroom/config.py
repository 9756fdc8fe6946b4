"""The configuration: one TOML file, read strictly, so that a misspelt key is never silently ignored."""

from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct, field
from msgspec.structs import fields

from wireroom.errors import ConfigError
from wireroom.model import HouseRules

#: What is counted is at least one, or also none where 0 turns it off; and no more than a clock can add.
_Some = Annotated[int, Meta(ge=1, le=100_000)]
_SomeOrNone = Annotated[int, Meta(ge=0, le=100_000)]
_Seconds = Annotated[float, Meta(gt=0, le=3_600)]
#: With another beginning, or without one, it would be a place beside each page that names it.
_WebAddress = Annotated[str, Meta(pattern=r"^(https?://[^/\s]\S*)?$")]


class NewsroomConfig(Struct, frozen=True, kw_only=True):
    """Who publishes: shown on every page and in every feed."""

    name: str = "Wireroom"
    """The publisher's name."""
    base_url: _WebAddress = ""
    """Address under which live blogs are served, without the slug; empty for relative links."""
    logo: _WebAddress = ""
    """Address of the publisher's logo, for search engines."""
    contact: str = ""
    """Where readers report an error: a mail or web address."""
    editor: str = ""
    """Who acts when neither ``--as`` nor ``WIREROOM_EDITOR`` says so; empty for the login name."""


class StoreConfig(Struct, frozen=True, kw_only=True):
    """Where the truth is kept."""

    path: str = ""
    """A file, or ``postgresql://...``; empty for the platform's data folder."""
    keep_days: _SomeOrNone = 90
    """Unused items older than this leave the store; 0 keeps everything."""


class RulesConfig(Struct, frozen=True, kw_only=True):
    """House rules of new live blogs."""

    preset: HouseRules = HouseRules.SOLO
    """solo, desk or agency."""
    review_minutes: _Some = 30
    """A developing update must be decided within this time."""


class FeedsConfig(Struct, frozen=True, kw_only=True):
    """How wires are polled."""

    shortest_minutes: _Some = 1
    """No feed is polled more often."""
    longest_minutes: _Some = 360
    """No feed is polled less often, however quiet."""
    connections: _Some = 256
    """Requests under way at once; one a host."""
    connect_seconds: _Seconds = 10.0
    """Longest wait for a connection."""
    total_seconds: _Seconds = 30.0
    """Longest wait for a whole answer."""
    max_mebibytes: _Some = 15
    """A body that decodes to more is refused."""
    user_agent: str = ""
    """How requests introduce themselves; empty for name, version and contact."""


class PublishConfig(Struct, frozen=True, kw_only=True):
    """Where snapshots go and how they look."""

    folder: str = ""
    """Folder that holds one folder a live blog; empty for the platform's data folder."""
    theme: str = "broadsheet"
    """A theme that comes with Wireroom, or the path of a folder of templates."""
    every_seconds: _SomeOrNone = 0
    """While the desk is open and the blog live, publish this often; 0 for by hand only."""
    on_each_act: bool = False
    """While the desk is open and the blog live, publish after every act."""
    compress: bool = False
    """Put a compressed twin (.gz) beside every text file, for hosts that send those."""
    websub: tuple[_WebAddress, ...] = ()
    """Hubs to be told of every publication."""
    key: str = ""
    """A minisign secret key that signs the manifest of every snapshot; empty for no manifests."""
    manifests: str = ""
    """Folder for signed manifests, one folder a live blog; empty for the platform's data folder."""


class DeskConfig(Struct, frozen=True, kw_only=True):
    """How the screen looks and answers."""

    theme: Literal["wireroom-dark", "wireroom-light", "terminal"] = "wireroom-dark"
    """wireroom-dark, wireroom-light or terminal."""
    keymap: Literal["wireroom", "newsboat"] = "wireroom"
    """wireroom or newsboat."""
    keys: dict[str, str] = field(default_factory=dict)
    """Own keys: command id -> keys, apart by commas."""
    pull: bool = True
    """Poll feeds while the desk is open."""


class Config(Struct, frozen=True, kw_only=True):
    """Everything that can be set, with what is in force where nothing is."""

    newsroom: NewsroomConfig = field(default_factory=NewsroomConfig)
    store: StoreConfig = field(default_factory=StoreConfig)
    rules: RulesConfig = field(default_factory=RulesConfig)
    feeds: FeedsConfig = field(default_factory=FeedsConfig)
    publish: PublishConfig = field(default_factory=PublishConfig)
    desk: DeskConfig = field(default_factory=DeskConfig)


_Section = TypeVar("_Section", bound=Struct)


def load(path: Path) -> Config:
    """Read a configuration; a file that is not there is an empty one.

    Raises ``ConfigError`` naming the file, the key and the nearest key that is known.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as trouble:
        raise ConfigError(
            f"{path} can't be read: {trouble}.", next_step="Mend or remove the file."
        ) from trouble
    return parse(text, path)


def parse(text: str, path: Path) -> Config:
    """Make a configuration of TOML text; ``path`` is named in errors."""
    import tomllib

    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise ConfigError(
            f"{path} is not TOML: {trouble}.", next_step="Mend that line; 'wireroom config' checks again."
        ) from trouble
    sections = {section.name: section.type for section in fields(Config)}
    _refuse_unknown(document, sections, path, where="")
    made: dict[str, Any] = {}
    for name, section_type in sections.items():
        if name in document:
            made[name] = _section(document[name], section_type, path, name)
    return Config(**made)


def _section(document: object, section_type: type[_Section], path: Path, name: str) -> _Section:
    if not isinstance(document, dict):
        raise ConfigError(f"{path}: {name} must be a table.", next_step=f"Write it as [{name}].")
    _refuse_unknown(document, {known.name for known in fields(section_type)}, path, where=name)
    try:
        return msgspec.convert(document, section_type)
    except msgspec.ValidationError as trouble:
        from wireroom.config_file import settings

        words, _, key = str(trouble).partition(" - at `$.")
        setting = settings().get(f"{name}.{key.rstrip('`')}")
        raise ConfigError(
            f"{path}: in [{name}], {key.rstrip('`')}: {_in_words(words)}.",
            next_step=(setting and setting.meaning) or "See docs/configuration.md for what each key takes.",
        ) from trouble


def _in_words(trouble: str) -> str:
    if "matching regex" in trouble:
        return "an address begins with http:// or https://"
    return trouble.replace("Invalid enum value", "there is no")


def _refuse_unknown(document: dict[str, Any], known: Any, path: Path, *, where: str) -> None:
    for key in document:
        if key in known:
            continue
        import difflib

        nearest = difflib.get_close_matches(key, list(known), n=1)
        place = f"[{where}] {key}" if where else f"[{key}]"
        hint = f"Did you mean {nearest[0]!r}?" if nearest else f"Known here: {', '.join(sorted(known))}."
        raise ConfigError(f"{path}: {place} is not a setting.", next_step=hint)
