"""What a visitor's socket writes: lines together with those of others, anything else as an operation of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import Site
from conversations import hub, solving, visiting
from conversations.frames import told, visitor
from conversations.hub import hub as here
from conversations.journal import Tx, journal
from conversations.lines import Line
from conversations.protocol import VISITOR_TEXT
from conversations.texts import clean
from conversations.visitor_signs import Signs
from customers.models import Customer

Act = Callable[[Tx, Site, Customer, Any], told.Ok]
WRITES: dict[type, Act] = {
    visitor.Say: visiting.say,
    visitor.Choose: visiting.choose,
    visitor.AskHuman: visiting.ask_human,
    visitor.Prefer: visiting.prefer,
    visitor.Leave: visiting.leave,
    visitor.Rate: visiting.rate,
    visitor.Solved: solving.solved,
}


class Speaking(Signs):
    """A socket of a visitor, as far as it writes."""

    site: Site

    def write(self, act: Act, frame: Any) -> None:
        """One journal operation; the conversation it went to is followed from then on."""
        self.answer(journal.submit(self.operation(act, frame), by=self.person), frame.ref)

    def operation(self, act: Act, frame: Any) -> Callable[[Tx], told.Ok]:
        site, customer = self.site, self.customer

        def operation(tx: Tx) -> told.Ok:
            ok = act(tx, site, customer, frame)
            tx.tell(hub.visitor(customer.pk), hub.Turn(number(ok.conversation or "")))
            return ok

        return operation

    def say(self, frame: visitor.Say) -> None:
        """A line that others may be written together with."""
        line = Line(
            by=self.person,
            person=self.customer.pk,
            client_id=frame.client_id,
            text=clean(frame.text, VISITOR_TEXT),
            ref=frame.ref,
            operation=self.operation(visiting.say, frame),
            then=self.said,
            conversation=number(frame.conversation) if frame.conversation is not None else None,
            site=self.site.pk,
        )
        journal.say(line)

    def said(self, line: Line, result: told.Ok | BaseException) -> None:
        self.answered(line.ref, result)
        if isinstance(result, told.Ok) and number(result.conversation or "") not in self.streams:
            here.tell([hub.visitor(self.customer.pk)], hub.Turn(number(result.conversation or "")))


def plain(frame: visitor.Say) -> bool:
    """Whether it is nothing but a text."""
    return frame.attachments is None and frame.reply_to is None and frame.topic is None


def number(conversation: str) -> int:
    """The row's id, or -1 where it can't be one."""
    return int(conversation) if conversation.isdecimal() and len(conversation) <= 18 else -1
