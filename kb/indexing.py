"""Building an index beside everything else: one at a time, on a thread of its own; of those that wait only the latest."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from chatdesk.kernel import bus
from kb.facts import Indexed
from kb.heap import give_back

T = TypeVar("T")
log = logging.getLogger("chatdesk.kb")


@dataclass(frozen=True, slots=True)
class Wanted:
    version: int
    work: Callable[[], Any]
    future: Future[Any]


class Indexer:
    """The thread lives as long as there is something to build; it needs no database."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: Wanted | None = None
        self._next: Wanted | None = None

    def want(self, version: int, work: Callable[[], T]) -> Future[T]:
        """What `work` returns, once it has run. One that waits behind another is cancelled by a later one."""
        with self._lock:
            for known in (self._next, self._running):
                if known is not None and known.version == version:
                    return known.future
            if self._next is not None:
                self._next.future.cancel()
            self._next = Wanted(version, work, Future())
            future = self._next.future
            if self._running is None:
                self._running, self._next = self._next, None
                thread = threading.Thread(
                    target=self._run, args=[self._running], name="kb-index", daemon=True
                )
                thread.start()
            return future

    def _run(self, wanted: Wanted | None) -> None:
        while wanted is not None:
            wanted = self._work(wanted)

    def _work(self, wanted: Wanted) -> Wanted | None:
        """Do it, make room for the next one, then tell: who asks again on hearing must not get what is over."""
        try:
            done = wanted.work()
        except BaseException as error:  # whoever waits has to hear of it
            log.exception("the knowledge base could not be indexed")
            after = self._next_one()
            wanted.future.set_exception(error)
            return after
        give_back()
        after = self._next_one()
        wanted.future.set_result(done)
        bus.announce(Indexed(wanted.version))
        return after

    def _next_one(self) -> Wanted | None:
        with self._lock:
            self._running, self._next = self._next, None
            return self._running
