"""Rolling back goes to where readers are."""

from pathlib import Path

from wireroom.desk.forms import Amendment, WriteUp
from wireroom.desk.newsroom import Newsroom
from wireroom.model import Evidence, EvidenceKind, Status

NEAR = Evidence(kind=EvidenceKind.OFFICIAL, who="City hall", url="https://city.example/")


def test_a_past_minute_built_elsewhere_is_not_where_readers_are(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.blogs.new("fuel", "Protests over fuel prices")
    form = WriteUp(
        headline="Crowds gather",
        body="Hundreds stand there, City hall said.",
        evidence=(NEAR,),
        status=Status.DEVELOPING,
    )
    update = newsroom.blogs.write("fuel", form)
    live, then = tmp_path / "live", tmp_path / "then"
    first = newsroom.publishing.publish("fuel", to=str(live))
    words = Amendment(
        note="An earlier version said hundreds; it is thousands.",
        body="Thousands stand there, City hall said.",
    )
    newsroom.blogs.correct(update.id, words)
    newsroom.publishing.publish("fuel", to=str(live))
    newsroom.publishing.publish("fuel", to=str(then), sequence=first.sequence)
    back = newsroom.publishing.rollback("fuel", first.sequence)
    assert back.path == str(live)
    assert "Hundreds stand" in (live / "index.html").read_text(encoding="utf-8")
    again = newsroom.publishing.rollback("fuel", first.sequence)
    assert again.path == str(live)
