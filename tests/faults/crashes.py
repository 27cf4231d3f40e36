"""Simulated crashes: the journal is stopped between two statements, all memory is dropped, and what the disk held goes on.

A crash costs some milliseconds, so there are thousands. Of SQLite the files are copied as they stand at that moment, with `power`
cut off at any byte since the last answer, as if the rest had not reached the disk; of PostgreSQL the connection breaks.
"""

from __future__ import annotations

import random
import shutil
import socket
import threading
from concurrent.futures import FIRST_COMPLETED, Future, wait
from pathlib import Path
from typing import Any

from tests.faults import cheap, invariants, product, rows
from tests.faults.evidence import Frame, Record, Violation
from tests.faults.stack import Stack
from tests.faults.talkers import Talkers
from tests.faults.views import View

KINDS = {"statement": 8, "before_commit": 3, "after_commit": 3, "before_publish": 2, "power": 4}
MOST = 40  # statements until the crash
WORLD = 40  # crashes until new people talk in an empty database
PATIENCE_S = 30.0


class Crashed(BaseException):
    """This life of the product is over; nothing of it may catch that."""


class Crash:
    """Where this life ends, and what the disk holds then."""

    def __init__(self, stack: Stack, file: Path, rng: random.Random) -> None:
        self.file, self.rng, self.postgres = file, rng, not hasattr(stack, "folder")
        self.kind = ""
        self.left = self.durable = 0
        self.happened = threading.Event()

    @property
    def after(self) -> Path:
        """The folder of the next life."""
        name, _, number = self.file.parent.name.partition("-")
        return self.file.parent.with_name(f"{name}-{int(number or 0) + 1}")

    def arm(self) -> None:
        self.kind = self.rng.choices(list(KINDS), list(KINDS.values()))[0]
        self.left = self.rng.randint(1, MOST)
        self.keep()

    def keep(self) -> None:
        """Everything written so far was answered: no cut may reach it."""
        self.durable = size(wal(self.file))

    def hit(self, name: str) -> None:
        """In place of the product's failpoint, which would kill this process."""
        if name == self.kind or (name == "after_commit" and self.kind == "power"):
            self.crash()

    def statement(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Around every statement of the writer: some crash before theirs, some after."""
        self.left -= self.kind == "statement" and threading.current_thread().name == "journal"
        if self.kind == "statement" and self.left == 0 and self.rng.random() < 0.5:
            self.crash()
        done = execute(sql, params, many, context)
        if self.kind == "statement" and self.left == 0:
            self.crash()
        return done

    def crash(self) -> None:
        from django.db import connection

        if self.postgres:
            assert connection.connection is not None
            with socket.socket(fileno=connection.connection.pgconn.socket) as line:
                line.shutdown(socket.SHUT_RDWR)
                line.detach()
        else:
            self.copy()
        self.left, self.kind = -1, ""
        self.happened.set()
        raise Crashed

    def copy(self) -> None:
        """The files as they stand now: what a process that is killed here leaves behind."""
        after = self.after
        after.mkdir()
        shutil.copyfile(self.file, after / self.file.name)
        if wal(self.file).exists():
            shutil.copyfile(wal(self.file), wal(after / self.file.name))
            written = size(wal(self.file))
            if self.kind == "power" and written > self.durable:
                with wal(after / self.file.name).open("r+b") as log:
                    log.truncate(self.rng.randint(self.durable, written))


def wal(file: Path) -> Path:
    return file.with_name(file.name + "-wal")


def size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


class Ear:
    """A client of the hub: what it is told must be the next line, and must be in the log later."""

    def __init__(self) -> None:
        self.seen: dict[tuple[int, int], str] = {}
        self.wrong: list[str] = []

    def on_entry(self, conversation: int, seq: int, text: str) -> None:
        if self.seen.setdefault((conversation, seq), text) != text:
            self.wrong.append(f"{conversation}#{seq} was {self.seen[conversation, seq]} and is {text}")

    def on_note(self, conversation: int, n: int, text: str) -> None: ...
    def on_card(self, card: Any) -> None: ...
    def on_frame(self, frame: Any) -> None: ...


class Crashes:
    """Lives of the product, one after the other, each ended by a crash."""

    def __init__(self, stack: Stack, folder: Path, rng: random.Random) -> None:
        from django.db.backends.signals import connection_created

        from chatdesk.kernel import failpoints

        self.stack, self.rng = stack, rng
        self.crash = Crash(stack, folder / "chatdesk.sqlite3", rng)
        self.found = cheap.Found()
        failpoints.hit = self.crash.hit
        threading.excepthook = self.ended
        connection_created.connect(self.watch, weak=False)
        product.deaf()
        self.empty = folder
        self.worlds = 0

    def watch(self, connection: Any, **_: Any) -> None:
        connection.execute_wrappers.append(self.crash.statement)

    def ended(self, given: threading.ExceptHookArgs) -> None:
        """The writer's thread ended: of a crash, or it is broken."""
        if not isinstance(given.exc_value, Crashed):
            self.found.violations.append(Violation("DI16", f"a thread ended: {given.exc_value!r}"))
            self.crash.happened.set()

    def run(self, faults: int) -> cheap.Found:
        while sum(self.found.kinds.values()) < faults and not self.found.violations:
            self.world(min(WORLD, faults - sum(self.found.kinds.values())))
            cheap.say(self.found)
        return self.found

    def world(self, lives: int) -> None:
        """New people who talk through so many crashes, then the whole comparison."""
        self.worlds += 1
        if not self.crash.postgres:
            self.move(self.empty, f"world{self.worlds}")
        record, ear = Record(), Ear()
        since = rows.first_new(self.stack)
        known = product.people(self.worlds)
        self.connect(ear)
        talkers = Talkers(self.rng, record, known)
        for life in range(1, lives + 1):
            talkers.life = life
            self.life(talkers, product.Floor(known), record)
            self.found.violations += invariants.so_far(record, rows.stored(self.stack, since))
            if self.found.violations:
                return
        self.calm(talkers, known)
        stored = rows.stored(self.stack, since)
        stored.sound = self.stack.sound()
        self.found.violations += [*invariants.check(record, stored, views(ear)), *heard(ear)]
        self.found.add(record, stored)

    def connect(self, ear: Ear) -> None:
        from conversations.hub import hub, talk

        hub.renew = lambda changed: None  # cards are nobody's here
        hub.loop = product.AtOnce()  # type: ignore[assignment]
        hub._topics.clear()
        for conversation in range(1, 1 + 50):
            hub.join(talk(conversation), ear)

    def life(self, talkers: Talkers, floor: product.Floor, record: Record) -> None:
        """Write until the crash."""
        for _ in range(self.rng.randint(0, 3)):
            self.write(talkers, floor)
        self.crash.arm()
        kind = self.crash.kind
        for _ in range(100):
            if self.write(talkers, floor):
                break
        record.fault(f"crash {kind}", "journal")
        self.found.kinds[f"crash {kind}"] += 1
        self.reborn()

    def write(self, talkers: Talkers, floor: product.Floor) -> bool:
        """Some acts; whether the crash came."""
        waiting: dict[Future[Any], Frame] = {floor.submit(act): act for act in talkers.acts(3)}
        while waiting:
            done, _ = wait(waiting, timeout=0.002, return_when=FIRST_COMPLETED)
            crashed = self.crash.happened.is_set()
            for future in [one for one in waiting if one in done or (crashed and one.done())]:
                talkers.told(waiting.pop(future), product.answered(future))
            if crashed:
                return True
        self.crash.keep()
        return False

    def reborn(self) -> None:
        """Nothing is left of the life before but what the disk holds."""
        from conversations.journal import journal

        thread = journal._thread
        if thread is not None:
            thread.join(PATIENCE_S)
        self.crash.happened.clear()
        journal._announcer.shutdown(wait=True)
        journal.__init__()  # type: ignore[misc]
        if not self.crash.postgres:
            self.move(self.crash.after, None)

    def move(self, now: Path, name: str | None) -> None:
        """Go on in `now`, or in a copy of it called `name`."""
        from django.db import connection, connections

        connection.close()
        old = self.crash.file.parent
        place = now
        if name is not None:
            place = self.empty.with_name(name)
            shutil.copytree(now, place)
        if old != self.empty:
            shutil.rmtree(old)
        self.crash.file = place / self.crash.file.name
        connections.databases["default"]["NAME"] = self.crash.file
        connection.settings_dict["NAME"] = self.crash.file
        self.stack.folder = place  # type: ignore[union-attr]

    def calm(self, talkers: Talkers, known: dict[str, list[int]]) -> None:
        """No more crashes: what is unanswered is answered."""
        from conversations.journal import journal

        self.crash.kind = ""
        floor = product.Floor(known)
        for _ in range(3):
            self.write(talkers, floor)
        journal.stop()


def views(ear: Ear) -> list[View]:
    """What was told without a gap, as a client shows it."""
    import json

    found: dict[int, list[Frame]] = {}
    for (conversation, seq), text in sorted(ear.seen.items()):
        entries = found.setdefault(conversation, [])
        if seq == len(entries) + 1:
            entries.append(json.loads(text))
    return [View("the hub", "visitor", str(key), entries, None) for key, entries in found.items()]


def heard(ear: Ear) -> list[Violation]:
    return [Violation("DI5", wrong) for wrong in ear.wrong]


def main() -> int:
    return cheap.main("crash", lambda stack, folder, rng, faults: Crashes(stack, folder, rng).run(faults))


if __name__ == "__main__":
    raise SystemExit(main())
