"""What a desk's socket writes: lines together with those of others, anything else as an operation of its own."""

from __future__ import annotations

from functools import partial
from typing import Any

from accounts.permissions import Verb, may
from chatdesk.kernel.errors import NotAllowed
from conversations import denied, serving, watching
from conversations.desk_writes import WRITES, Act
from conversations.frames import desk, told
from conversations.journal import journal
from conversations.lines import Line
from conversations.protocol import DESK_TEXT, DeskSent
from conversations.supervising import Supervising
from conversations.texts import clean
from conversations.visitor_socket import number


class Speaking(Supervising):
    """A socket of the desk, as far as it writes."""

    def act_for(self, frame: DeskSent) -> Act | None:
        """What carries `frame` out in the journal; None where nothing is written."""
        if isinstance(frame, desk.WriteNote) and self.looks_on(frame.conversation):
            return watching.whisper
        return WRITES.get(type(frame))

    def write(self, act: Act, frame: Any) -> None:
        user = self.user
        future = journal.submit(lambda tx: act(tx, user, frame), by=self.person)
        denied.watch(future, user, frame)
        self.answer(future, frame.ref)

    def plain(self, frame: desk.DeskSay) -> bool:
        """Whether it is nothing but a text, by somebody who may write to visitors."""
        return frame.attachments is None and frame.reply_to is None and may(self.user.role, Verb.ANSWER)

    def say(self, frame: desk.DeskSay) -> None:
        """A line that others may be written together with."""
        user = self.user
        line = Line(
            by=self.person,
            person=user.pk,
            client_id=frame.client_id,
            text=clean(frame.text, DESK_TEXT),
            ref=frame.ref,
            operation=lambda tx: serving.say(tx, user, frame),
            then=partial(self.said, frame),
            conversation=number(frame.conversation),
            epoch=None if frame.epoch is None else str(frame.epoch),
            name=user.name,
        )
        journal.say(line)

    def said(self, frame: desk.DeskSay, line: Line, result: told.Ok | BaseException) -> None:
        if isinstance(result, NotAllowed):
            denied.note(self.user, frame)
        self.answered(line.ref, result)
