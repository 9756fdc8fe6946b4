"""Who may do what, kept by PostgreSQL itself, so that the rules hold for somebody who opens psql too.

``SELECT wireroom.set_up_roles()`` makes four roles that logins are put into by ``SELECT wireroom.admit(login,
editor, rank)`` and taken out of by ``SELECT wireroom.dismiss(login)``:

- a *reader* sees everything but drafts, and no secrets of feeds;
- an *editor* writes and marks, signs as nobody else, keeps drafts nobody else sees, and touches nothing killed;
- a *senior* kills, which seals words, and lets old items go;
- an *admin* admits others and signs for them.

Nobody changes or removes an event, and no update or live blog changes without one. Every event carries the login
that was authenticated when it was written.
"""

from itertools import pairwise

from wireroom.model import WIRES

RANKS = ("reader", "editor", "senior", "admin")

_EDITOR_TABLES = (
    "d_feeds d_health d_access d_parts d_items d_versions d_told d_blogs d_updates d_alerts d_snapshots d_watch d_views "
    "d_drafts desks leases shares pullers"
)
_SENIOR_DELETES = "d_items d_versions d_testimony"

#: Whoever may write items may do everything with a table that is made of them; readers see it.
AS_WITH_ITEMS = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'wireroom_editor') THEN
        IF has_table_privilege('wireroom_editor', 'd_items', 'INSERT') THEN
            GRANT SELECT ON {0} TO wireroom_reader;
            GRANT SELECT, INSERT, UPDATE, DELETE ON {0} TO wireroom_editor;
        END IF;
    END IF;
END $$
"""

_MEMBERS = """
CREATE TABLE IF NOT EXISTS members(login text PRIMARY KEY, editor text NOT NULL, rank text NOT NULL)
"""

_IS = """
CREATE OR REPLACE FUNCTION is_at_least(rank text) RETURNS boolean LANGUAGE sql STABLE
SET search_path = wireroom, pg_temp AS $$
    SELECT CASE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = 'wireroom_' || rank)
        THEN pg_has_role(session_user, 'wireroom_' || rank, 'MEMBER') ELSE true END
$$
"""

_EDITOR_HERE = """
CREATE OR REPLACE FUNCTION editor_here() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = wireroom, pg_temp AS $$
    SELECT coalesce((SELECT editor FROM members WHERE login = session_user), session_user::text)
$$
"""

_SIGNED = f"""
CREATE OR REPLACE FUNCTION signed() RETURNS trigger LANGUAGE plpgsql SET search_path = wireroom, pg_temp AS $$
BEGIN
    new.role := session_user;
    IF new.body ->> 'who' NOT IN (editor_here(), '{WIRES}') AND NOT is_at_least('admin') THEN
        RAISE EXCEPTION '% can''t sign as %', editor_here(), new.body ->> 'who' USING ERRCODE = '42501';
    END IF;
    RETURN new;
END $$
"""

_KEPT = """
CREATE OR REPLACE FUNCTION kept() RETURNS trigger LANGUAGE plpgsql SET search_path = wireroom, pg_temp AS $$
BEGIN
    IF new.id <> old.id OR new.body::text <> old.body::text THEN
        RAISE EXCEPTION 'the words of the log are written once' USING ERRCODE = '42501';
    END IF;
    RETURN new;
END $$
"""

_COUNTED = """
CREATE OR REPLACE FUNCTION counted() RETURNS trigger LANGUAGE plpgsql SET search_path = wireroom, pg_temp AS $$
BEGIN
    IF NOT is_at_least('admin') AND (old.name <> 'revision' OR new.name <> 'revision' OR new.value <> old.value + 1)
    THEN
        RAISE EXCEPTION 'the revision counts transactions and nothing else' USING ERRCODE = '42501';
    END IF;
    RETURN new;
END $$
"""

_LOGGED = """
CREATE OR REPLACE FUNCTION logged() RETURNS trigger LANGUAGE plpgsql SET search_path = wireroom, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM d_events WHERE subject = new.id AND "transaction" = new.rev) THEN
        RAISE EXCEPTION '% was changed without an event in the log', new.id USING ERRCODE = '42501';
    END IF;
    RETURN NULL;
END $$
"""


def _set_up() -> str:
    """The function that makes roles, grants, policies and guards; calling it again changes nothing."""
    editor_tables = ", ".join(_EDITOR_TABLES.split())
    makes = "\n".join(
        f"""
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'wireroom_{rank}') THEN
        CREATE ROLE wireroom_{rank} NOLOGIN;
    END IF;"""
        for rank in RANKS
    )
    inherits = "\n".join(
        f"    GRANT wireroom_{lower} TO wireroom_{higher};" for lower, higher in pairwise(RANKS)
    )
    policies = "\n".join(
        f"    DROP POLICY IF EXISTS {name} ON {table};\n    CREATE POLICY {name} ON {table} {rule};"
        for name, table, rule in _POLICIES
    )
    guards = "\n".join(
        f"    DROP TRIGGER IF EXISTS {name} ON {table};\n    CREATE {kind} {name} {when} ON {table} {rest};"
        for name, table, kind, when, rest in _GUARDS
    )
    return f"""
