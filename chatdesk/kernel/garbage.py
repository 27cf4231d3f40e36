"""Collecting garbage on a thread of its own, so that nobody does it inside a transaction.

Python collects on whichever thread happens to allocate, and frees what is unreachable, cursors of other threads among it. For
that SQLite takes a connection's mutex, and a thread that waits for the writer holds the one of its connection: collected by the
writer, both wait for each other.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

EVERY_S = 0.1
WHOLE_S = 60.0  # between two looks at everything, which takes as long as there is much of it


@contextmanager
def apart() -> Iterator[None]:
    """Only this block's own thread collects while it lasts; as often as Python would, but no more than ten times a second."""
    over = threading.Event()
    thread = threading.Thread(target=_collect, args=(over,), name="garbage", daemon=True)
    gc.disable()
    thread.start()
    try:
        yield
    finally:
        over.set()
        gc.enable()


def _collect(over: threading.Event) -> None:
    whole_at = monotonic()
    while not over.wait(EVERY_S):
        young, middle, old = (
            count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True)
        )
        if old and monotonic() - whole_at > WHOLE_S:
            gc.collect()
            whole_at = monotonic()
        elif middle or young:
            gc.collect(1 if middle else 0)
