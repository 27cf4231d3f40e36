"""The supervisor's half of a desk's socket: the board, watching while others talk, and a record of each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from accounts.permissions import Verb, may
from chatdesk.kernel.errors import DeskError
from conversations import access, reads, watching
from conversations.board_feed import feed, known
from conversations.desk_follow import Following
from conversations.frames import board, desk, told
from conversations.journal import Tx, journal
from conversations.visitor_socket import number

GUARDED: dict[type, Verb] = {
    board.DeskBoard: Verb.SEE_BOARD,
    board.Watch: Verb.WATCH,
    desk.Takeover: Verb.TAKEOVER,
}


class Supervising(Following):
    """A socket of the desk, as far as it looks at what others do."""

    def prepare(self) -> None:
        super().prepare()
        self.watched: set[int] = set()

    @property
    def sees_visitors(self) -> bool:
        return may(self.user.role, Verb.SEE_ALL)

    def admit(self, frame: Any) -> None:
        """Raises NotAllowed for what the role may not do."""
        if (verb := GUARDED.get(type(frame))) is not None:
            access.require(self.user, verb)

    async def supervise(self, frame: board.DeskBoard | board.Watch) -> None:
        if isinstance(frame, board.Watch):
            await self.watch(frame)
        elif not frame.on:
            feed().hide(self)
            self.push(told.Ok(ref=frame.ref))
        else:
            what = await reads.read(known, frame.site, frame.team)
            self.push(told.Ok(ref=frame.ref))
            feed().show(self, what)

    async def watch(self, frame: board.Watch) -> None:
        """On record first, then as `open`; again on the same socket is the same watching."""
        user, row = self.user, await reads.read(access.find, self.user, frame.conversation)
        if row.pk not in self.watched:
            await asyncio.wrap_future(journal.submit(lambda tx: watching.begin(tx, user, row.pk)))
            self.watched.add(row.pk)
        await self.open(frame)

    def looks_on(self, conversation: str) -> bool:
        """Whether it is watched, and not this agent's own by now."""
        pk = number(conversation)
        return pk in self.watched and pk not in self.held

    def shut(self, conversation: str) -> None:
        self.unwatch(number(conversation))
        super().shut(conversation)

    def unwatch(self, pk: int) -> None:
        if pk in self.watched:
            self.watched.discard(pk)
            user = self.user
            self.note_down(lambda tx: watching.end(tx, user, pk))

    def stop_supervising(self) -> None:
        """The socket is gone: nobody looks on by it any more."""
        feed().hide(self)
        for pk in tuple(self.watched):
            self.unwatch(pk)

    def note_down(self, line: Callable[[Tx], None]) -> None:
        """A line for the trail, written with the next commit; a full journal must not keep the socket."""
        with suppress(DeskError):
            journal.submit(line)
