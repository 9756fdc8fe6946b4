"""A theme: a folder of Jinja2 templates and a stylesheet of variables; what it lacks comes from the first theme."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, Template, TemplateError
from jinja2.runtime import Context

from wireroom.errors import ConfigError
from wireroom.publish.policy import POLICY
from wireroom.publish.views import ROOT, UpdateView

_HOME = Path(str(files("wireroom.publish")))
FIRST = "broadsheet"


@dataclass(frozen=True)
class Theme:
    """How pages look. ``name`` is a theme that comes with Wireroom or the path of a folder."""

    name: str

    @cached_property
    def folders(self) -> tuple[Path, ...]:
        """Where its files are looked for, its own folder first. Raises ``ConfigError`` when there is none."""
        own = _HOME / "themes" / self.name if "/" not in self.name else Path(self.name).expanduser()
        if not own.is_dir():
            known = ", ".join(sorted(path.name for path in (_HOME / "themes").iterdir() if path.is_dir()))
            raise ConfigError(
                f"There is no theme {self.name!r}.",
                next_step=f"Name one of {known}, or a folder of templates.",
            )
        first = _HOME / "themes" / FIRST
        return (own,) if own == first else (own, first)

    @cached_property
    def digest(self) -> str:
        """A hash of everything that decides on looks: fragments cached under it stay valid."""
        seen = hashlib.sha256()
        for folder in self.folders:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    seen.update(path.name.encode() + b"\0" + path.read_bytes())
        for path in sorted(_HOME.glob("*.py")) + sorted((_HOME / "syndication").glob("*.py")):
            seen.update(path.read_bytes())
        return seen.hexdigest()[:16]

    @cached_property
    def style(self) -> bytes:
        """The stylesheet: the theme's variables after the page's own rules."""
        parts = [_HOME / "assets" / "page.css"]
        parts += [
            folder / "theme.css" for folder in reversed(self.folders) if (folder / "theme.css").is_file()
        ]
        return b"\n".join(path.read_bytes().strip() for path in parts) + b"\n"

    @cached_property
    def script(self) -> bytes:
        """The script of open pages, without the white space and comments that only its authors need."""
        lines = (_HOME / "assets" / "client.js").read_text(encoding="utf-8").splitlines()
        bare = (line.strip() for line in lines)
        return "\n".join(line for line in bare if line and not line.startswith("//")).encode()

    @cached_property
    def icon(self) -> bytes:
        """The picture in the browser's tab."""
        return (_HOME / "assets" / "icon.svg").read_bytes()

    @cached_property
    def assets(self) -> dict[str, str]:
        """Paths of the theme's files in a snapshot, named by content."""
        return {
            "style": f"assets/style.{_short(self.style)}.css",
            "script": f"assets/client.{_short(self.script)}.js",
            "icon": f"assets/icon.{_short(self.icon)}.svg",
        }

    def render(self, template: str, **values: Any) -> str:
        """Fill a template. Raises ``ConfigError`` when a theme's own template is wrong."""
        try:
            found, given = self._templates.get(template) or self._load(template)
            context = Context(self.environment, {**given, **values}, found.name, found.blocks)
            return "".join(found.root_render_func(context))
        except (
            TemplateError,
            TypeError,
            ValueError,
            ArithmeticError,
            LookupError,
            AttributeError,
        ) as trouble:
            raise ConfigError(
                f"Template {template!r} of theme {self.name!r} does not work: {trouble}.",
                next_step="Mend the template, or choose another theme.",
            ) from trouble

    def fill(self, template: str, view: UpdateView) -> bytes:
        """A template of one update, ``u``."""
        return self.render(template, u=view).encode()

    def _load(self, name: str) -> tuple[Template, dict[str, Any]]:
        """A template with what every template may name."""
        found = self.environment.get_template(name)
        given = {**found.globals, "root": ROOT, "policy": POLICY, "assets": self.assets}
        return self._templates.setdefault(name, (found, given))

    @cached_property
    def _templates(self) -> dict[str, tuple[Template, dict[str, Any]]]:
        return {}

    @cached_property
    def environment(self) -> Environment:
        """Jinja2 with the theme's templates; text is escaped, and a name that is not there is an error."""
        return Environment(
            loader=ChoiceLoader([FileSystemLoader(folder) for folder in self.folders]),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
            auto_reload=False,
            keep_trailing_newline=False,
        )


def _short(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
