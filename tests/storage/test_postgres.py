"""What only the shared engine has to hold: turns between machines, lost connections, other versions."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from tinydb import where

from storage import open_store
from storage.check import check
from storage.engine import TableShape
from storage.exchange import export_store, import_store
from storage.pg.versions import NEWSROOM, Layout
from storage.postgres import PostgresEngine
from storage.store import DocumentStore
from storage.table import Database, EngineStorage, NewsroomDatabase
from tests.storage.values import NOON, act, fill, item, update
from tests.support.cutting import CuttingProxy
from tests.support.postgres import Cluster
from wireroom.errors import Conflict, StoreBusy, StoreDamaged, StoreError, StoreTooNew, StoreUnreachable
from wireroom.filters import Everything, FieldIs, Words
from wireroom.model import WatchTerm
from wireroom.ports.store import Names

pytestmark = pytest.mark.postgres


@pytest.fixture
def opened(database: str) -> Iterator[Callable[..., DocumentStore]]:
    """Opens the store of this test, as often as asked for."""
    stores: list[DocumentStore] = []

    def another(address: str = database, *, patience: float = 5.0) -> DocumentStore:
        stores.append(open_store(address, patience=patience))
        return stores[-1]

    yield another
    for store in stores:
        store.close()


def add_term(store: DocumentStore, word: str) -> None:
    with store.transaction() as tx:
        tx.record(act("watched"), WatchTerm(id=word, term=word, added=NOON))


def words(store: DocumentStore) -> list[str]:
    return [term.term for term in store.watch_terms()]


@pytest.mark.parametrize(
    "statement", ["UPDATE d_events SET rev = 9", "DELETE FROM d_events", "TRUNCATE d_events"]
)
def test_the_log_refuses_changes_to_whoever_opens_the_database(
    opened: Callable[..., DocumentStore], database: str, statement: str
) -> None:
    add_term(opened(), "flood")
    with (
        psycopg.connect(database, options="-c search_path=wireroom") as psql,
        pytest.raises(psycopg.Error, match="append-only"),
    ):
        psql.execute(statement)


def test_a_writer_that_waited_too_long_learns_who_holds_the_store(
    opened: Callable[..., DocumentStore], database: str
) -> None:
    dana, aigerim = opened(f"{database}?application_name=dana"), opened(patience=0.2)
    with dana.transaction(), pytest.raises(StoreBusy, match=r"dana has been writing to PostgreSQL room_\d"):
        add_term(aigerim, "flood")
    add_term(aigerim, "flood")
    assert words(dana) == ["flood"]


def test_reading_waits_for_no_writer(opened: Callable[..., DocumentStore]) -> None:
    writer, reader = opened(), opened(patience=0.2)
    add_term(writer, "flood")
    with writer.transaction() as tx:
        tx.record(act("watched"), WatchTerm(id="quake", term="quake", added=NOON))
        assert words(reader) == ["flood"]
    assert words(reader) == ["flood", "quake"]


def test_who_waits_for_news_is_woken_by_another_desks_act(opened: Callable[..., DocumentStore]) -> None:
    writer, reader = opened(), opened()
    seen: list[int] = []
    waiting = threading.Thread(target=lambda: seen.append(reader.wait(0, 60)))
    waiting.start()
    add_term(writer, "flood")
    waiting.join()
    assert seen == [1]


# connections


def test_a_question_is_asked_again_when_its_connection_was_ended(
    opened: Callable[..., DocumentStore], cluster: Cluster
) -> None:
    store = opened()
    add_term(store, "flood")
    end_sessions(cluster)
    assert words(store) == ["flood"]
    end_sessions(cluster)
    add_term(store, "quake")
    assert words(store) == ["flood", "quake"]


def test_an_act_whose_connection_breaks_halfway_is_not_there_and_says_so(
    opened: Callable[..., DocumentStore], cluster: Cluster
) -> None:
    store = opened()

    def half_an_act() -> None:
        with store.transaction() as tx:
            tx.record(act("watched"), WatchTerm(id="w", term="flood", added=NOON))
            end_sessions(cluster)
            tx.record(act("watched"), WatchTerm(id="v", term="quake", added=NOON))

    with pytest.raises(StoreUnreachable, match="Nothing acknowledged is lost"):
        half_an_act()
    assert words(store) == []
    add_term(store, "storm")
    assert [event.sequence for event in store.events()] == [1]


@pytest.fixture
def line(cluster: Cluster) -> Iterator[CuttingProxy]:
    with CuttingProxy(cluster.host, cluster.port) as proxy:
        yield proxy


def through(line: CuttingProxy, database: str) -> str:
    return f"postgresql://newsroom@127.0.0.1:{line.port}/{database.rpartition('/')[2]}"


def test_a_commit_whose_answer_was_lost_is_looked_up(
    opened: Callable[..., DocumentStore], line: CuttingProxy, database: str
) -> None:
    store = opened(through(line, database))
    line.cut_at = b"COMMIT"
    add_term(store, "flood")
    assert line.cut_at == b""
    assert words(store) == ["flood"]


def test_a_commit_that_never_arrived_is_not_called_written(
    opened: Callable[..., DocumentStore], line: CuttingProxy, database: str
) -> None:
    store = opened(through(line, database))
    line.cut_at, line.heard = b"COMMIT", False
    with pytest.raises(StoreUnreachable, match="was not written"):
        add_term(store, "flood")
    assert words(store) == []
    add_term(store, "quake")
    assert words(store) == ["quake"]


def test_a_commit_in_doubt_is_called_so_while_the_database_is_away(
    opened: Callable[..., DocumentStore], line: CuttingProxy, database: str
) -> None:
    store = opened(through(line, database), patience=0.5)

    def write_into_the_dark() -> None:
        with store.transaction() as tx:
            tx.record(act("watched"), WatchTerm(id="w", term="flood", added=NOON))
            line.cut_at, line.connected = b"COMMIT", False

    with pytest.raises(StoreUnreachable, match="whether it was is not known"):
        write_into_the_dark()
    with pytest.raises(StoreUnreachable, match="when the connection is back"):
        store.watch_terms()
    assert words(opened()) == ["flood"]


def test_a_restart_of_the_server_costs_a_wait_and_no_acknowledged_act() -> None:
    cluster = Cluster()
    try:
        store = open_store(cluster.address(cluster.new_database()), patience=60)
        add_term(store, "flood")
        cluster.stop("immediate")
        starting = threading.Thread(target=cluster.start)
        starting.start()
        assert words(store) == ["flood"]
        add_term(store, "quake")
        starting.join()
        assert words(store) == ["flood", "quake"]
        assert check(store.engine).sound
        store.close()
    finally:
        cluster.end()


def test_a_server_that_is_not_there_or_does_not_let_us_in_is_named(database: str) -> None:
    with pytest.raises(StoreUnreachable, match=r"No answer from PostgreSQL nowhere at 127\.0\.0\.1:1"):
        open_store("postgresql://127.0.0.1:1/nowhere")
    with pytest.raises(StoreError, match="does not exist"):
        open_store(database + "_of_nobody")


def end_sessions(cluster: Cluster) -> None:
    cluster.tell(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name LIKE 'wireroom %'"
    )


# other versions


def test_a_desk_left_open_when_the_store_moves_on_reads_and_does_not_write(cluster: Cluster) -> None:
    address = cluster.address(cluster.new_database())
    old = open_store(address)
    add_term(old, "flood")
    newer = Layout(
        version=NEWSROOM.version + 1,
        shapes={**NEWSROOM.shapes, "desks_notes": TableShape("desks_notes")},
        steps={NEWSROOM.version: ("ALTER TABLE d_watch ADD COLUMN loud boolean NOT NULL DEFAULT false",)},
    )
    new = DocumentStore(PostgresEngine(address, layout=newer))
    add_term(new, "quake")
    assert words(old) == ["flood", "quake"]
    assert "was moved on by a newer Wireroom" in old.barred()
    assert new.barred() == ""
    with pytest.raises(StoreTooNew, match="Update Wireroom on this machine"):
        add_term(old, "storm")
    with pytest.raises(StoreTooNew):
        open_store(address)
    assert words(new) == ["flood", "quake"]
    assert "desks_notes" in new.engine.table_names()
    old.close()
    new.close()


def test_a_newsroom_laid_out_by_the_first_version_is_brought_up(cluster: Cluster) -> None:
    name = cluster.new_database()
    first = open_store(cluster.address(name))
    fill(first)
    first.close()
    cluster.tell("ALTER TABLE wireroom.d_updates DROP COLUMN review_due", name)
    cluster.tell("DROP TABLE wireroom.turns", name)
    cluster.tell("DROP FUNCTION wireroom.end_turn(bigint, bigint)", name)
    cluster.tell("CREATE FUNCTION wireroom.end_turn(bigint) RETURNS void LANGUAGE sql AS 'SELECT'", name)
    cluster.tell("UPDATE wireroom.wireroom SET value = 1 WHERE name = 'version'", name)
    present = open_store(cluster.address(name))
    assert check(present.engine).sound
    assert cluster.tell("SELECT count(review_due) FROM wireroom.d_updates", name) == [(0,)]
    add_term(present, "flood")
    assert cluster.tell(
        "SELECT number = value FROM wireroom.turns, wireroom.wireroom WHERE name = 'revision'", name
    ) == [(True,)]
    assert cluster.tell("SELECT count(*) FROM pg_proc WHERE proname = 'end_turn'", name) == [(1,)]
    present.close()


def test_two_desks_that_open_an_empty_database_at_once_lay_it_out_once(cluster: Cluster) -> None:
    address = cluster.address(cluster.new_database())
    stores: list[DocumentStore] = []
    opening = [threading.Thread(target=lambda: stores.append(open_store(address))) for _ in range(4)]
    for thread in opening:
        thread.start()
    for thread in opening:
        thread.join()
    for number, store in enumerate(stores):
        add_term(store, f"term-{number}")
    assert len(words(stores[0])) == 4
    for store in stores:
        store.close()


# text


def test_a_row_that_was_changed_behind_the_stores_back_is_never_handed_out(
    opened: Callable[..., DocumentStore], database: str
) -> None:
    store = opened()
    with store.transaction() as tx:
        tx.put_items([item(1), item(2)])
    with psycopg.connect(database, options="-c search_path=wireroom") as psql:
        psql.execute(
            "UPDATE d_items SET body = replace(body::text, 'closed', 'opened')::json WHERE id = 'item-0001'"
        )
    with pytest.raises(StoreDamaged, match="item-0001"):
        store.item("item-0001")
    assert store.item("item-0002") == item(2)
    assert [(damage.table, damage.row) for damage in check(store.engine).damages] == [
        ("file", ""),
        ("items", "item-0001"),
    ]


def test_what_publishers_write_as_long_as_they_like_is_kept_and_found(
    opened: Callable[..., DocumentStore],
) -> None:
    store = opened()
    long = "ж" * 5_000
    copy = item(
        1, identity=long, canonical_link=f"https://example.org/{long}", body=f"see {long}", origin=long
    )
    with store.transaction() as tx:
        tx.put_items([copy, item(2, body="ж" * 400)])
    for names in (Names(identities=[long]), Names(links=[copy.canonical_link])):
        assert [one.id for one in store.known_items({"feed-a": names})["feed-a"]] == [copy.id]
    assert [one.id for one in store.wire(Words(long), limit=5)] == [copy.id]
    assert [one.id for one in store.wire(Words("жжж"), limit=5)] == ["item-0002", copy.id]
    assert store.count_wire(Words(long)) == 1
    assert [one.id for one in store.wire(FieldIs("origin", long), limit=5)] == [copy.id]


def test_a_character_that_postgresql_cannot_keep_is_refused_whole(
    opened: Callable[..., DocumentStore],
) -> None:
    store = opened()

    def write() -> None:
        with store.transaction() as tx:
            tx.record(act("wrote", blog="blog-1"), update(1))
            tx.record(act("wrote", blog="blog-1"), update(2, status="\0"))

    with pytest.raises(StoreError):
        write()
    assert store.events() == []


def test_the_questions_of_the_desk_go_over_indexes(
    opened: Callable[..., DocumentStore], database: str
) -> None:
    store = opened()
    with store.transaction() as tx:
        tx.put_items(
            [item(n, body=f"word{n} flood", cluster=f"c{n}", tags=("city",) * (n < 3)) for n in range(2_000)]
        )
        for number in range(200):
            tx.record(act("wrote", blog=f"blog-{number % 40}"), update(number, blog=f"blog-{number % 40}"))
    questions = (
        "SELECT id FROM d_items WHERE words @@ '''word77'':*' ORDER BY first_seen DESC, id DESC LIMIT 50",
        "SELECT id FROM d_items WHERE terms @> ARRAY['tag=city'] ORDER BY first_seen DESC, id DESC LIMIT 50",
        "SELECT id FROM d_items WHERE stage = 'new' ORDER BY first_seen DESC, id DESC LIMIT 50",
        "SELECT id FROM d_items WHERE feed = 'feed-a' AND identity = ANY(ARRAY['guid-5', 'guid-6'])",
        "SELECT cluster, count(*) FROM d_items WHERE cluster = ANY(ARRAY['c1', 'c2']) GROUP BY cluster",
        "SELECT id FROM d_items WHERE right(id, 4) = '0077'",
        "SELECT id FROM d_updates WHERE blog = 'blog-7' ORDER BY filed DESC, id DESC",
        "SELECT max(place) FROM d_events",
    )
    with psycopg.connect(database, options="-c search_path=wireroom", autocommit=True) as psql:
        psql.execute("ANALYZE")
        plans = {asked: psql.execute(f"EXPLAIN {asked}").fetchall() for asked in questions}
    assert [asked for asked, plan in plans.items() if "Seq Scan" in str(plan)] == []
    assert len(store.wire(Everything(), limit=5)) == 5


def test_moving_house_and_back_gives_the_same_file(
    opened: Callable[..., DocumentStore], tmp_path: Path
) -> None:
    here, there, back = (
        open_store(tmp_path / "here.wireroom"),
        opened(),
        open_store(tmp_path / "back.wireroom"),
    )
    fill(here)
    export_store(here.engine, tmp_path / "first.json")
    import_store(there.engine, tmp_path / "first.json")
    assert there.events() == here.events()
    assert there.revision() == here.revision()
    assert there.wire(Everything(), limit=99) == here.wire(Everything(), limit=99)
    assert check(there.engine).sound
    export_store(there.engine, tmp_path / "second.json")
    import_store(back.engine, tmp_path / "second.json")
    export_store(back.engine, tmp_path / "third.json")
    exports = {(tmp_path / f"{name}.json").read_bytes() for name in ("first", "second", "third")}
    assert len(exports) == 1
    add_term(there, "after the move")
    assert there.revision() == here.revision() + 1
    here.close()
    back.close()


def test_a_dump_of_postgresqls_own_comes_back_whole_with_its_ranks(cluster: Cluster, tmp_path: Path) -> None:
    name, other = cluster.new_database(), cluster.new_database()
    store = open_store(cluster.address(name))
    fill(store)
    cluster.tell("SELECT wireroom.set_up_roles()", name)
    subprocess.run(
        [cluster.program("pg_dump"), "-Fc", "-f", tmp_path / "dump", cluster.address(name)], check=True
    )
    subprocess.run(
        [cluster.program("pg_restore"), "-d", cluster.address(other), tmp_path / "dump"], check=True
    )
    restored = open_store(cluster.address(other))
    assert restored.events() == store.events()
    assert check(restored.engine).damages == ()
    assert restored.wire(Words("bridge 1"), limit=99) == store.wire(Words("bridge 1"), limit=99)
    with restored.transaction() as tx:
        assert tx.record(act("wrote", blog="blog-1"), update(90)).sequence == store.position() + 1
    store.close()
    restored.close()


# TinyDB


def test_tinydb_code_works_on_postgresql(opened: Callable[..., DocumentStore]) -> None:
    database = Database(opened().engine, storage=EngineStorage)
    stories = database.table("Истории")
    assert stories.insert_multiple({"number": number, "city": "Алматы"} for number in range(5)) == [
        1,
        2,
        3,
        4,
        5,
    ]
    assert stories.get(doc_id=2) == {"number": 1, "city": "Алматы"}
    assert [found.doc_id for found in stories.search(where("number") > 2)] == [4, 5]
    assert stories.update({"city": "Астана"}, where("number") == 4) == [5]
    assert stories.upsert({"number": 9, "nested": {"a": [1.5, None, True]}}, where("number") == 9) == [6]
    assert stories.remove(where("number") < 2) == [1, 2]
    assert [dict(story) for story in stories] == [
        {"number": 2, "city": "Алматы"},
        {"number": 3, "city": "Алматы"},
        {"number": 4, "city": "Астана"},
        {"number": 9, "nested": {"a": [1.5, None, True]}},
    ]
    odd = {"half a pair": "\ud800", "nul": "\0", "é": "e\u0301"}
    assert stories.get(doc_id=stories.insert(odd)) == odd
    assert "Истории" in database.tables()
    database.drop_table("Истории")
    assert "Истории" not in database.tables()
    with pytest.raises(StoreError, match="too long for PostgreSQL"):
        database.table("ы" * 40)


def test_a_write_on_an_old_rev_is_a_conflict_with_both_texts(opened: Callable[..., DocumentStore]) -> None:
    mine, theirs = (NewsroomDatabase(opened().engine, storage=EngineStorage).table("notes") for _ in range(2))
    mine.put("note", {"text": "first"}, rev=0)
    seen = mine.rev("note")
    theirs.put("note", {"text": "theirs"}, rev=seen)
    with pytest.raises(Conflict) as refused:
        mine.put("note", {"text": "mine"}, rev=seen)
    assert (refused.value.theirs, refused.value.yours) == ('{"text":"theirs"}', '{"text":"mine"}')
    assert refused.value.revision == theirs.rev("note")
