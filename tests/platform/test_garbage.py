"""A writer must not free another thread's cursor while that thread waits for the writer."""

from __future__ import annotations

import gc
import sqlite3
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from chatdesk.kernel import garbage

WAITS_S = 2.0


class Round:
    """Something that only a collection frees."""

    def __init__(self, kept: object) -> None:
        self.kept, self.self = kept, self


def allocate() -> float:
    """Enough for many collections; the seconds it took."""
    began = time.monotonic()
    for _ in range(50):
        kept: list[list[int]] = [[] for _ in range(2_000)]
    del kept
    return time.monotonic() - began


def writing_while_another_waits(folder: Path) -> float:
    """How long the writer needs for what allocates, with a cursor of the waiting one's connection for garbage."""
    writer, waits = (
        sqlite3.connect(folder / "rows", timeout=WAITS_S, isolation_level=None, check_same_thread=False)
        for _ in range(2)
    )
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("CREATE TABLE line (n)")
    writer.executemany("INSERT INTO line VALUES (?)", [(n,) for n in range(9)])
    cursor = waits.execute("SELECT n FROM line")
    cursor.fetchone()
    writer.execute("BEGIN IMMEDIATE")

    def wait() -> None:
        with suppress(sqlite3.OperationalError):
            waits.execute("BEGIN IMMEDIATE")

    thread = threading.Thread(target=wait)
    Round(cursor)
    del cursor
    thread.start()
    time.sleep(0.2)  # now it waits, and has its connection's mutex
    took_s = allocate()
    writer.execute("COMMIT")
    thread.join()
    writer.close()
    waits.close()
    return took_s


@pytest.fixture
def nothing_old() -> None:
    gc.collect()


@pytest.mark.usefixtures("nothing_old")
def test_what_is_collected_apart_keeps_no_writer_waiting(tmp_path: Path) -> None:
    with garbage.apart():
        assert writing_while_another_waits(tmp_path) < WAITS_S / 2


def test_cycles_are_still_freed(tmp_path: Path) -> None:
    freed = threading.Event()

    class Told(Round):
        def __del__(self) -> None:
            freed.set()

    with garbage.apart():
        Told(None)
        kept: list[list[int]] = [[] for _ in range(gc.get_threshold()[0] * 3)]
        assert freed.wait(5)
    assert kept
    assert gc.isenabled()
