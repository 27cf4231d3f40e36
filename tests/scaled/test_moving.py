"""Moving to PostgreSQL: everything stands there, equal and ready to go on, or nothing does and nothing is lost here."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from chatdesk.starting.lock import Lock
from tests import servers
from tests.platform.folders import add_team, chatdesk, epoch, refused, teams
from tests.platform.test_up import command, environment
from tests.scaled.conftest import NewDatabase

pytestmark = [pytest.mark.timeout(280), pytest.mark.long]
LYING = """
CREATE FUNCTION lie() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$;
CREATE FUNCTION lay() RETURNS event_trigger LANGUAGE plpgsql AS $$ DECLARE made record; BEGIN
  FOR made IN SELECT * FROM pg_event_trigger_ddl_commands() LOOP
    IF made.object_identity = 'public.{table}' AND made.command_tag = 'CREATE TABLE' THEN
      CREATE TRIGGER lie BEFORE INSERT ON public.{table} FOR EACH ROW EXECUTE FUNCTION lie();
    END IF;
  END LOOP; END $$;
CREATE EVENT TRIGGER lay ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION lay();
"""


def ask(url: str, query: str) -> list[Any]:
    with psycopg.connect(url) as link:
        return link.execute(query.encode()).fetchall()


def is_empty(url: str) -> bool:
    return ask(url, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace") == [(0,)]


def here(data: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(data / "chatdesk.sqlite3")) as link:
        return link.execute(query).fetchall()


def nothing_happened(data: Path, url: str, before: str) -> None:
    assert is_empty(url)
    assert epoch(data) == before
    assert not (data / "moved").exists()
    assert here(data, "SELECT count(*) FROM conversations_entry")[0][0] > 5_000


def halfway(data: Path, url: str) -> subprocess.Popen[str]:
    """A move that has copied some tables, and is at others."""
    words = command("migrate-to", url, "--data", str(data))
    moving = subprocess.Popen(words, env=environment(), stdout=-1, stderr=-1, text=True)
    assert moving.stdout is not None
    for line in moving.stdout:
        if "conversations_conversation" in line:
            return moving
    raise AssertionError(moving.communicate())


def test_the_whole_shop_moves_and_goes_on_where_it_was(data: Path, new_database: NewDatabase):
    with closing(sqlite3.connect(data / "chatdesk.sqlite3")) as link:
        link.execute("UPDATE sqlite_sequence SET seq = 987654 WHERE name = 'conversations_conversation'")
        link.commit()
    url, before = new_database(), epoch(data)

    done = chatdesk("migrate-to", url, data=data)

    assert done.returncode == 0, done.stderr
    assert "DIFFERENT" not in done.stdout
    for table in ("conversations_entry", "accounts_auditentry", "kb_article", "django_content_type"):
        counted = f"SELECT count(*) FROM {table}"  # noqa: S608
        assert ask(url, counted)[0][0] - here(data, counted)[0][0] == (table == "accounts_auditentry")
    for query in (
        "SELECT id, last_seq, state FROM conversations_conversation ORDER BY id",
        "SELECT id, conversation_id, seq, text FROM conversations_entry ORDER BY id",
    ):
        assert ask(url, query) == here(data, query)
    assert ask(url, "SELECT epoch FROM conversations_incarnation") == [(before,)]
    assert ask(url, "SELECT nextval('conversations_conversation_id_seq')") == [(987_655,)]
    assert ask(url, "SELECT nextval('kb_article_id_seq') - max(id) FROM kb_article") == [(1,)]
    verified = chatdesk("audit", "verify", data=data, CHATDESK_DATABASE_URL=url)
    assert verified.stdout == "The audit trail is whole: 121 lines\n"
    with (
        psycopg.connect(url) as link,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"),
    ):
        link.execute("DELETE FROM accounts_auditentry WHERE n = 1")


def test_what_stayed_behind_is_another_incarnation_and_is_not_served(data: Path, new_database: NewDatabase):
    before = epoch(data)
    assert chatdesk("migrate-to", new_database(), data=data).returncode == 0

    assert epoch(data) != before
    assert "set CHATDESK_DATABASE_URL" in refused(chatdesk("up", data=data))


def test_a_rehearsal_compares_everything_and_leaves_both_as_they_were(data: Path, new_database: NewDatabase):
    url, before = new_database(), epoch(data)

    done = chatdesk("migrate-to", url, "--rehearse", data=data)

    assert done.returncode == 0, done.stderr
    assert "would arrive as they are" in done.stdout
    nothing_happened(data, url, before)


@pytest.mark.parametrize(
    ("table", "body"),
    [
        ("kb_wording", "IF NEW.id % 7 = 0 THEN NEW.question := NEW.question || ' '; END IF; RETURN NEW;"),
        ("conversations_entry", "IF NEW.seq = 3 THEN RETURN NULL; END IF; RETURN NEW;"),
        ("accounts_auditentry", "IF NEW.n = 7 THEN NEW.detail := NEW.detail - 'on'; END IF; RETURN NEW;"),
    ],
)
def test_a_target_that_keeps_something_else_is_left_empty(table, body, data, cluster, new_database):
    url, before = new_database(), epoch(data)
    cluster.sql(LYING.format(table=table, body=body), url.rpartition("/")[2])

    done = chatdesk("migrate-to", url, data=data)

    assert done.returncode == 1, done.stderr
    (line,) = [line for line in done.stdout.splitlines() if "DIFFERENT" in line]
    assert table in line
    assert "Not moved" in done.stdout
    nothing_happened(data, url, before)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_whoever_is_stopped_halfway_has_moved_nothing_and_may_begin_again(number, data, new_database):
    url, before = new_database(), epoch(data)
    moving = halfway(data, url)
    moving.send_signal(number)
    moving.communicate(timeout=20)
    assert moving.returncode

    servers.until(lambda: is_empty(url), "an empty target")
    nothing_happened(data, url, before)
    again = chatdesk("migrate-to", url, data=data)
    assert again.returncode == 0, again.stderr


def test_a_target_that_goes_away_halfway_is_named(data: Path, new_database: NewDatabase):
    url, before = new_database(), epoch(data)
    moving = halfway(data, url)
    ask(
        url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    _, said = moving.communicate(timeout=20)

    assert moving.returncode == 2
    assert "could not be moved" in said or "doesn't answer" in said
    assert len(said.splitlines()) == 1
    nothing_happened(data, url, before)


def test_a_target_with_something_in_it_is_refused(data: Path, new_database: NewDatabase):
    url = new_database()
    with psycopg.connect(url) as link:
        link.execute("CREATE TABLE tea (name text)")

    said = refused(chatdesk("migrate-to", url, data=data))

    assert "isn't empty (tea is there, 1 in all)" in said
    assert ask(url, "SELECT count(*) FROM tea") == [(0,)]


def test_a_folder_in_use_is_refused(data: Path, new_database: NewDatabase):
    lock = Lock(data)
    assert lock.take()
    try:
        assert "is running" in refused(chatdesk("migrate-to", new_database(), data=data))
    finally:
        lock.release()


def test_whoever_writes_to_the_folders_database_must_end_first(data: Path, new_database: NewDatabase):
    with closing(sqlite3.connect(data / "chatdesk.sqlite3", isolation_level=None)) as link:
        link.execute("BEGIN IMMEDIATE")

        assert "locked by another program" in refused(chatdesk("migrate-to", new_database(), data=data))


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://root:secret@127.0.0.1/chat", "no address of a PostgreSQL database"),
        ("postgresql://127.0.0.1", "no address of a PostgreSQL database"),
        ("postgresql://me:secret@127.0.0.1:tea/chat", "is no address"),
        ("postgresql://me:secret@127.0.0.1:1/chat", "doesn't answer"),
        ("chat", "no address of a PostgreSQL database"),
    ],
)
def test_a_wrong_address_is_named_without_its_password(url: str, says: str, data: Path):
    said = refused(chatdesk("migrate-to", url, data=data))

    assert says in said
    assert "secret" not in said


def test_a_database_that_is_not_there_is_named(data: Path, cluster: servers.Postgresql):
    assert "make the database with createdb" in refused(
        chatdesk("migrate-to", f"{cluster.link}/nowhere", data=data)
    )


def test_a_database_without_unicode_is_refused(data: Path, new_database: NewDatabase):
    url = new_database("ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")

    assert "UTF-8" in refused(chatdesk("migrate-to", url, data=data))


def test_somebody_who_may_not_make_tables_is_told_so(
    data: Path, cluster: servers.Postgresql, new_database: NewDatabase
):
    url = new_database()
    cluster.sql("DO $$ BEGIN CREATE ROLE guest LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")

    assert "createdb --owner=guest" in refused(
        chatdesk("migrate-to", url.replace("chatdesk@", "guest@"), data=data)
    )


def test_what_postgresql_can_not_hold_is_named_with_its_table(data: Path, new_database: NewDatabase):
    """SQLite keeps what is longer than its column, PostgreSQL doesn't."""
    add_team(data, "x" * 400)
    url, before = new_database(), epoch(data)

    said = refused(chatdesk("migrate-to", url, data=data))

    assert "accounts_team could not be moved" in said
    nothing_happened(data, url, before)
    assert "x" * 400 in teams(data)


