"""PostgreSQL's side of a backup: its own tools, where they are installed. Standard library and psycopg only."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from chatdesk.backups.sqlite import Contents
from chatdesk.starting.folder import CantStart


def copy(url: str, target: Path) -> Contents:
    """A dump of one moment of the database at `url`; raises CantStart."""
    _run(url, ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}"])
    return contents(url)


def put_back(url: str, source: Path) -> None:
    """The database at `url` becomes what the dump holds, or stays as it is; raises CantStart."""
    steps = [
        "--clean",
        "--if-exists",
        "--no-owner",
        "--no-privileges",
        "--single-transaction",
        "--exit-on-error",
    ]
    name = urlsplit(url).path.lstrip("/")
    _run(url, ["pg_restore", *steps, f"--dbname={unquote(name)}", str(source)])


def contents(url: str) -> Contents:
    """Raises CantStart where the database doesn't answer."""
    import psycopg
    from psycopg import sql

    try:
        with psycopg.connect(url) as link:
            names = link.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            ).fetchall()
            counts = {}
            for (name,) in names:
                row = link.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
                counts[str(name)] = int(row[0]) if row else 0
            epoch = link.execute("SELECT epoch FROM conversations_incarnation").fetchone()
            applied = link.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
            return Contents(epoch[0] if epoch else "", [name for (name,) in applied], counts)
    except psycopg.Error as error:
        raise CantStart(
            f"the database doesn't answer ({str(error).strip()}): check CHATDESK_DATABASE_URL"
        ) from None


def _run(url: str, command: Sequence[str]) -> None:
    """Run one of PostgreSQL's tools, the password in its environment and not on its command line."""
    tool = shutil.which(command[0])
    if tool is None:
        raise CantStart(f"{command[0]} is not on PATH: install PostgreSQL's client tools and try again")
    parts = urlsplit(url)
    named = {
        "PGHOST": parts.hostname or "",
        "PGPORT": str(parts.port or ""),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": unquote(parts.path.lstrip("/")),
    }
    environment = os.environ | {name: value for name, value in named.items() if value}
    done = subprocess.run([tool, *command[1:]], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["no output"]
        raise CantStart(f"{command[0]} failed ({said[-1]}); nothing was changed")
