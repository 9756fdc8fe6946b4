"""Who is at the desk, and who may do what."""

import pytest

from tests.cli.conftest import Wireroom
from tests.support.postgres import Cluster
from wireroom.ports.store import Store


def test_desks_that_are_open_are_listed_with_what_they_write(
    cli: Wireroom, store: Store, blog: str, confirmed: str
) -> None:
    assert cli("desks").err == "No desk is open.\n"
    store.desks().beat("desk-1", "dana", machine="almaty-2", blog=store.blog(blog).id)
    store.desks().take(confirmed, "desk-1", "dana")
    (desk,) = cli("desks", "--json").json
    assert (desk["editor"], desk["machine"], desk["blog"]) == ("dana", "almaty-2", blog)
    assert [(one["update"], one["headline"]) for one in desk["writing"]] == [
        (confirmed, store.update(confirmed).headline)
    ]
    told = cli("desks").lines
    assert told[0] == f"dana at almaty-2, {blog}"
    assert told[1].startswith(f"  writing {confirmed[-8:]} since ")


def test_a_file_has_no_roles(cli: Wireroom, blog: str) -> None:
    told = cli("roles", "list")
    assert told.code == 3
    assert "whoever may write it may do everything" in told.err


@pytest.mark.postgres
def test_roles_are_given_listed_and_taken_and_acts_are_signed_with_them(
    cli: Wireroom, cluster: Cluster
) -> None:
    name = cluster.new_database()
    cluster.tell("CREATE ROLE zarina LOGIN")
    owner, zarina = ("--store", cluster.address(name)), ("--store", cluster.address(name, "zarina"))
    cli("blog", "list", *owner)
    assert cli("roles", "set-up", *owner).code == 0
    assert cli("roles", "give", "zarina", "editor", "--signs-as", "Zarina K.", *owner).code == 0
    assert cli("roles", "list", "--json", *owner).json == [
        {"login": "zarina", "signs_as": "Zarina K.", "role": "editor"}
    ]
    assert cli("roles", "list", *owner).lines == ["zarina  editor  signs as Zarina K."]
    told = cli("blog", "new", "flood", "--headline", "Flood", "--as", "Somebody Else", *zarina)
    assert (told.code, "can't sign as Somebody Else" in told.err) == (3, True)
    assert cli("roles", "give", "nobody-of-that-name", "editor", *owner).code == 2
    assert cli("roles", "take", "zarina", *owner).code == 0
    assert cli("roles", "list", "--json", *owner).json == []
    assert cli("blog", "list", *zarina).code == 3


@pytest.mark.postgres
def test_without_a_name_the_store_says_how_acts_are_signed(cli: Wireroom, cluster: Cluster) -> None:
    name = cluster.new_database()
    cluster.tell("CREATE ROLE yerlan LOGIN")
    owner, yerlan = cluster.address(name), cluster.address(name, "yerlan")
    cli("blog", "list", "--store", owner)
    cli("roles", "set-up", "--store", owner)
    cli("roles", "give", "yerlan", "senior", "--signs-as", "Yerlan A.", "--store", owner)
    told = cli("--store", yerlan, "blog", "new", "flood", "--headline", "Flood", shared=False)
    assert told.code == 0, told.err
    (event,) = cli("log", "--json", "--store", owner).json["events"]
    assert (event["who"], event["login"]) == ("Yerlan A.", "yerlan")