CREATE OR REPLACE FUNCTION set_up_roles() RETURNS void LANGUAGE plpgsql SET search_path = wireroom, pg_temp AS $$
DECLARE owner text := (SELECT rolname FROM pg_class JOIN pg_roles ON pg_roles.oid = relowner WHERE pg_class.oid = 'wireroom'::regclass);
BEGIN
    SET LOCAL client_min_messages = warning;
    {makes}
{inherits}
    IF NOT EXISTS (SELECT FROM pg_auth_members
        WHERE member = quote_ident(owner)::regrole AND roleid = 'wireroom_admin'::regrole) THEN
        EXECUTE format('GRANT wireroom_admin TO %I', owner);
    END IF;
    GRANT USAGE ON SCHEMA wireroom TO wireroom_reader;
    GRANT SELECT ON ALL TABLES IN SCHEMA wireroom TO wireroom_reader;
    REVOKE SELECT ON d_access FROM wireroom_reader;
    GRANT INSERT, UPDATE, DELETE ON desks TO wireroom_reader;
    GRANT UPDATE, DELETE ON leases TO wireroom_reader;
    GRANT SELECT, INSERT, UPDATE ON {editor_tables} TO wireroom_editor;
    GRANT DELETE ON d_drafts, d_told, desks, leases, shares, pullers TO wireroom_editor;
    GRANT INSERT ON d_events TO wireroom_editor;
    GRANT SELECT, INSERT, UPDATE ON d_testimony TO wireroom_editor;
    GRANT UPDATE ON wireroom TO wireroom_editor;
    GRANT DELETE ON {", ".join(_SENIOR_DELETES.split())} TO wireroom_senior;
    GRANT INSERT, UPDATE ON d_sealed TO wireroom_senior;
    GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA wireroom TO wireroom_admin;
    REVOKE UPDATE, DELETE, TRUNCATE ON d_events FROM wireroom_admin;
    ALTER TABLE d_updates ENABLE ROW LEVEL SECURITY;
    ALTER TABLE d_drafts ENABLE ROW LEVEL SECURITY;
    ALTER TABLE d_testimony ENABLE ROW LEVEL SECURITY;
{policies}
{guards}
END $$
"""


_NOT_KILLED = "(status <> 'killed' OR is_at_least('senior'))"
_OWN = "(editor = editor_here() OR is_at_least('senior'))"
_POLICIES = (
    ("seen", "d_updates", "FOR SELECT USING (true)"),
    ("begun", "d_updates", f"FOR INSERT WITH CHECK {_NOT_KILLED}"),
    ("changed", "d_updates", f"FOR UPDATE USING {_NOT_KILLED} WITH CHECK {_NOT_KILLED}"),
    ("removed", "d_updates", "FOR DELETE USING (is_at_least('admin'))"),
    ("own", "d_drafts", f"FOR ALL USING {_OWN} WITH CHECK {_OWN}"),
    ("read", "d_testimony", "FOR SELECT USING (true)"),
    ("said", "d_testimony", "FOR INSERT WITH CHECK (true)"),
    ("said_again", "d_testimony", "FOR UPDATE USING (true)"),
    ("sealed", "d_testimony", "FOR DELETE USING (is_at_least('senior'))"),
)
_GUARDS = (
    ("a_signed", "d_events", "TRIGGER", "BEFORE INSERT", "FOR EACH ROW EXECUTE FUNCTION signed()"),
    ("a_kept", "d_testimony", "TRIGGER", "BEFORE UPDATE", "FOR EACH ROW EXECUTE FUNCTION kept()"),
    ("a_counted", "wireroom", "TRIGGER", "BEFORE UPDATE", "FOR EACH ROW EXECUTE FUNCTION counted()"),
    *(
        (
            "a_logged",
            table,
            "CONSTRAINT TRIGGER",
            "AFTER INSERT OR UPDATE",
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION logged()",
        )
        for table in ("d_updates", "d_blogs")
    ),
)

#: Both run as the owner of the tables, who made the roles, so that an admin needs no right over roles of their own.
_DISMISS = f"""
CREATE OR REPLACE FUNCTION dismiss(login text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = wireroom, pg_temp AS $$
DECLARE held text;
BEGIN
    IF NOT is_at_least('admin') THEN
        RAISE EXCEPTION 'only an admin gives roles and takes them' USING ERRCODE = '42501';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
        RAISE EXCEPTION 'there is no login %', login USING ERRCODE = '42704';
    END IF;
    FOR held IN SELECT given.rolname FROM pg_auth_members JOIN pg_roles AS given ON given.oid = roleid
        WHERE member = quote_ident(login)::regrole AND given.rolname = ANY (ARRAY{[f"wireroom_{rank}" for rank in RANKS]!r})
    LOOP
        EXECUTE format('REVOKE %I FROM %I', held, login);
    END LOOP;
    DELETE FROM members WHERE members.login = dismiss.login;
END $$
"""

_ADMIT = f"""
CREATE OR REPLACE FUNCTION admit(login text, editor text, rank text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = wireroom, pg_temp AS $$
BEGIN
    IF NOT rank = ANY (ARRAY{list(RANKS)!r}) THEN
        RAISE EXCEPTION 'no rank %: there are {", ".join(RANKS)}', rank USING ERRCODE = '22023';
    END IF;
    PERFORM dismiss(login);
    EXECUTE format('GRANT %I TO %I', 'wireroom_' || rank, login);
    INSERT INTO members VALUES (login, editor, rank);
END $$
"""


def roles_sql() -> list[str]:
    """The statements that make the functions; nobody's rights change before they are called."""
    return [_MEMBERS, _IS, _EDITOR_HERE, _SIGNED, _KEPT, _COUNTED, _LOGGED, _set_up(), _DISMISS, _ADMIT]
