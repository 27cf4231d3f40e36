"""Where the product keeps its rows: an SQLite file in its folder, or a database of its own on a PostgreSQL server."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg.rows import dict_row

Row = dict[str, Any]
Query = Callable[..., list[Row]]  # SQL with `?` for each value
Fill = Callable[[Path, dict[str, str]], None]  # a folder, and what the environment has to say
ROOT = Path(__file__).parents[2]
KEPT = "(SELECT id FROM kb_article ORDER BY id LIMIT 4)"  # a start must not take its time over the bot's
LEAN = tuple(
    f"DELETE FROM {table} WHERE {key} NOT IN {KEPT}"  # noqa: S608 - our own words
    for table, key in (("kb_wording", "article_id"), ("kb_article", "id"))
)


def template(kind: str) -> Path:
    """Where what runs begin with is kept: another place for another form of the database, or another demo."""
    forms = sorted([*ROOT.glob("*/migrations/*.py"), *(ROOT / "chatdesk" / "demo").glob("*.py")])
    form = hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in forms)).hexdigest()
    return ROOT / ".state" / "faults" / f"{form[:12]}-{kind}"


@contextmanager
def filling(folder: Path) -> Iterator[bool]:
    """Whether `folder` is still to be filled, by whoever asks first; the others wait until it is."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder.with_suffix(".done")
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
        yield not done.exists()
        done.touch()


class Sqlite:
    """One file."""

    def __init__(self) -> None:
        self.environment: dict[str, str] = {}
        self.folder = Path()

    def prepare(self, template: Path, to: Path, fill: Fill) -> None:
        """A copy of `template`, which is filled when it isn't there."""
        with filling(template) as missing:
            if missing:
                fill(template, {})
                with closing(sqlite3.connect(template / "chatdesk.sqlite3", isolation_level=None)) as line:
                    for statement in LEAN:
                        line.execute(statement)
        shutil.copytree(template, to, dirs_exist_ok=True)
        self.folder = to

    @contextmanager
    def reading(self) -> Iterator[Query]:
        """Queries that see one state of the database."""
        with closing(sqlite3.connect(self.folder / "chatdesk.sqlite3", timeout=10)) as line:
            line.row_factory, line.isolation_level = sqlite3.Row, None
            line.execute("BEGIN")
            yield lambda query, *values: [dict(row) for row in line.execute(query, values)]

    def do(self, statement: str) -> None:
        """Change rows, as time would."""
        with closing(sqlite3.connect(self.folder / "chatdesk.sqlite3", timeout=10)) as line, line:
            line.execute(statement)

    def sound(self) -> str:
        """What the database says of itself; `ok` when nothing is wrong."""
        with self.reading() as query:
            return str(query("PRAGMA integrity_check")[0]["integrity_check"])

    def close(self) -> None:
        """The folder goes with whoever made it."""


class Postgres:
    """A database on the server that CHATDESK_DATABASE_URL names, made from a template and dropped afterwards."""

    def __init__(self) -> None:
        self.server = os.environ.get("CHATDESK_DATABASE_URL", "")
        if not self.server:
            raise SystemExit(
                "--stack postgres: give a server by CHATDESK_DATABASE_URL, as postgres://user@host:5432/postgres"
            )
        self.name = f"chatdesk_faults_{secrets.token_hex(4)}"
        self.environment = {"CHATDESK_DATABASE_URL": self._url(self.name)}
        if layer := os.environ.get("CHATDESK_REDIS_URL"):
            self.environment["CHATDESK_REDIS_URL"] = layer

    def _url(self, name: str) -> str:
        return urlsplit(self.server)._replace(path=f"/{name}").geturl()

    def _do(self, *statements: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as line:
            for statement in statements:
                line.execute(statement.encode())

    def prepare(self, template: Path, to: Path, fill: Fill) -> None:
        name = f"chatdesk_faults_{template.name.replace('-', '_')}"
        folder = template.with_name(f"{template.name}-postgres-{urlsplit(self.server).port}")
        with filling(folder) as missing:
            if missing or not self._there(name):
                shutil.rmtree(folder, ignore_errors=True)
                self._do(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
                fill(folder, {"CHATDESK_DATABASE_URL": self._url(name)})
                with psycopg.connect(self._url(name), autocommit=True) as line:
                    for statement in LEAN:
                        line.execute(statement.encode())
            self._do(f"CREATE DATABASE {self.name} TEMPLATE {name}")
        shutil.copytree(folder, to, dirs_exist_ok=True)

    def _there(self, name: str) -> bool:
        with psycopg.connect(self.server) as line:
            found = line.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
        return found is not None

    @contextmanager
    def reading(self) -> Iterator[Query]:
        with psycopg.connect(self._url(self.name), row_factory=dict_row) as line:
            line.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ

            def query(text: str, *values: Any) -> list[Row]:
                return line.execute(text.replace("?", "%s").encode(), values).fetchall()

            yield query

    def do(self, statement: str) -> None:
        with psycopg.connect(self._url(self.name), autocommit=True) as line:
            line.execute(statement.encode())

    def sound(self) -> str:
        return "ok"

    def close(self) -> None:
        self._do(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


Stack = Sqlite | Postgres
STACKS: dict[str, type[Sqlite] | type[Postgres]] = {"sqlite": Sqlite, "postgres": Postgres}
