"""Who may do what in a newsroom on PostgreSQL: as the store sees it, and as psql does."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from msgspec.structs import replace

from storage import open_store
from storage.check import check
from storage.engine import Member
from storage.exchange import export_store, import_store
from storage.pg.versions import NEWSROOM, Layout
from storage.postgres import PostgresEngine
from storage.store import DocumentStore
from tests.storage.values import NOON, act, fill, item, update
from tests.support.postgres import Cluster
from wireroom.errors import StoreReadOnly, UsageError
from wireroom.model import WIRES, Act, Draft, FeedAccess, LiveBlog, Status

pytestmark = pytest.mark.postgres

_LOGINS = {"olga": "reader", "dana": "editor", "marat": "editor", "saule": "senior", "root": "admin"}


@pytest.fixture(scope="module")
def room(cluster: Cluster) -> str:
    """A newsroom whose logins have ranks; each signs as itself in capitals."""
    name = cluster.new_database()
    open_store(cluster.address(name)).close()
    cluster.tell("SELECT wireroom.set_up_roles()", name)
    for login, rank in _LOGINS.items():
        cluster.tell(f"CREATE ROLE {login} LOGIN", name)
        cluster.tell(f"SELECT wireroom.admit('{login}', '{login.upper()}', '{rank}')", name)
    cluster.tell("SELECT wireroom.set_up_roles()", name)
    return name


@pytest.fixture
def opened(cluster: Cluster, room: str) -> Iterator[Callable[[str], DocumentStore]]:
    stores: list[DocumentStore] = []

    def as_login(login: str) -> DocumentStore:
        stores.append(open_store(cluster.address(room, login)))
        return stores[-1]

    yield as_login
    for store in stores:
        store.close()


def psql(cluster: Cluster, room: str, login: str, statement: str) -> list[tuple[object, ...]]:
    options = "-c search_path=wireroom"
    with psycopg.connect(cluster.address(room, login), options=options, autocommit=True) as connection:
        answer = connection.execute(statement)
        return answer.fetchall() if answer.description else []


def signed(who: str, what: str, **fields: object) -> Act:
    return replace(act(what, **fields), who=who)


def test_an_editor_writes_signs_with_their_own_name_and_the_act_carries_the_login(
    opened: Callable[[str], DocumentStore], cluster: Cluster, room: str
) -> None:
    store = opened("dana")
    with store.transaction() as tx:
        tx.record(signed("DANA", "opened"), LiveBlog(id="b", slug="flood", headline="Flood", created=NOON))
        tx.record(signed("DANA", "wrote", blog="b"), update(1, blog="b"))
        tx.put_items([item(1)])
    assert [event.who for event in store.events()] == ["DANA", "DANA"]
    assert psql(cluster, room, "dana", "SELECT DISTINCT role FROM d_events") == [("dana",)]

    def sign_as_another() -> None:
        with store.transaction() as tx:
            tx.record(signed("MARAT", "wrote", blog="b"), update(2, blog="b"))

    with pytest.raises(StoreReadOnly, match="DANA can't sign as MARAT"):
        sign_as_another()
    assert len(store.events()) == 2
    assert check(store.engine).damages == ()


def test_a_reader_reads_and_does_nothing_else(opened: Callable[[str], DocumentStore]) -> None:
    store = opened("olga")
    assert store.feeds() == []
    store.desks().beat("desk-1", "OLGA")
    assert "Your role may read" in store.barred()
    assert opened("dana").barred() == ""
    with pytest.raises(StoreReadOnly, match="Your role may not do that"), store.transaction() as tx:
        tx.put_items([item(5)])
    with pytest.raises(StoreReadOnly):
        store.access("feed-a")


def test_secrets_of_feeds_are_for_those_who_pull(opened: Callable[[str], DocumentStore]) -> None:
    with opened("dana").transaction() as tx:
        tx.put_access(FeedAccess(feed="feed-a", user="u", password="p"))
    assert opened("marat").access("feed-a") == FeedAccess(feed="feed-a", user="u", password="p")


def test_a_draft_is_seen_by_its_editor_only(opened: Callable[[str], DocumentStore]) -> None:
    draft = Draft(id="d", editor="DANA", blog="b", saved=NOON)
    with opened("dana").transaction() as tx:
        tx.put_draft(draft)
    assert opened("dana").drafts("DANA") == [draft]
    assert opened("marat").drafts("DANA") == []


def test_only_a_senior_kills_and_nobody_below_touches_what_was_killed(
    opened: Callable[[str], DocumentStore],
) -> None:
    dana, saule = opened("dana"), opened("saule")
    with dana.transaction() as tx:
        tx.record(signed("DANA", "wrote", blog="b"), update(7, blog="b", body="a claim"))
    stub = update(7, blog="b", status=Status.KILLED, headline="Removed", body="", revision=2)

    def kill(store: DocumentStore, who: str) -> None:
        with store.transaction() as tx:
            tx.seal("update-0007", {"notice": "Removed"})
            tx.record(signed(who, "killed", blog="b", to_status="killed"), stub)

    with pytest.raises(StoreReadOnly):
        kill(dana, "DANA")
    assert dana.update("update-0007").body == "a claim"
    kill(saule, "SAULE")
    with pytest.raises(StoreReadOnly), dana.transaction() as tx:
        tx.record(signed("DANA", "edited", blog="b"), update(7, blog="b", revision=3))
    assert dana.update("update-0007") == stub


def test_pullers_sign_for_what_no_person_did(opened: Callable[[str], DocumentStore]) -> None:
    store = opened("dana")
    with store.transaction() as tx:
        tx.record(signed(WIRES, "wrote", blog="b"), update(9, blog="b"))
    assert store.update("update-0009").id == "update-0009"


@pytest.mark.parametrize(
    ("login", "statement"),
    [
        ("dana", "DELETE FROM d_events"),
        ("root", "DELETE FROM d_events"),
        ("saule", "UPDATE d_events SET rev = 9"),
        ("root", "TRUNCATE d_events"),
        ("dana", "UPDATE d_updates SET rev = 99, body = body"),
        ("dana", "UPDATE wireroom SET value = 1000 WHERE name = 'revision'"),
        ("dana", "UPDATE wireroom SET value = 1000 WHERE name = 'version'"),
        ("dana", "UPDATE d_testimony SET body = '{}'"),
        ("root", "UPDATE d_testimony SET body = '{}'"),
        ("dana", "DELETE FROM d_items"),
        ("dana", "UPDATE members SET rank = 'admin'"),
        ("dana", "ALTER TABLE d_events DISABLE TRIGGER ALL"),
        ("dana", "SELECT wireroom.admit('dana', 'DANA', 'admin')"),
        ("olga", "UPDATE d_items SET rev = 1"),
    ],
)
def test_the_rules_hold_for_whoever_opens_psql(
    opened: Callable[[str], DocumentStore], cluster: Cluster, room: str, login: str, statement: str
) -> None:
    with opened("dana").transaction() as tx:
        tx.record(signed("DANA", "wrote", blog="b"), update(8, blog="b"))
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.RaiseException)):
        psql(cluster, room, login, statement)


def test_the_owner_moves_a_newsroom_in_and_nobody_else(cluster: Cluster, room: str, tmp_path: Path) -> None:
    here = open_store(tmp_path / "here.wireroom")
    fill(here)
    export_store(here.engine, tmp_path / "house.json")
    name = cluster.new_database()
    there = open_store(cluster.address(name))
    cluster.tell("SELECT wireroom.set_up_roles()", name)
    admin = open_store(cluster.address(name, "root"))
    with pytest.raises(StoreReadOnly):
        import_store(admin.engine, tmp_path / "house.json")
    import_store(there.engine, tmp_path / "house.json")
    assert there.events() == here.events()
    assert there.revision() == here.revision()
    indexes = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'wireroom' ORDER BY 1"
    assert cluster.tell(indexes, name) == cluster.tell(indexes, room)
    assert check(there.engine).sound
    for store in (here, there, admin):
        store.close()


def test_an_admin_gives_roles_and_takes_them(
    opened: Callable[[str], DocumentStore], cluster: Cluster, room: str
) -> None:
    cluster.tell("CREATE ROLE nurlan LOGIN", room)
    roles = opened("root").engine.roles()
    roles.give("nurlan", "editor", signs_as="Nurlan T.")
    assert Member(login="nurlan", signs_as="Nurlan T.", role="editor") in roles.members()
    nurlan = opened("nurlan")
    assert nurlan.engine.signature() == "Nurlan T."
    with nurlan.transaction() as tx:
        tx.record(signed("Nurlan T.", "wrote", blog="b"), update(30, blog="b"))
    roles.give("nurlan", "reader")
    assert "Your role may read" in nurlan.barred()
    roles.take("nurlan")
    assert "nurlan" not in [member.login for member in roles.members()]
    with pytest.raises(StoreReadOnly):
        nurlan.feeds()
    with pytest.raises(UsageError, match="no login nobody"):
        roles.give("nobody", "editor")
    with pytest.raises(UsageError, match="No rank king"):
        roles.give("nurlan", "king")
    with pytest.raises(StoreReadOnly, match="only an admin"):
        opened("dana").engine.roles().take("marat")


def test_an_owner_who_is_no_superuser_sets_up_admits_and_upgrades(cluster: Cluster) -> None:
    name = cluster.new_database()
    cluster.tell("CREATE ROLE keeper LOGIN CREATEROLE")
    cluster.tell(f"ALTER DATABASE {name} OWNER TO keeper")
    address = cluster.address(name, "keeper")
    open_store(address).close()
    cluster.tell("CREATE ROLE timur LOGIN")
    cluster.tell("ALTER ROLE keeper SUPERUSER")  # the ranks of this server are another newsroom's
    psql(cluster, name, "keeper", "SELECT set_up_roles(), admit('timur', 'Timur', 'editor')")
    cluster.tell("ALTER ROLE keeper NOSUPERUSER")
    with open_store(cluster.address(name, "timur")).transaction() as tx:
        tx.record(signed("Timur", "wrote", blog="b"), update(1, blog="b"))
    newer = Layout(
        version=NEWSROOM.version + 1,
        shapes=NEWSROOM.shapes,
        steps={NEWSROOM.version: ("ALTER TABLE d_watch ADD COLUMN loud boolean",)},
    )
    upgraded = DocumentStore(PostgresEngine(address, layout=newer))
    assert [event.who for event in upgraded.events()] == ["Timur"]
    upgraded.close()
