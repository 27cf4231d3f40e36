"""Cards of conversations that somebody spoke in, read again: at most twice a second, however much is said.

What moves a conversation tells its card at once; this is for the last line and the number of unread ones.
"""

from __future__ import annotations

import asyncio

from chatdesk.kernel import clock
from chatdesk.kernel.errors import Unavailable
from conversations import reads, selectors
from conversations.frames.parts import Card
from conversations.hub import Effects, hub
from conversations.models import Conversation

EVERY_S = 0.5
AT_ONCE = 500  # cards a read


class Renewing:
    """Which cards are out of date. Belongs to the loop."""

    def __init__(self) -> None:
        self._old: set[int] = set()
        self._reading: set[int] = set()
        self._last = -EVERY_S
        self._task: asyncio.Task[None] | None = None

    def changed(self, conversations: set[int]) -> None:
        """Their cards are out of date."""
        self._old |= conversations
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._read())

    def shown(self, card: Card) -> None:
        """A newer card than the one being read was told: that one is not, and the next look is a later one."""
        if self._reading and (pk := int(card.id)) in self._reading:
            self._reading.discard(pk)
            self._old.add(pk)

    async def _read(self) -> None:
        loop = asyncio.get_running_loop()
        while self._old:
            await asyncio.sleep(max(0.0, self._last + EVERY_S - loop.time()))
            self._last = loop.time()
            some = sorted(self._old)[:AT_ONCE]
            self._old -= set(some)
            self._reading = set(some)
            try:
                cards = await reads.read(cards_of, some)
            except Unavailable:  # the next line brings it up again
                continue
            fresh = [card for card in cards if int(card.id) in self._reading]
            self._reading = set()
            hub.publish(Effects(cards=fresh))


def cards_of(conversations: list[int]) -> list[Card]:
    now = clock.now()
    rows = Conversation.objects.filter(pk__in=conversations).select_related(*selectors.whole())
    return [selectors.card(row, now) for row in rows.order_by("pk")]


renewing = Renewing()
hub.renew, hub.shown = renewing.changed, renewing.shown
