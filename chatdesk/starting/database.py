"""The database before it serves: is it one, is it sound, is it ours; then a backup and the migrations."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from chatdesk.backups import making
from chatdesk.starting.folder import CantStart

TURN = 0x63686174  # of PostgreSQL's advisory locks, the one for preparing the database
LEFT = "moved"  # a file of the folder: where its data went, and when
SMALL = 64 * 2**20  # bytes; up to here the start can afford to look at every page


def still_here(folder: Path) -> None:
    """Raises CantStart where the folder's data were moved away: what it still holds is out of date."""
    note = folder / LEFT
    if note.exists():
        where, at, *_ = [*note.read_text().splitlines(), "", ""]
        raise CantStart(
            f"what was in {folder} is in {where} since {at}: set CHATDESK_DATABASE_URL to it; "
            f"or delete {note} to go back to what was here before"
        )


def check(path: Path) -> None:
    """Raises CantStart where `path` exists and is no sound, writable SQLite database."""
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as link:
            link.execute("BEGIN IMMEDIATE")
            link.execute("SELECT count(*) FROM sqlite_master")
            found = (
                link.execute("PRAGMA quick_check(1)").fetchone()[0] if path.stat().st_size < SMALL else "ok"
            )
            link.execute("ROLLBACK")
    except sqlite3.Error as error:
        found = str(error)
    if found == "database is locked":
        raise CantStart(f"{path} is locked by another program: close it and start again")
    if found != "ok":
        advice = "restore one of its backups/ with `chatdesk restore FILE`, or move it away to start empty"
        raise CantStart(f"the database {path} is broken ({found}): {advice}")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Processes that start together prepare the database one after the other. Needs Django; raises CantStart."""
    from django.db import OperationalError, connection

    if connection.vendor != "postgresql":
        yield
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [TURN])
    except OperationalError as error:
        raise CantStart(no_answer(error)) from None
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [TURN])


def no_answer(error: Exception) -> str:
    return f"the database doesn't answer ({' '.join(str(error).split())}): check CHATDESK_DATABASE_URL"


def bring_up_to_date(folder: Path, say: Callable[[str], None]) -> None:
    """Apply the migrations that are missing, after a backup of what is there; raises CantStart. Needs Django."""
    from django.core.management import call_command
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise CantStart(no_answer(error)) from None
    applied, ours = set(executor.loader.applied_migrations), set(executor.loader.disk_migrations)
    if unknown := sorted(f"{app}.{name}" for app, name in applied - ours):
        raise CantStart(
            f"the database was written by a newer chatdesk (it knows {unknown[0]}): start that version instead"
        )
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if applied and connection.vendor == "sqlite":
        say(f"Backed up to {making.keep(folder, making.BEFORE_MIGRATION)}")
    say("Preparing the database …")
    call_command("migrate", verbosity=0, interactive=False)
