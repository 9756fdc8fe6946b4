"""``wireroom proof``: what was published when, so that others can check it."""

from pathlib import Path

import click

from tui.cli.lazy import DeskGroup
from tui.cli.output import line, say
from tui.cli.session import newsroom
from tui.widgets.when import counted
from wireroom.errors import ConfigError

_KEY = click.Path(dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group(cls=DeskGroup)
def proof() -> None:
    """Prove what was published when, by signed manifests."""


@proof.command()
@click.argument("path", type=_KEY, metavar="FILE")
def key(path: Path) -> None:
    """Make a secret key in FILE and the public one for others beside it."""
    from wireroom.publish.signing import make_key

    if path.exists():
        raise ConfigError(f"{path} is there already.", next_step="Name a new file; keep the old key safe.")
    public = make_key(path)
    click.echo(public)
    say(
        f'Give {public} to whoever is to check. Set [publish] key = "{path.absolute()}" to sign each snapshot.'
    )


@proof.command()
@click.argument("blog", metavar="BLOG")
@click.option("--key", "key_", type=_KEY, metavar="FILE", help="The secret key; else the configured one.")
@click.option("--to", type=_FOLDER, metavar="DIR", help="Where to; else as configured.")
def write(blog: str, key_: Path | None, to: Path | None) -> None:
    """Write and sign the manifests of BLOG's snapshots that have none yet."""
    here = newsroom()
    configured = here.config.publish.key
    chosen = key_ or (Path(configured).expanduser() if configured else None)
    if chosen is None:
        raise ConfigError(
            "No key signs the manifests.", next_step="Give --key FILE, or make one: wireroom proof key FILE"
        )
    ledger = here.publishing.ledger(blog, to)
    written = ledger.fill(chosen)
    click.echo(ledger.folder)
    say(f"{counted(written, 'manifest')} written and signed.")


@proof.command()
@click.argument(
    "manifests", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="MANIFESTS"
)
@click.option("--key", "public", type=_KEY, required=True, metavar="FILE", help="The newsroom's public key.")
@click.option("--folder", type=_FOLDER, metavar="DIR", help="Check this copy of what was published, too.")
@click.option(
    "--target", default="", metavar="URL", help="Which target it is a copy of, where there are several."
)
def check(manifests: Path, public: Path, folder: Path | None, target: str) -> int:
    """Check every signature and every link of a folder of MANIFESTS. Needs no store. Ends with 1 where files differ."""
    from wireroom.publish.ledger import Ledger
    from wireroom.publish.signing import differences, unsigned

    found = Ledger(manifests, tuple).read(public)
    say(f"{counted(len(found), 'manifest')}, each signed and following the one before it.")
    changed = differences(folder, found, target) if folder else []
    for path in changed:
        click.echo(line(path))
    if folder:
        say(
            f"{counted(len(changed), 'file')} of {folder} differ from what was signed."
            if changed
            else f"Every signed file of {folder} is as it was signed."
        )
        strangers = unsigned(folder, found, target)
        if strangers:
            say(f"Nobody signed {counted(len(strangers), 'file')} there:")
            for path in strangers:
                say(f"  {line(path)}")
    return 1 if changed else 0
