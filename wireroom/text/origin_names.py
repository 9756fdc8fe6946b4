"""One name for each organisation, however it is written: AP and Associated Press are one origin."""

from functools import cache

from wireroom.model import Evidence, EvidenceKind


def origin_of(evidence: Evidence) -> str:
    """Name the organisation or person whose word it is, folded for comparing: AP and Associated Press are one."""
    name = " ".join((evidence.origin or evidence.who).split()).casefold()
    if evidence.kind is EvidenceKind.UNNAMED:
        return f"unnamed {name}"
    return _agencies().get(name.removeprefix("the "), name)


@cache
def _agencies() -> dict[str, str]:
    """Map each form of an agency's name to one, both folded."""
    from wireroom.text.language import origins as known

    return {
        form.casefold(): origin.casefold() for origin, forms in known().items() for form in (origin, *forms)
    }
