"""The one write path of conversations: whatever waits is written as one commit, and each caller is answered after it.

An operation is a function of the open transaction. It has a savepoint of its own, so a failing one fails alone. Plain
lines come first, as a commit of their own: see `lines`.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, NamedTuple, TypeVar

from django.db import connection, transaction

from chatdesk.kernel import bus, clock, failpoints
from chatdesk.kernel.errors import Busy
from chatdesk.kernel.ids import request_id
from conversations import beats, commits, effects, lines
from conversations.beats import Beat
from conversations.facts import RoutingChanged
from conversations.failures import lost_race, refusal, unavailable
from conversations.lines import Line
from conversations.models import Conversation
from conversations.tx import Tx as Tx
from conversations.tx import locked as locked
from conversations.tx import of_row as of_row

T = TypeVar("T")
BATCH = 500  # operations a commit
LONGEST_S = (
    0.25  # of one transaction with more to do: whoever else wants to write on SQLite waits 5 s at most
)
GAP_S = 0.02  # between two of those, or nobody else would ever get in between
WAITING = 5_000  # beyond it callers are refused `busy`
log = logging.getLogger("chatdesk.journal")


Operation = Callable[[Tx], Any]


class Item(NamedTuple):
    """One operation that waits."""

    operation: Operation
    conversation: int | None
    future: Future[Any]
    request: str  # the id under which it was asked for
    by: str = ""  # who asked, where the order of what they ask for counts
    again: bool = False  # tried once before, and lost a race to another process


class Journal:
    """One writer thread with a bounded queue in front of it."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[Item | Line | Beat | None] = queue.Queue(WAITING)
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._announcer = ThreadPoolExecutor(1, thread_name_prefix="facts")

    def submit(
        self, operation: Callable[[Tx], T], *, conversation: int | None = None, by: str = ""
    ) -> Future[T]:
        """Write `operation` with the next commit; the future is done after COMMIT, or failed with nothing changed.

        `conversation` names the row to lock ahead. What one person asks for (`by`) is done in its order. Raises Busy
        when too much waits.
        """
        future: Future[T] = Future()
        self._wait(Item(operation, conversation, future, request_id.get(), by))
        return future

    def say(self, line: Line) -> None:
        """Write `line` with the next commit; its `then` is called after COMMIT. Raises Busy when too much waits."""
        self._wait(line)

    def beat(self, beat: Beat) -> None:
        """Renew a visitor's lease with the next commit; lost where the database doesn't take it. Raises Busy."""
        self._wait(beat)

    def _wait(self, one: Item | Line | Beat) -> None:
        try:
            self._waiting.put_nowait(one)
        except queue.Full:
            raise Busy(
                "too much is waiting to be written; try again in a moment", retry_after_ms=500
            ) from None
        self._start()  # after it waits: a thread that is just ending leaves it to the next

    def run(self, operation: Callable[[Tx], T], *, conversation: int | None = None) -> T:
        """`submit` for callers that may block: jobs, endpoints, tests. Never from the loop or the writer."""
        return self.submit(operation, conversation=conversation).result(timeout=30)

    def stop(self) -> None:
        """Write what waits, let its facts be heard and what they lead to be written, then end the threads."""
        self._end()
        self.settle()
        while self._thread is not None:  # a fact led to more writing
            self._end()
            self.settle()
        ended, self._announcer = self._announcer, ThreadPoolExecutor(1, thread_name_prefix="facts")
        ended.submit(lambda: connection.close())  # its own, not the one of who asks
        ended.shutdown(wait=True)

    def _end(self) -> None:
        if self._thread is None:
            return
        self._waiting.put(None)
        self._thread.join(timeout=10)
        with self._starting:
            self._thread = None
        if not self._waiting.empty():
            self._start()

    def settle(self) -> None:
        """Wait until the facts announced so far were heard."""
        self._announcer.submit(lambda: None).result(timeout=30)

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._write, name="journal", daemon=True)
                self._thread.start()

    def _write(self) -> None:
        ending = False
        while not ending:
            items = [self._waiting.get()]
            while len(items) < BATCH and not self._waiting.empty():
                items.append(self._waiting.get_nowait())
            ending = None in items
            try:
                rest = self._commit_lines([one for one in items if isinstance(one, Item | Line)])
                self._commit_beats([one for one in items if isinstance(one, Beat)])
                batch = [item for item in rest if item.again or item.future.set_running_or_notify_cancel()]
                while batch:
                    batch = self._commit(batch)
                    if batch:
                        time.sleep(GAP_S)
            except Exception:  # nothing may end the one writer
                log.exception("a commit's answers were not given")
        connection.close()

    def _commit_lines(self, waiting: list[Item | Line]) -> list[Item]:
        """Write the plain lines; returns what has to be done one by one, each person's in its order."""
        first = lines.ahead(waiting)
        started = time.perf_counter()
        if first:
            try:
                connection.close_if_unusable_or_obsolete()
                with transaction.atomic():
                    lines.write(first, clock.now())
                    failpoints.hit("before_commit")
                failpoints.hit("after_commit")
            except Exception as error:  # each of them the long way, which answers for what goes wrong
                log.warning("lines could not be written together", exc_info=error)
                for line in first:
                    line.written = None
            done = [line for line in first if line.written is not None]
            commits.noted([line.request for line in done], time.perf_counter() - started, failed=0)
            lines.answer(done)
            failpoints.hit("before_publish")
            effects.publish_lines(done)
            self._announce([(line.fact(), line.request) for line in done])
        rest = [one for one in waiting if isinstance(one, Item) or one.written is None]
        return [one if isinstance(one, Item) else long_way(one) for one in rest]

    def _commit_beats(self, beaten: list[Beat]) -> None:
        if not beaten:
            return
        try:
            connection.close_if_unusable_or_obsolete()
            with transaction.atomic():
                beats.write(beaten)
        except Exception as error:  # the next beat says as much
            log.warning("leases could not be renewed", exc_info=error)

    def _commit(self, batch: list[Item]) -> list[Item]:
        """Write them, or as many as fit into one transaction; returns the others."""
        done: list[tuple[Item, Any, Tx]] = []
        failed: list[tuple[Item, BaseException]] = []
        tried: list[Item] = []
        started = time.perf_counter()
        try:
            connection.close_if_unusable_or_obsolete()
            with transaction.atomic():
                rows = lock_all(item.conversation for item in batch)
                for item in batch:
                    if time.perf_counter() - started > LONGEST_S and done:
                        break
                    tried.append(item)
                    request_id.set(item.request)
                    tx = Tx(rows, clock.now())
                    try:
                        done.append((item, attempt(item.operation, tx), tx))
                    except Exception as error:
                        tx.forget()
                        failed.append((item, error))
                request_id.set("")
                failpoints.hit("before_commit")
            failpoints.hit("after_commit")
        except Exception as error:
            log.exception("a commit failed")
            failed = [(item, error if lost_race(error) else unavailable(error)) for item in batch]
            done, tried = [], batch
        commits.noted([item.request for item in tried], time.perf_counter() - started, failed=len(failed))
        self._answer(done, [pair for pair in failed if not self._once_more(*pair)])
        return batch[len(tried) :]

    def _once_more(self, item: Item, error: BaseException) -> bool:
        """Whether it waits again: a race with another process was lost, and the second look sees what the first didn't."""
        if item.again or not lost_race(error):
            return False
        try:
            self._waiting.put_nowait(item._replace(again=True))
        except queue.Full:
            return False
        return True

    def _answer(self, done: list[tuple[Item, Any, Tx]], failed: list[tuple[Item, BaseException]]) -> None:
        """Answers first, then the news: an `ok` is on its way before what it led to is told."""
        for item, result, _ in done:
            item.future.set_result(result)
        for item, error in failed:
            item.future.set_exception(refusal(error))
        failpoints.hit("before_publish")
        effects.publish([tx for _, _, tx in done])
        self._announce([(fact, item.request) for item, _, tx in done for fact in tx.facts])

    def _announce(self, facts: list[tuple[object, str]]) -> None:
        """Let listeners hear, on a thread that may block. The router's nudge must not wait behind a turn of the bot."""
        nudge = RoutingChanged()
        if any(fact == nudge for fact, _ in facts):
            bus.announce(nudge)
        if rest := [(fact, request) for fact, request in facts if fact != nudge]:
            self._announcer.submit(announce, rest)

    @property
    def depth(self) -> int:
        """How many operations wait."""
        return self._waiting.qsize()


def lock_all(wanted: Iterable[int | None]) -> dict[int, Conversation]:
    """The rows named ahead, locked in id order so that two writers can't wait for each other."""
    ids = sorted({pk for pk in wanted if pk is not None})
    return {row.pk: row for row in locked().filter(pk__in=ids).order_by("pk")} if ids else {}


def attempt(operation: Operation, tx: Tx) -> Any:
    """Run `operation` in a savepoint and save the rows that it touched."""
    with transaction.atomic():
        result = operation(tx)
        for conversation in tx.touched.values():
            conversation.save(force_update=True)
    return result


def announce(facts: list[tuple[object, str]]) -> None:
    """Tell the listeners, on a thread that is allowed to write, under the ids that it all began with."""
    for fact, request in facts:
        request_id.set(request)
        bus.announce(fact)
    connection.close_if_unusable_or_obsolete()


def long_way(line: Line) -> Item:
    """The same line as an operation of its own."""
    future: Future[Any] = Future()
    future.add_done_callback(line.finished)
    return Item(line.operation, line.conversation, future, line.request, line.by)


journal = Journal()
