"""Where the product keeps its rows: an SQLite file in its folder, or a database of its own on a PostgreSQL server."""

from __future__ import annotations

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


class Sqlite:
    """One file."""

    def __init__(self) -> None:
        self.environment: dict[str, str] = {}
        self.folder = Path()

    def prepare(self, template: Path, to: Path, fill: Fill) -> None:
        """A copy of the demo in `template`, which is filled when it isn't there."""
        if not (template / "demo.json").exists():
            fill(template, {})
        shutil.copytree(template, to)
        self.folder = to

    @contextmanager
    def reading(self) -> Iterator[Query]:
        """Queries that see one state of the database."""
        with closing(sqlite3.connect(self.folder / "chatdesk.sqlite3", timeout=10)) as line:
            line.row_factory, line.isolation_level = sqlite3.Row, None
            line.execute("BEGIN")
            yield lambda query, *values: [dict(row) for row in line.execute(query, values)]

    def sound(self) -> str:
        """What the database says of itself; `ok` when nothing is wrong."""
        with self.reading() as query:
            return str(query("PRAGMA integrity_check")[0]["integrity_check"])

    def close(self) -> None:
        """The folder goes with whoever made it."""


class Postgres:
    """A database on the server that CHATDESK_DATABASE_URL names, made from a template and dropped afterwards."""

    TEMPLATE = "chatdesk_faults"

    def __init__(self) -> None:
        self.server = os.environ.get("CHATDESK_DATABASE_URL", "")
        if not self.server:
            raise SystemExit(
                "--stack postgres: give a server by CHATDESK_DATABASE_URL, as postgres://user@host:5432/postgres"
            )
        self.name = f"chatdesk_faults_{secrets.token_hex(4)}"
        self.environment = {"CHATDESK_DATABASE_URL": self._url(self.name)}

    def _url(self, name: str) -> str:
        return urlsplit(self.server)._replace(path=f"/{name}").geturl()

    def _do(self, *statements: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as line:
            for statement in statements:
                line.execute(statement.encode())

    def prepare(self, template: Path, to: Path, fill: Fill) -> None:
        folder = template.with_name(f"{template.name}-postgres")
        with psycopg.connect(self.server) as line:
            there = line.execute("SELECT 1 FROM pg_database WHERE datname = %s", (self.TEMPLATE,)).fetchone()
        if not there or not (folder / "demo.json").exists():
            shutil.rmtree(folder, ignore_errors=True)
            self._do(f"DROP DATABASE IF EXISTS {self.TEMPLATE}", f"CREATE DATABASE {self.TEMPLATE}")
            fill(folder, {"CHATDESK_DATABASE_URL": self._url(self.TEMPLATE)})
        shutil.copytree(folder, to)
        self._do(f"CREATE DATABASE {self.name} TEMPLATE {self.TEMPLATE}")

    @contextmanager
    def reading(self) -> Iterator[Query]:
        with psycopg.connect(self._url(self.name), row_factory=dict_row) as line:
            line.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ

            def query(text: str, *values: Any) -> list[Row]:
                return line.execute(text.replace("?", "%s").encode(), values).fetchall()

            yield query

    def sound(self) -> str:
        return "ok"

    def close(self) -> None:
        self._do(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


Stack = Sqlite | Postgres
STACKS: dict[str, type[Sqlite] | type[Postgres]] = {"sqlite": Sqlite, "postgres": Postgres}
