"""What the command line can do, by sections: named without importing any of it."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import click


class Lazy(Struct, frozen=True):
    """Where a command is, and its one-line help, which must be the command's own."""

    name: str
    module: str
    attribute: str
    help: str

    def load(self) -> "click.Command":
        """Import the command."""
        import click

        command = getattr(import_module(self.module), self.attribute)
        assert isinstance(command, click.Command)
        return command


_WIRES = (
    Lazy("feeds", "tui.cli.feeds", "feeds", "Subscribe to wires, and see how they do."),
    Lazy("pull", "tui.cli.pulling", "pull", "Fetch what is due, or keep doing so."),
    Lazy("wire", "tui.cli.wire", "wire", "List items, newest first seen first."),
    Lazy("item", "tui.cli.wire", "item", "Show one item with all its versions."),
    Lazy("article", "tui.cli.reading", "article", "Read the whole article of an item from its page."),
    Lazy("tag", "tui.cli.triage", "tag", "Put tags on items (+TAG) or take them off (-TAG)."),
    Lazy("keep", "tui.cli.triage", "keep", "Keep items for writing up."),
    Lazy("spike", "tui.cli.triage", "spike", "Reject items, and drafts that nobody wants any more."),
    Lazy("restore", "tui.cli.triage", "restore", "Put items back as new, and bring spiked drafts back."),
    Lazy("watch", "tui.cli.watching", "watch", "Watch for words that must not be missed."),
    Lazy("views", "tui.cli.watching", "views", "Keep filters worth a name."),
    Lazy(
        "cues",
        "tui.cli.reading",
        "cues",
        "Say what reading this copy finds: hedges, attributions, urgency, figures, quotes, posts.",
    ),
    Lazy("suggest", "tui.cli.reading", "suggest", "Say what an item suggests for its write-up."),
)
_BLOGS = (
    Lazy("blog", "tui.cli.blogs", "blog", "Open, show, pin, sum up and end live blogs."),
    Lazy("updates", "tui.cli.updates", "updates", "List the updates of a live blog, newest filed first."),
    Lazy(
        "update",
        "tui.cli.updates",
        "update",
        "Show one update: what it says, what it rests on, what happened to it.",
    ),
    Lazy("write", "tui.cli.writing", "write", "Write an update in BLOG and print its id."),
    Lazy("edit", "tui.cli.writing", "edit", "Change a draft."),
    Lazy(
        "correct",
        "tui.cli.writing",
        "correct",
        "Correct a standing update with a note for readers, or refile it where no meaning changes.",
    ),
    Lazy("mark", "tui.cli.marking", "mark", "Mark an update developing, confirmed or retracted."),
    Lazy(
        "kill",
        "tui.cli.marking",
        "kill",
        "Remove an update for law or safety; prints every file that carried its text.",
    ),
    Lazy(
        "delete",
        "tui.cli.marking",
        "delete",
        "Say why nothing published is ever deleted, and what is done instead.",
    ),
    Lazy(
        "media",
        "tui.cli.media",
        "media",
        "Put pictures and posts on an update.",
    ),
    Lazy("undo", "tui.cli.marking", "undo", "Take back your last reversible act."),
    Lazy(
        "alerts",
        "tui.cli.alerts",
        "alerts",
        "List what sources did to items after they were cited, of one live blog or of all.",
    ),
    Lazy("settle", "tui.cli.alerts", "settle", "Settle source alerts: looked at, the update stands."),
    Lazy(
        "handover",
        "tui.cli.coverage",
        "handover",
        "Say what the next shift must know: undecided, stale, alerts, pending.",
    ),
    Lazy("log", "tui.cli.coverage", "log", "Read the audit trail, and check that its chain of hashes holds."),
)
_PUBLISHING = (
    Lazy("lint", "tui.cli.publishing", "lint", "Say what publishing would object to."),
    Lazy(
        "publish",
        "tui.cli.publishing",
        "publish",
        "Write a snapshot that any static host can serve, and print where.",
    ),
    Lazy("proof", "tui.cli.proof", "proof", "Prove what was published when, by signed manifests."),
    Lazy("serve", "tui.cli.preview", "serve", "Preview a live blog on loopback, live, until interrupted."),
    Lazy("snapshots", "tui.cli.publishing", "snapshots", "List what was published of BLOG, and when."),
    Lazy(
        "rollback",
        "tui.cli.publishing",
        "rollback",
        "Publish BLOG again as it stood at a log position that 'wireroom snapshots' lists.",
    ),
)
_HOUSE = (
    Lazy("desks", "tui.cli.company", "desks", "List the desks that are open, and what each is at work on."),
    Lazy("roles", "tui.cli.company", "roles", "Say who may do what, in a newsroom on PostgreSQL."),
    Lazy(
        "demo",
        "tui.cli.demo",
        "demo",
        "Open a newsroom in a box: one breaking story, replayed from bundled wires.",
    ),
    Lazy("web", "tui.cli.browser", "web", "Open the desk in a browser, on loopback."),
    Lazy(
        "check",
        "tui.cli.storekeeping",
        "check",
        "Check the store: every row, the log's chain of hashes, and log and state against each other.",
    ),
    Lazy(
        "export",
        "tui.cli.storekeeping",
        "export",
        "Write the whole store to FILE as plain TinyDB JSON; desks go on writing meanwhile.",
    ),
    Lazy(
        "import",
        "tui.cli.storekeeping",
        "import_",
        "Fill an empty store from a FILE that export wrote: all of it or nothing.",
    ),
    Lazy(
        "backup",
        "tui.cli.storekeeping",
        "backup",
        "Copy the store to FILE while desks are open; the copy is a store itself.",
    ),
    Lazy(
        "config",
        "tui.cli.configuring",
        "config",
        "Say where the configuration is, what is in force, and what is wrong with it.",
    ),
    Lazy("completion", "tui.cli.configuring", "completion", "Print the completion script of SHELL."),
)

SECTIONS: Mapping[str, Sequence[Lazy]] = {
    "Wires": _WIRES,
    "Live blogs": _BLOGS,
    "Publishing": _PUBLISHING,
    "The house": _HOUSE,
}
