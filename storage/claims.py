"""Where short-lived claims lie, and the claims of pullers on the feeds' hosts; those of editors are :mod:`storage.leases`."""

from collections.abc import Iterable

TYPE_CHECKING = False  # as in typing, which a round without news does without
if TYPE_CHECKING:
    from storage.leases import LeaseDatabase

#: Seconds after which a desk or puller that is not heard of has lost its claims.
LEASE_SECONDS = 60.0

#: A puller takes so many hosts at a time, however many pullers there are.
_SMALLEST_SHARE = 8

#: The tables, in SQL that both engines speak. Times are seconds since 1970.
TABLES = (
    """CREATE TABLE IF NOT EXISTS desks(desk TEXT PRIMARY KEY, editor TEXT NOT NULL, machine TEXT NOT NULL,
        blog TEXT NOT NULL, seen DOUBLE PRECISION NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS leases(subject TEXT PRIMARY KEY, desk TEXT NOT NULL, editor TEXT NOT NULL,
        since DOUBLE PRECISION NOT NULL, until DOUBLE PRECISION NOT NULL, lost_by TEXT NOT NULL,
        doing TEXT NOT NULL DEFAULT 'writing')""",
    """CREATE TABLE IF NOT EXISTS shares(host TEXT PRIMARY KEY, puller TEXT NOT NULL,
        until DOUBLE PRECISION NOT NULL)""",
    "CREATE TABLE IF NOT EXISTS pullers(puller TEXT PRIMARY KEY, seen DOUBLE PRECISION NOT NULL)",
)


class HostShares:
    """One puller's share of the hosts; see :class:`wireroom.ports.Shares`."""

    def __init__(self, database: "LeaseDatabase", puller: str, *, seconds: float = LEASE_SECONDS) -> None:
        self._database = database
        self._puller = puller
        self._seconds = seconds

    def claim(self, hosts: Iterable[str]) -> set[str]:
        """Take a fair share of those hosts that no other puller has."""
        wanted = sorted(set(hosts))
        if not wanted:
            return set()
        run, now = self._database.run, self._database.now
        among, listed = self._database.spread(wanted)
        run(
            f"INSERT INTO shares(host, puller, until) SELECT value, '', 0 FROM ({among}) AS wanted "
            "WHERE TRUE ON CONFLICT(host) DO NOTHING",
            (listed,),
        )
        share = max(_SMALLEST_SHARE, -(-len(wanted) // self._pullers()))
        taken = run(
            f"UPDATE shares SET puller = ?, until = {now} + ? WHERE host IN (SELECT host FROM shares "
            f"WHERE host IN ({among}) AND until <= {now} ORDER BY host LIMIT ? "
            f"{self._database.passing_locked}) RETURNING host",
            (self._puller, self._seconds, listed, share),
        )
        return {str(host) for (host,) in taken}

    def keep(self) -> set[str]:
        """Keep what was claimed for another minute; returns what is still this puller's."""
        now = self._database.now
        kept = self._database.run(
            f"UPDATE shares SET until = {now} + ? WHERE puller = ? AND until > {now} RETURNING host",
            (self._seconds, self._puller),
        )
        return {str(host) for (host,) in kept}

    def release(self, hosts: Iterable[str], *, rest: float = 0.0) -> None:
        """Give hosts back; nobody takes one before it has rested for so many seconds."""
        among, listed = self._database.spread(hosts)
        self._database.run(
            f"UPDATE shares SET puller = '', until = {self._database.now} + ? "
            f"WHERE puller = ? AND host IN ({among})",
            (rest, self._puller, listed),
        )

    def _pullers(self) -> int:
        """How many pullers were heard of within the last minute, this one among them."""
        run, now = self._database.run, self._database.now
        run(
            f"INSERT INTO pullers(puller, seen) VALUES (?, {now}) ON CONFLICT(puller) DO UPDATE SET seen = excluded.seen",
            (self._puller,),
        )
        run(f"DELETE FROM pullers WHERE seen <= {now} - ?", (LEASE_SECONDS,))
        return int(run("SELECT count(*) FROM pullers")[0][0])
