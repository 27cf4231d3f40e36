"""The PostgreSQL database that somebody wants to move to: it answers, it is new, and it can hold what we have."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from chatdesk.starting.folder import CantStart

OLDEST = 14
FORM = "write postgresql://USER:PASSWORD@HOST:PORT/DATABASE"
THINGS = """SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace
    AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S') ORDER BY relname"""
MAY = "SELECT has_schema_privilege(current_schema(), 'CREATE'), current_user"


def check(url: str) -> None:
    """Raises CantStart, with what to do, where we can't move to `url`. Changes nothing there."""
    import psycopg

    named = shown(url)
    try:
        with psycopg.connect(url, connect_timeout=5) as link:
            _examine(link, named)
    except psycopg.Error as error:
        why = " ".join(str(error).split())
        raise CantStart(
            f"{named} doesn't answer ({why}): start PostgreSQL, make the database with createdb, or correct the URL"
        ) from None


def shown(url: str) -> str:
    """`url` without its password; raises CantStart for what is no URL of a PostgreSQL database."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise CantStart(f"{url.rpartition('@')[2]} is no address: {FORM}") from None
    name = parts.path.strip("/")
    if parts.scheme not in ("postgres", "postgresql") or not parts.hostname or not name:
        raise CantStart(f"{url.rpartition('@')[2]} is no address of a PostgreSQL database: {FORM}")
    return f"{parts.scheme}://{parts.hostname}{port}/{name}"


def _examine(link: Any, named: str) -> None:
    if link.info.server_version < OLDEST * 10_000:
        raise CantStart(
            f"{named} is PostgreSQL {link.info.server_version // 10_000}: {OLDEST} or newer is needed"
        )
    if link.execute("SHOW server_encoding").fetchone()[0] != "UTF8":
        raise CantStart(
            f"{named} doesn't keep UTF-8: make it anew with createdb --encoding=UTF8 --template=template0"
        )
    may, who = link.execute(MAY).fetchone()
    if not may:
        raise CantStart(
            f"{who} may not make tables in {named}: let {who} own the database (createdb --owner={who})"
        )
    if found := link.execute(THINGS).fetchall():
        raise CantStart(
            f"{named} isn't empty ({found[0][0]} is there, {len(found)} in all): move to a new one, made with createdb"
        )
