"""The half of a desk's socket that helps to answer: suggestions, asked of the base on a thread of their own."""

from __future__ import annotations

import asyncio

from chatdesk.kernel.errors import DeskError, NotAllowed
from conversations import denied, reads, suggesting
from conversations.frames import desk
from conversations.journal import journal
from conversations.supervising import Supervising


class Helping(Supervising):
    """A socket of the desk, as far as it is helped."""

    def help(self, frame: desk.Suggest | desk.Suggested) -> None:
        """Answered when the base has been asked; other frames go on meanwhile."""
        self.spawn(self.suggest(frame) if isinstance(frame, desk.Suggest) else self.count(frame))

    async def suggest(self, frame: desk.Suggest) -> None:
        try:
            self.push(await reads.apart(suggesting.suggest, self.user, frame))
        except DeskError as error:
            self.deny(error, frame)

    async def count(self, frame: desk.Suggested) -> None:
        user = self.user
        try:
            judged = await reads.apart(suggesting.judge, user, frame)
            written = journal.submit(lambda tx: suggesting.count(tx, user, frame, judged))
            ok = await asyncio.wrap_future(written)
            self.push(ok)
        except DeskError as error:
            self.deny(error, frame)

    def deny(self, error: DeskError, frame: desk.Suggest | desk.Suggested) -> None:
        """Refused; what the role may not do is put on record, as everywhere."""
        self.refuse(error, frame.ref)
        if isinstance(error, NotAllowed):
            denied.note(self.user, frame)
