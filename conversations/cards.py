"""Cards on their way to one desk's socket: at most four a second of each conversation, and the last one wins."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from conversations.frames.parts import Card

EVERY_S = 0.25


class Cards:
    """What one socket shows in its lists. Belongs to the loop."""

    def __init__(self, push: Callable[[Card], None]) -> None:
        self._push = push
        self._shown: dict[str, float] = {}  # conversation: when its card went out last
        self._held: dict[str, tuple[Card, asyncio.TimerHandle]] = {}

    def listed(self, conversations: list[str]) -> None:
        """These were shown in another way."""
        self._shown |= dict.fromkeys(conversations, -EVERY_S)

    def show(self, card: Card) -> None:
        """Send it now, or when its quarter of a second is over; one that waits already gives way."""
        loop = asyncio.get_running_loop()
        wait = self._shown.get(card.id, -EVERY_S) + EVERY_S - loop.time()
        if card.id in self._held:
            self._held[card.id] = (card, self._held[card.id][1])
        elif wait > 0:
            self._held[card.id] = (card, loop.call_later(wait, self._later, card.id))
        else:
            self._shown[card.id] = loop.time()
            self._push(card)

    def drop(self, conversation: str) -> bool:
        """It is no longer to be shown; whether it was."""
        if held := self._held.pop(conversation, None):
            held[1].cancel()
        return self._shown.pop(conversation, None) is not None

    def close(self) -> None:
        for _, timer in self._held.values():
            timer.cancel()
        self._held.clear()

    def _later(self, conversation: str) -> None:
        card, _ = self._held.pop(conversation)
        self._shown[conversation] = asyncio.get_running_loop().time()
        self._push(card)
