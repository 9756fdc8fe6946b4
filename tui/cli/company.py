"""``wireroom desks`` and ``roles``: who else is there, and who may do what."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from storage.engine import Roles
from tui.bootstrap import open_documents
from tui.cli.lazy import DeskCommand, DeskGroup
from tui.cli.output import json_option, line, moment, plain, print_json, say, short, table
from tui.cli.session import current_session, newsroom
from tui.widgets.when import counted


@click.command(cls=DeskCommand)
@json_option
def desks(as_json: bool) -> None:
    """List the desks that are open, and what each is at work on."""
    found = newsroom().presence.company()
    if as_json:
        print_json([plain(colleague) for colleague in found])
        return
    for colleague in found:
        where = f"{line(colleague.editor)} at {line(colleague.machine) or 'an unnamed machine'}"
        click.echo(f"{where}{f', {line(colleague.blog)}' if colleague.blog else ''}")
        for one in colleague.writing:
            click.echo(
                f"  {line(one.doing)} {short(one.update)} since {moment(one.since)}: {line(one.headline) or 'a new update'}"
            )
    if not found:
        say("No desk is open.")


@click.group(cls=DeskGroup)
def roles() -> None:
    """Say who may do what, in a newsroom on PostgreSQL."""


@roles.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List who has a role: login, role, and the name their acts are signed with."""
    with _roles() as keeper:
        found = keeper.members()
    if as_json:
        print_json([plain(member) for member in found])
        return
    table((line(member.login), member.role, f"signs as {line(member.signs_as)}") for member in found)


@roles.command()
@click.argument("login")
@click.argument("role", type=click.Choice(["reader", "editor", "senior", "admin"]))
@click.option("--signs-as", default="", metavar="NAME", help="How their acts are signed; else their login.")
def give(login: str, role: str, signs_as: str) -> None:
    """Give a LOGIN of the database a ROLE, in place of the one it had."""
    with _roles() as keeper:
        keeper.give(login, role, signs_as=signs_as)
    say(f"{line(login)} is {role}; acts are signed {line(signs_as or login)}.")


@roles.command()
@click.argument("logins", nargs=-1, required=True, metavar="LOGIN...")
def take(logins: tuple[str, ...]) -> None:
    """Take the roles of these logins: they come in no more."""
    with _roles() as keeper:
        for login in logins:
            keeper.take(login)
    say(f"Took the role of {counted(len(logins), 'login')}.")


@roles.command("set-up")
def set_up() -> None:
    """Make the roles and their rules in the database, or bring them up to date; as its owner."""
    with _roles() as keeper:
        keeper.set_up()
    say("The roles reader, editor, senior and admin are set up.")


@contextmanager
def _roles() -> Iterator[Roles]:
    """Who may do what in the store of this run, which is closed at the end of the block."""
    store = open_documents(current_session().settings, must_exist=True)
    try:
        yield store.engine.roles()
    finally:
        store.close()
