"""What people say in the plain case, many of them written as one commit in a few statements.

Plain is a line without files and replies into an open conversation that the speaker holds. Anything else takes the
long way, one operation after another in the journal; both lead to the same rows.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chatdesk.kernel.clock import stamp
from chatdesk.kernel.ids import request_id
from conversations import line_rows
from conversations.facts import MessagePosted
from conversations.frames import told
from conversations.lifecycle import UNANSWERED, WAITING, State
from conversations.line_rows import Place, Written

if TYPE_CHECKING:
    from conversations.tx import Tx

log = logging.getLogger("chatdesk.journal")
SPOKEN_IN = frozenset({State.BOT, State.LIVE, *WAITING})  # by a visitor, with nothing moving


@dataclass(slots=True)
class Line:
    """One line, who says it where, and the long way to write it."""

    by: str  # whose client_id it is: "v12", "a3"
    person: int  # the customer's or the agent's id
    client_id: str
    text: str  # clean
    ref: int
    operation: Callable[[Tx], told.Ok]
    then: Callable[[Line, told.Ok | BaseException], None]  # called on the loop, after COMMIT
    conversation: int | None = None  # a visitor may leave it open
    site: int = 0  # a visitor's
    epoch: str | None = None  # an agent's
    name: str = ""  # an agent's; a visitor's is read along
    written: Written | None = field(default=None, init=False)
    request: str = field(default_factory=request_id.get)  # the id under which it was asked for
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_running_loop)

    @property
    def of_visitor(self) -> bool:
        return self.by[0] == "v"

    def ok(self) -> told.Ok:
        """The answer, once it is written."""
        done = self.written
        assert done is not None  # asked for after writing
        return told.Ok(
            ref=self.ref,
            conversation=str(done.conversation_id),
            seq=done.seq,
            id=str(done.pk),
            at=stamp(done.at),
            dup=False,
        )

    def finished(self, future: Future[told.Ok]) -> None:
        """It went the long way, and that is over."""
        if not self.loop.is_closed():
            result = future.exception() or future.result()
            self.loop.call_soon_threadsafe(tell, [(self, result)])

    def fact(self) -> MessagePosted:
        done = self.written
        assert done is not None
        return MessagePosted(done.conversation_id, done.pk, done.role, done.state)


def ahead(waiting: Sequence[Any]) -> list[Line]:
    """The lines that need not wait for anything else that their speaker has asked for before."""
    found, aside = [], set()
    for one in waiting:
        if isinstance(one, Line) and one.by not in aside:
            found.append(one)
        elif one.by:
            aside.add(one.by)
    return found


def answer(done: Sequence[Line]) -> None:
    """Tell the speakers, from the writer's thread: one call a loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[Line, told.Ok | BaseException]]] = defaultdict(list)
    for line in done:
        by_loop[line.loop].append((line, line.ok()))
    for loop, answers in by_loop.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(tell, answers)


def tell(answers: Sequence[tuple[Line, told.Ok | BaseException]]) -> None:
    """Hand over the answers, each under its own id. On the loop."""
    for line, result in answers:
        request_id.set(line.request)
        try:
            line.then(line, result)
        except Exception:
            log.exception("an answer could not be given")


def write(lines: Sequence[Line], now: datetime) -> None:
    """Write what is plain among `lines`, in their order, and note so; the rest has to follow in theirs.

    A transaction is open. Once a speaker's line isn't plain, their later ones aren't either.
    """
    known = line_rows.known([(line.by, line.client_id) for line in lines])
    places = Places(lines)
    aside: set[str] = set()
    for line in lines:
        key = (line.by, line.client_id)
        place = None if line.by in aside or key in known else places.of(line)
        if place is None:
            aside.add(line.by)
            continue
        known.add(key)
        line.written = place.take(line, now)
    done = [line.written for line in lines if line.written is not None]
    if done:
        line_rows.insert(done, now)
        line_rows.update(places.changed(), now)


class Places:
    """The conversations that `lines` go to, locked."""

    def __init__(self, lines: Sequence[Line]) -> None:
        rows = line_rows.locked(
            sorted({line.conversation for line in lines if line.conversation is not None}),
            sorted({line.person for line in lines if line.conversation is None}),
        )
        self._by_id = {row.pk: row for row in rows}
        self._open = {(row.site, row.customer): row for row in rows if row.state != State.RESOLVED}

    def of(self, line: Line) -> Place | None:
        """Where `line` can be written just so; None where it takes the long way."""
        named = line.conversation
        row = self._open.get((line.site, line.person)) if named is None else self._by_id.get(named)
        if row is None or not (visitor_may(line, row) if line.of_visitor else agent_may(line, row)):
            return None
        return row

    def changed(self) -> list[Place]:
        return [row for row in self._by_id.values() if row.line is not None]


def visitor_may(line: Line, row: Place) -> bool:
    """Their own, open, and nothing has to move because they speak."""
    mine = (row.customer, row.site) == (line.person, line.site)
    return mine and row.state in SPOKEN_IN and (row.state != State.BOT or row.bot)


def agent_may(line: Line, row: Place) -> bool:
    """Theirs under this epoch, answered before, and nobody complains about their silence."""
    held = row.state == State.LIVE and row.assignee == line.person and line.epoch == str(row.epoch)
    return held and (row.answered or not row.waited) and UNANSWERED not in row.labels
