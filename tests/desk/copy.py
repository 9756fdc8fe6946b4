"""Copy that the desk's tests file again and again."""

from wireroom.desk.forms import Mark, WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.model import Evidence, EvidenceKind, RetractionClass, Status, Update

POLICE = Evidence(kind=EvidenceKind.OFFICIAL, who="City police")
AGENCY = Evidence(kind=EvidenceKind.AGENCY, who="Meridian Press")
OTHER = Evidence(kind=EvidenceKind.AGENCY, who="Northern Wire")


def developing(newsroom: Newsroom, slug: str, **fields: object) -> Update:
    """File a claim of one agency."""
    form: dict[str, object] = {
        "headline": "Airport closed, agency says",
        "body": "The airport is closed, Meridian Press reports.",
        "evidence": (AGENCY,),
        "status": Status.DEVELOPING,
    }
    return newsroom.blogs.write(slug, WriteUp(**{**form, **fields}))  # type: ignore[arg-type]


def confirmed(newsroom: Newsroom, slug: str, **fields: object) -> Update:
    """File what an official says."""
    form: dict[str, object] = {
        "evidence": (POLICE,),
        "status": Status.CONFIRMED,
        "note": "The spokesman told us on the phone.",
    }
    return developing(newsroom, slug, **{**form, **fields})


def retraction(**fields: object) -> Mark:
    """Take back, with everything that needs."""
    form: dict[str, object] = {
        "to": Status.RETRACTED,
        "wrong": "No such order was given.",
        "why": "The ministry denies it.",
        "kind": RetractionClass.WRONG,
    }
    return Mark(**{**form, **fields})  # type: ignore[arg-type]
