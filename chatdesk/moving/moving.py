"""The move itself: one transaction of the target, kept only when every table counts and sums the same on both sides."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from chatdesk import up as starting
from chatdesk.backups import manifest, restoring, sqlite
from chatdesk.kernel import ids
from chatdesk.moving import target
from chatdesk.starting import database
from chatdesk.starting.folder import CantStart, write_private

if TYPE_CHECKING:
    from chatdesk.moving.copying import Model
    from chatdesk.moving.sums import Sum

Say = Callable[[str], None]


@dataclass(frozen=True)
class Moved:
    """One table, on both sides."""

    table: str
    source: Sum
    target: Sum

    @property
    def same(self) -> bool:
        return self.source == self.target

    @property
    def line(self) -> str:
        told = f"  {self.table:36} {self.source.rows:>10,} {self.target.rows:>10,}  {self.source.hex[:12]}"
        return f"{told}  same" if self.same else f"{told}  {self.target.hex[:12]}  DIFFERENT"


class Undone(Exception):
    """Nothing of it is to be kept."""


def move(folder: Path, url: str, say: Say, *, rehearse: bool = False) -> tuple[list[Moved], bool]:
    """Everything in `folder` stands in `url` afterwards, and the folder's own database is not served any more.

    Returns each table, and whether all are the same on both sides: if not, or to `rehearse`, the target is left empty.
    Raises CantStart, and then nothing has changed but, at most, the epoch of the folder's database.
    """
    where = target.shown(url)
    path = folder / manifest.SQLITE
    if not path.exists():
        raise CantStart(f"there is no chatdesk in {folder}: name its folder with --data DIR")
    with restoring.stopped(folder), held(path) as source:
        target.check(url)
        prepare(folder, path, url)
        transfer = Transfer(path, source, say)
        with suppress(Undone), database.one_at_a_time():
            transfer.run(rehearse=rehearse)
            write_private(folder / database.LEFT, f"{where}\n{datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n")
        return transfer.found, all(one.same for one in transfer.found)


@contextmanager
def held(path: Path) -> Iterator[sqlite3.Connection]:
    """Nobody writes to the database at `path` meanwhile; raises CantStart where somebody does, or where it is damaged."""
    database.check(path)
    if fault := sqlite.fault(path):
        raise CantStart(f"the database {path} is damaged ({fault}): restore one of its backups, then move")
    with closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as link:
        link.execute("BEGIN IMMEDIATE")
        yield link


def prepare(folder: Path, path: Path, url: str) -> None:
    """Django on the target, with the source beside it; raises CantStart unless the source is of this version."""
    from django.conf import settings

    from chatdesk.doctor import tables

    logging.getLogger("psycopg").addHandler(logging.NullHandler())  # what it has to say is in the errors
    os.environ["CHATDESK_DATABASE_URL"] = url
    starting.use(folder)
    source = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"init_command": "PRAGMA query_only=1"},
    }
    settings.DATABASES["source"] = source
    starting.start_django()
    found = tables.migrations(tables.applied(folder), tables.known())
    if found.state != "ok":
        raise CantStart(f"{found.found}: {found.fix}, then move")


class Transfer:
    """One transaction of the target; `at` is what it is at, for whoever asks why it failed."""

    def __init__(self, path: Path, source: sqlite3.Connection, say: Say) -> None:
        self._path, self._source, self._say = path, source, say
        self.at = "the tables"
        self.found: list[Moved] = []

    def run(self, *, rehearse: bool) -> None:
        """Raises Undone or CantStart where nothing is to be kept."""
        import psycopg
        from django.db import DatabaseError, transaction

        try:
            with transaction.atomic():
                self._copy_and_compare()
                if rehearse or not all(one.same for one in self.found):
                    raise Undone
                self._hand_over()
        except (DatabaseError, psycopg.Error, ValueError) as error:
            why = " ".join(str(error).partition("CONTEXT")[0].split())
            raise CantStart(
                f"{self.at} could not be moved ({why}): the target was left empty, and nothing else was changed"
            ) from None

    def _copy_and_compare(self) -> None:
        from django.core.management import call_command
        from django.db import connection

        from chatdesk.moving import copying

        call_command("migrate", verbosity=0, interactive=False)
        ordered = copying.tables()
        self._check_known(ordered)
        copying.empty(ordered)
        read: list[Sum] = []
        for model in ordered:
            self.at = copying.name(model)
            read.append(copying.copy(model))
            self._say(f"  {self.at:36} {read[-1].rows:>10,} copied")
        self.at = "what points from table to table"
        connection.check_constraints()
        used = dict(self._source.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
        for model, was in zip(ordered, read, strict=True):
            self.at = copying.name(model)
            copying.go_on_counting(model, used.get(self.at, 0))
            self.found.append(Moved(self.at, was, copying.total(model)))

    def _check_known(self, ordered: list[Model]) -> None:
        """Raises CantStart where the source has a table that nobody would copy."""
        from chatdesk.moving import copying

        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        theirs = {str(name) for (name,) in self._source.execute(query)}
        ours = {copying.name(model) for model in ordered} | copying.UNTOUCHED
        if others := sorted(theirs - ours):
            raise CantStart(
                f"{self._path} has a table that isn't chatdesk's ({others[0]}): take it out, then move"
            )

    def _hand_over(self) -> None:
        """The target goes on as this incarnation, so cursors stay good; the source becomes another one before that."""
        from accounts import audit

        self.at = "the audit trail"
        audit.record("move", detail={"rows": sum(one.source.rows for one in self.found)})
        self._source.execute("UPDATE conversations_incarnation SET epoch = ?", [ids.public()])
        self._source.execute("COMMIT")