def test_a_row_that_points_nowhere_stops_it(data: Path, new_database: NewDatabase):
    with closing(sqlite3.connect(data / "chatdesk.sqlite3")) as link:
        link.execute("PRAGMA foreign_keys=OFF")
        link.execute(
            "UPDATE conversations_entry SET conversation_id = 999999 WHERE id = (SELECT max(id) FROM conversations_entry)"
        )
        link.commit()

    assert "points nowhere" in refused(chatdesk("migrate-to", new_database(), data=data))


def test_a_table_of_somebody_else_stops_it(data: Path, new_database: NewDatabase):
    with closing(sqlite3.connect(data / "chatdesk.sqlite3")) as link:
        link.execute("CREATE TABLE tea (name text)")

    assert "isn't chatdesk's (tea)" in refused(chatdesk("migrate-to", new_database(), data=data))


def test_who_is_on_postgresql_already_is_told_so(data: Path, new_database: NewDatabase):
    url = new_database()

    assert "already" in refused(chatdesk("migrate-to", url, data=data, CHATDESK_DATABASE_URL=url))


def test_without_a_folder_there_is_nothing_to_move(tmp_path: Path):
    assert "there is no chatdesk" in refused(
        chatdesk("migrate-to", "postgresql://localhost/chat", data=tmp_path / "no")
    )
