"""Checks of what is in the database. The files of migrations are read, the database itself without Django."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from chatdesk.backups import postgres
from chatdesk.backups.manifest import SQLITE
from chatdesk.doctor.result import Result, ok, problem, warning
from chatdesk.starting.folder import CantStart

LATE = timedelta(minutes=5)
OWED = (
    "SELECT count(CASE WHEN gave_up_at IS NULL THEN 1 END), min(CASE WHEN gave_up_at IS NULL THEN created_at END),"
    " count(gave_up_at) FROM kernel_outboxrow WHERE done_at IS NULL"
)


def migrations(applied: set[str], ours: set[str]) -> Result:
    """`ours` are the migrations that this version knows, `applied` those of the database, as app.name."""
    if not applied:
        return ok("migrations", "no database yet")
    if unknown := sorted(applied - ours):
        return problem(
            "migrations",
            f"the database is newer than this chatdesk (it knows {unknown[0]})",
            "start that version",
        )
    if pending := sorted(ours - applied):
        return warning(
            "migrations",
            f"{len(pending)} wait, the first is {pending[0]}",
            "`chatdesk up` applies them, after a backup",
        )
    return ok("migrations", "all applied")


def applied(path: Path) -> set[str]:
    """What was applied to the folder's own database; nothing where there is none."""
    return {str(name) for (name,) in _rows(path, "SELECT app || '.' || name FROM django_migrations")}


def postgresql(url: str) -> Result:
    """PostgreSQL answers, and holds what this version can serve."""
    try:
        found = postgres.contents(url)
    except CantStart as error:
        return problem("database", str(error), "start PostgreSQL, or correct the URL")
    return migrations(set(found.migrations), known())


def latest(path: Path) -> datetime | None:
    """When the newest entry was written."""
    rows = _rows(path, "SELECT max(at) FROM conversations_entry")
    return datetime.fromisoformat(rows[0][0]).replace(tzinfo=UTC) if rows and rows[0][0] else None


def outbox(path: Path, url: str = "", now: datetime | None = None) -> Result:
    """What is owed to the world, such as letters: how much waits, how long, and what was given up on."""
    told = _asked(url, OWED) if url else _rows(path, OWED)
    waiting, oldest, given_up = told[0] if told else (0, None, 0)
    if given_up:
        fix = "read why with `chatdesk outbox list`, put it right, then `chatdesk outbox retry`"
        return problem("outbox", f"{given_up} given up on", fix)
    if not waiting:
        return ok("outbox", "nothing waits")
    since = oldest if isinstance(oldest, datetime) else datetime.fromisoformat(str(oldest))
    age = (now or datetime.now(UTC)) - since.replace(tzinfo=UTC)
    if age > LATE:
        found = f"{waiting} wait, the oldest for {int(age.total_seconds() // 60)} min"
        return warning(
            "outbox", found, "read why with `chatdesk outbox list`; is a chatdesk running that does it?"
        )
    return ok("outbox", f"{waiting} wait")


def _asked(url: str, query: str) -> list[Any]:
    """As `_rows`, of PostgreSQL."""
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=5) as link:
            return link.execute(query.encode()).fetchall()
    except psycopg.Error:
        return []


def known() -> set[str]:
    """Every migration of this version. Needs Django's settings, and no database."""
    import django
    from django.db.migrations.loader import MigrationLoader

    django.setup()
    loader = MigrationLoader(None)
    return {f"{app}.{name}" for app, name in loader.disk_migrations}


def _rows(path: Path, query: str) -> list[Any]:
    """[] where there is no such database, or nothing to be read in it: `sound` says why."""
    file = path / SQLITE
    if not file.exists():
        return []
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=5)) as link:
            return link.execute(query).fetchall()
    except sqlite3.Error:
        return []
