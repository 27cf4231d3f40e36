"""What a visitor's socket lets the desk see while nothing is written: that they type, and the page they look at."""

from __future__ import annotations

import asyncio

from conversations import hub, selectors, whereabouts
from conversations.frames import beside, told, visitor
from conversations.hub import hub as here
from conversations.pace import Pace
from conversations.presence import RELOAD
from conversations.sockets import Socket
from conversations.stream import Stream
from customers.models import Customer


class Signs(Socket):
    """A socket of a visitor, as far as it gives signs."""

    customer: Customer
    streams: dict[int, Stream]

    def prepare(self) -> None:
        self.pace = Pace()
        self.types = False

    def typing(self, frame: visitor.SetTyping) -> None:
        """Typing ends at once; while it goes on, the desk hears of it at a bearable pace."""
        self.types = frame.on
        self.pace.tell("typing", lambda: self.tell_typing(frame.on, frame.preview))

    def tell_typing(self, on: bool, preview: str | None = None) -> None:
        name = selectors.shown_name(self.customer)
        for pk in self.streams:
            shown = told.Typing(conversation=str(pk), role="visitor", name=name, on=on, preview=preview)
            here.tell([hub.notes(pk)], shown)

    def turned_page(self, url: str, title: str) -> None:
        if whereabouts.moved(self.customer.pk, self.id, url, title):
            self.pace.tell("page", self.tell_page)

    def tell_page(self) -> None:
        for pk in self.streams:
            self.shows_page(pk)

    def shows_page(self, conversation: int) -> None:
        """To whoever at the desk follows the conversation, where the page is known."""
        if whereabouts.of(self.customer.pk):
            here.tell([hub.notes(conversation)], page_frame(conversation, self.customer.pk))

    def give_no_more(self) -> None:
        """The socket is gone: whoever typed stops, and if no other tab comes soon, the page is left."""
        self.pace.close()
        if self.types:
            self.tell_typing(on=False)
        customer, talks = self.customer.pk, list(self.streams)
        whereabouts.left(customer, self.id)
        asyncio.get_running_loop().call_later(RELOAD.total_seconds(), gone_from, customer, talks)


def page_frame(conversation: int, customer: int) -> beside.PageShown:
    """Where the visitor is; an empty address where nobody knows."""
    page = whereabouts.of(customer)
    return beside.PageShown(
        conversation=str(conversation), url=page.url if page else "", title=page.title if page else ""
    )


def gone_from(customer: int, conversations: list[int]) -> None:
    """Let the desk know that the page was left, unless the visitor is back on it or on another one."""
    if whereabouts.of(customer) is None:
        for pk in conversations:
            here.tell([hub.notes(pk)], page_frame(pk, customer))
            ask_elsewhere(pk)


def ask_elsewhere(conversation: int) -> None:
    """Let the visitor's sockets in other processes, if there are any, say which page they are on."""
    if here.beyond is not None:
        here.tell([hub.talk(conversation)], hub.Looked(conversation))
