"""The durable table beyond what TinyDB's own tests look at: plans, revisions, conflicts, sharing with others."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import Query, TinyDB, where
from tinydb.operations import increment
from tinydb.storages import MemoryStorage
from tinydb.table import Document

from storage.engine import TableShape
from storage.migrations import Layout
from storage.planning import plan
from storage.sqlite import SQLiteEngine
from storage.table import Database, EngineStorage, NewsroomDatabase
from wireroom.errors import Conflict

WIRE = TableShape("wire", {"stage": "TEXT", "feed": "TEXT"}, indexes=(("stage",), ("feed",)))


class ListeningEngine(SQLiteEngine):
    """An engine that remembers what it was asked."""

    def __init__(self, path: Path) -> None:
        self.heard: list[str] = []
        super().__init__(path, layout=Layout(1, {"wire": WIRE}))

    def select(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        self.heard.append(sql)
        return super().select(sql, parameters)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[ListeningEngine]:
    made = ListeningEngine(tmp_path / "wire.db")
    yield made
    made.close()


@pytest.fixture
def table(engine: ListeningEngine) -> Any:
    made = NewsroomDatabase(engine, storage=EngineStorage).table("wire")
    made.insert_multiple(
        {"stage": "kept" if n % 5 else "new", "feed": f"feed-{n % 3}", "n": n} for n in range(30)
    )
    engine.heard.clear()
    return made


def test_a_query_is_planned_onto_columns_and_asked_again(engine: ListeningEngine, table: Any) -> None:
    query = (where("stage") == "new") & (where("feed").one_of(["feed-0", "feed-1"])) & (where("n") > 5)
    assert [one["n"] for one in table.search(query)] == [10, 15, 25]
    assert 'WHERE "' in engine.heard[-1]
    assert '"stage" = ?' in engine.heard[-1]
    assert table.count(query) == 3
    assert table.contains(query)
    assert table.get(query)["n"] == 10


@pytest.mark.parametrize(
    "query",
    [
        where("stage") != "new",
        ~(where("stage") == "new"),
        (where("stage") == "new") | (where("n") == 3),
        where("stage") == 5,
        where("stage") == "n\0ew",
        where("other") == "new",
        where("stage").any(["new"]),
        Query().fragment({"stage": "new"}),
        where("stage").map(str.upper) == "NEW",
        Query().stage.test(lambda stage: stage == "new"),
    ],
)
def test_what_an_index_can_not_answer_is_not_planned(query: Any) -> None:
    assert plan(WIRE, query) is None


values = (
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=3)
)
documents = st.dictionaries(
    st.sampled_from(["stage", "feed", "n"]), values | st.lists(values, max_size=2), max_size=3
)
leaves = st.one_of(
    st.builds(lambda field, value: where(field) == value, st.sampled_from(["stage", "feed", "n"]), values),
    st.builds(
        lambda field, some: where(field).one_of(some),
        st.sampled_from(["stage", "feed"]),
        st.lists(values, max_size=3),
    ),
    st.builds(lambda field: where(field).exists(), st.sampled_from(["stage", "n"])),
)
queries = st.recursive(
    leaves,
    lambda part: st.one_of(
        st.builds(lambda a, b: a & b, part, part),
        st.builds(lambda a, b: a | b, part, part),
        st.builds(lambda a: ~a, part),
    ),
    max_leaves=4,
)


@settings(max_examples=50)
@given(content=st.lists(documents, max_size=6), query=queries, change=documents)
def test_it_answers_and_changes_as_stock_tinydb_does(
    tmp_path_factory: pytest.TempPathFactory,
    content: list[dict[str, Any]],
    query: Any,
    change: dict[str, Any],
) -> None:
    engine = ListeningEngine(tmp_path_factory.mktemp("pair") / "wire.db")
    with TinyDB(storage=MemoryStorage) as stock, Database(engine, storage=EngineStorage) as database:
        theirs, ours = stock.table("wire"), database.table("wire")
        assert ours.insert_multiple(content) == theirs.insert_multiple(json.loads(json.dumps(content)))
        assert ours.search(query) == theirs.search(query)
        assert ours.update(change, query) == theirs.update(change, query)
        assert ours.update_multiple([(change, query), ({"n": 1}, query)]) == theirs.update_multiple(
            [(change, query), ({"n": 1}, query)]
        )
        assert ours.all() == theirs.all()
        assert ours.remove(query) == theirs.remove(query)
        assert ours.upsert(change, query) == theirs.upsert(change, query)
        assert ours.all() == theirs.all()
        assert [one.doc_id for one in ours] == [one.doc_id for one in theirs]


def test_no_caller_aliases_the_store(table: Any) -> None:
    first = table.all()[0]
    first["stage"] = "spiked"
    assert table.get(doc_id=first.doc_id)["stage"] == "new"


def test_a_call_that_fails_halfway_changes_nothing(engine: ListeningEngine, table: Any) -> None:
    def poison(document: Any) -> None:
        document["n"] = {1, 2} if document["n"] == 7 else -1

    with pytest.raises(TypeError):
        table.update(poison)
    with pytest.raises(ValueError, match="already exists"):
        table.insert_multiple([{"n": 100}, Document({}, table.all()[3].doc_id)])
    assert [one["n"] for one in table] == list(range(30))
    before = engine.revision()

    def half() -> None:
        with engine.write():
            table.insert({"n": 100})
            table.get()

    with pytest.raises(RuntimeError, match="You have to pass"):
        half()
    assert engine.revision() == before
    assert len(table) == 30


def test_a_part_of_a_write_can_fail_by_itself(engine: ListeningEngine, table: Any) -> None:
    with engine.write():
        table.insert(Document({"n": 100}, "a"))
        with pytest.raises(ValueError, match="already exists"):
            table.insert(Document({"n": 101}, "a"))
        table.insert(Document({"n": 102}, "b"))
    assert [one["n"] for one in table][-2:] == [100, 102]


def test_every_document_carries_the_number_of_its_transaction(engine: ListeningEngine, table: Any) -> None:
    first, second = table.all()[:2]
    assert table.rev(first.doc_id) == table.rev(second.doc_id) == 1
    table.update(increment("n"), doc_ids=[first.doc_id])
    assert (table.rev(first.doc_id), table.rev(second.doc_id)) == (2, 1)
    assert engine.revision() == 2
    table.update({"stage": "new"}, doc_ids=[first.doc_id])  # it is new already: nothing is written
    assert engine.revision() == 2
    assert table.rev("nobody") == 0


def test_a_write_on_an_old_rev_is_a_conflict_with_both_texts(table: Any) -> None:
    doc_id = table.insert({"text": "first"})
    read = table.rev(doc_id)
    table.put(doc_id, {"text": "theirs"}, rev=read)
    with pytest.raises(Conflict) as caught:
        table.put(doc_id, {"text": "yours"}, rev=read)
    assert json.loads(caught.value.theirs) == {"text": "theirs"}
    assert json.loads(caught.value.yours) == {"text": "yours"}
    assert caught.value.revision == table.rev(doc_id)
    assert table.get(doc_id=doc_id) == {"text": "theirs"}
    table.put(doc_id, {"text": "yours"}, rev=caught.value.revision)
    with pytest.raises(Conflict):
        table.put(doc_id, {"text": "new?"}, rev=0)
    table.put("new", {"text": "new"}, rev=0)


def test_table_names_are_any_text_and_two_cases_are_two_tables(tmp_path: Path) -> None:
    with Database(tmp_path / "names.db") as database:
        for number, name in enumerate(["wire", "WIRE", 'a "b" c', "лента", "d_wire", "x_00", ""]):
            database.table(name).insert({"number": number})
        names = ["wire", "WIRE", 'a "b" c', "лента", "d_wire", "x_00", ""]
        assert database.tables() == set(names)
        assert [database.table(name).all() for name in names] == [[{"number": number}] for number in range(7)]
        database.drop_table("WIRE")
        assert database.tables() == set(names) - {"WIRE"}
        assert database.table("wire").all() == [{"number": 0}]


def test_text_ids_are_made_in_order_of_time(tmp_path: Path) -> None:
    with NewsroomDatabase(tmp_path / "ids.db") as database:
        ids = [database.insert({}) for _ in range(50)]
        assert ids == sorted(ids)
        assert [one.doc_id for one in database] == ids


def test_a_table_of_anybody_may_be_called_as_one_of_the_newsroom(tmp_path: Path) -> None:
    with Database(tmp_path / "any.db") as database:
        table = database.table("items")
        doc_id = table.insert({"price": 3})
        table.update({"price": 4})
        assert table.get(doc_id=doc_id) == {"price": 4}
        assert table.remove(doc_ids=[doc_id]) == [doc_id]
