"""SQLite's side of a backup: a consistent copy of a database in use, and what is in one. Standard library only."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Contents:
    """What stands in a database."""

    epoch: str
    migrations: list[str]
    counts: dict[str, int]


def copy(source: Path, target: Path) -> None:
    """A copy of one moment of `source`, while others read and write it; raises sqlite3.Error."""
    with closing(_open(source)) as live, closing(sqlite3.connect(target, isolation_level=None)) as still:
        live.backup(still)
        still.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


def contents(path: Path) -> Contents:
    """Raises sqlite3.Error where it can't be read."""
    with closing(_open(path)) as link:
        named = link.execute("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'")
        tables = sorted(name for (name,) in named if "_fts" not in name)
        counts = {name: link.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608
        epoch = link.execute("SELECT epoch FROM conversations_incarnation").fetchone()
        applied = link.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        return Contents(epoch[0] if epoch else "", [name for (name,) in applied], counts)


def fault(path: Path) -> str:
    """What SQLite finds wrong when it looks at every page and every reference; "" for nothing."""
    try:
        with closing(_open(path)) as link:
            found = str(link.execute("PRAGMA integrity_check(1)").fetchone()[0])
            if found != "ok":
                return found
            dangling = link.execute("PRAGMA foreign_key_check").fetchone()
            return f"a row of {dangling[0]} points nowhere" if dangling else ""
    except sqlite3.Error as error:
        return str(error)


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)
