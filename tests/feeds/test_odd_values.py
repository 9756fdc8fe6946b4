"""Values that no sensible feed or server states: each is read as far as it makes sense, and costs no other feed anything."""

import pytest

from tests.feeds.conftest import AddFeed
from tests.feeds.documents import Story, rss
from tests.support.clock import FakeClock
from tests.support.servers import Reply, WireServer
from wireroom.feeds.ingest import Puller
from wireroom.filters import Everything
from wireroom.ports.store import Store

_LONG = "9" * 5000  # Python makes no integer of so many digits
_WIDE = "9" * 30  # nor does a store keep one of these
_NUMBERS = (_LONG, _WIDE, "²", "①", "-7", "1e400", "NaN", "0x10", "")

_SYNDICATION = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
_JSON_ITEM = '{"id": %s, "title": "A claim", "date_published": %s, "attachments": [{"url": "https://a.example/1.mp3", "mime_type": "audio/mpeg", "size_in_bytes": %s}]}'


def _documents(number: str) -> dict[str, Reply]:
    claim = Story(guid="1", headline="A claim")
    made = {
        "ttl": rss([claim], head=f"<ttl>{number}</ttl>"),
        "hours": rss([claim], head=f"<skipHours><hour>{number}</hour></skipHours>"),
        "days": rss([claim], head=f"<skipDays><day>{number}</day></skipDays>"),
        "often": rss([claim], head=f"<sy:updatePeriod {_SYNDICATION}>daily</sy:updatePeriod><sy:updateFrequency {_SYNDICATION}>{number}</sy:updateFrequency>"),
        "date": rss([Story(guid="1", headline="A claim", date=f"Wed, {number} Jan {number} 02:00:00 GMT")]),
        "enclosure": rss([]).replace(b"</channel>", f'<item><title>A claim</title><enclosure url="https://a.example/1.mp3" type="audio/mpeg" length="{number}"/></item></channel>'.encode()),
        "entity": rss([]).replace(b"</channel>", f"<item><guid>1</guid><title>A claim &amp;#{number};</title></item></channel>".encode()),
    }  # fmt: skip
    replies = {name: Reply(body=body) for name, body in made.items()}
    literal = number if number in (_LONG, _WIDE, "-7", "1e400") else f'"{number}"'
    listed = f'{{"version": "https://jsonfeed.org/version/1.1", "title": "A wire", "items": [{_JSON_ITEM % (literal, literal, literal)}]}}'
    replies["json"] = Reply(body=listed.encode(), headers={"Content-Type": "application/feed+json"})
    for header in ("Retry-After", "Age", "Date", "Expires", "Last-Modified", "ETag"):
        replies[header] = Reply(body=rss([claim]), headers={header: number})
    for directive in ("max-age", "s-maxage"):
        aged = {"Cache-Control": f"{directive}={number}", "Age": number}
        replies[directive] = Reply(body=rss([claim]), headers=aged)
    replies["busy"] = Reply(status=503, headers={"Retry-After": number})
    return replies


@pytest.mark.parametrize("number", _NUMBERS, ids=lambda number: number[:5] or "nothing")
async def test_every_feed_is_read_and_asked_again(
    number: str, store: Store, clock: FakeClock, server: WireServer, puller: Puller, add_feed: AddFeed
) -> None:
    replies = _documents(number)
    for name, reply in replies.items():
        server.replies[f"/{name}"] = reply
        add_feed(server.url(f"/{name}"), title=name)
    for _ in range(2):
        await puller.pull(everything=True)
        clock.tick(minutes=5)

    brought = {store.feed(item.feed).title for item in store.wire(Everything(), limit=100)}
    assert brought == set(replies) - {"busy"}
    for feed in store.feeds():
        due = store.health(feed.id).next_due
        assert due is not None
        assert 0 < (due - clock.now()).total_seconds() + 300 <= 86_400


async def test_half_a_letter_costs_nothing_but_itself(
    store: Store, server: WireServer, puller: Puller, add_feed: AddFeed
) -> None:
    items = ('{"id": "1", "title": "A \\ud83d claim"}', '{"id": "2", "title": "Another"}')
    body = (
        f'{{"version": "https://jsonfeed.org/version/1.1", "title": "A wire", "items": [{", ".join(items)}]}}'
    )
    add_feed(server.serve("/half", body.encode()))
    await puller.pull(everything=True)
    assert {item.headline for item in store.wire(Everything(), limit=9)} == {"A ? claim", "Another"}
