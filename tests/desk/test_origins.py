"""Counting whose word it is."""

import pytest

from wireroom.desk import origins
from wireroom.model import Evidence, EvidenceKind


def pieces(*named: str) -> list[Evidence]:
    return [Evidence(kind=EvidenceKind(kind), who=who) for kind, who in (name.split(":") for name in named)]


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ((), "0 items, 0 origins: two more needed"),
        (("agency:Meridian Press",), "1 item, 1 origin: one more needed"),
        (("agency:Meridian Press", "agency:meridian  press"), "2 items, 1 origin: one more needed"),
        (("agency:AP", "agency:The Associated Press"), "2 items, 1 origin: one more needed"),
        (("agency:AP", "agency:Reuters", "agency:Reuters"), "3 items, 2 origins: enough"),
        (("unnamed:a worker", "unnamed:a worker"), "2 items, 1 origin: one more needed"),
        (("witness:our reporter",), "1 item, 1 origin: witness evidence is enough"),
        (("agency:Reuters", "document:Decree 12"), "2 items, 2 origins: enough"),
    ],
)
def test_standing_says_what_is_there_and_what_is_missing(named: tuple[str, ...], words: str) -> None:
    assert origins.standing(pieces(*named)).words == words


@pytest.mark.parametrize(
    ("named", "basis"),
    [
        (("agency:AP", "agency:Reuters"), "two origins: AP, Reuters"),
        (("agency:AP", "official:Police", "document:Decree 12"), "three origins: AP, Police, Decree 12"),
        (("witness:our reporter",), "own witness: our reporter"),
        (("agency:AP",), "one origin: AP"),
    ],
)
def test_the_basis_is_told_to_readers(named: tuple[str, ...], basis: str) -> None:
    assert origins.basis(pieces(*named)) == basis
