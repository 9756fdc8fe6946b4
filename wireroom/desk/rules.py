"""House rules: which rules of the newsroom bind the editors of a live blog, and how hard."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct

from wireroom.model import HouseRules


class Force(StrEnum):
    """How hard a rule binds: the desk says so and goes on, or refuses unless a reason overrides it."""

    WARNS = "warns"
    ENFORCED = "enforced"


class Preset(Struct, frozen=True, kw_only=True):
    """One set of house rules.

    ``two_origins``: *confirmed* rests on two independent origins (or witness, official or document).
    ``second_person``: somebody else than the author confirms and retracts, and two people order a kill.
    ``attribution``: a *developing* update says whose word it is.
    ``notice_alone``: a retraction's notice does not repeat the claim it takes back.
    """

    two_origins: Force
    second_person: Force
    attribution: Force
    notice_alone: Force


PRESETS: Final[Mapping[HouseRules, Preset]] = {
    HouseRules.SOLO: Preset(
        two_origins=Force.WARNS,
        second_person=Force.WARNS,
        attribution=Force.WARNS,
        notice_alone=Force.WARNS,
    ),
    HouseRules.DESK: Preset(
        two_origins=Force.ENFORCED,
        second_person=Force.WARNS,
        attribution=Force.ENFORCED,
        notice_alone=Force.ENFORCED,
    ),
    HouseRules.AGENCY: Preset(
        two_origins=Force.ENFORCED,
        second_person=Force.ENFORCED,
        attribution=Force.ENFORCED,
        notice_alone=Force.ENFORCED,
    ),
}
