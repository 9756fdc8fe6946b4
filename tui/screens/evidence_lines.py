"""Evidence as editors type it: one piece a line."""

from wireroom.model import Evidence

EVIDENCE_HINT = "one a line, official:City police or agency:Reuters:https://…"
EVIDENCE_LABEL = "More evidence, one a line: official:City police:https://… (or witness named document agency social unnamed)"


def read_evidence_lines(text: str) -> tuple[Evidence, ...]:
    """Read evidence, one a line. Raises ``UsageError``."""
    from tui.cli.kinds import read_evidence

    return tuple(read_evidence(line.strip()) for line in text.splitlines() if line.strip())
