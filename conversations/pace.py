"""What may come as fast as somebody types, told at a bearable pace: at once, then the latest after a while."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

EVERY_S = 0.5

Tell = Callable[[], None]


class Pace:
    """At most one telling of a kind every `EVERY_S`; what comes sooner waits, and the last one wins. Belongs to the loop."""

    def __init__(self) -> None:
        self._next: dict[str, asyncio.TimerHandle] = {}
        self._waits: dict[str, Tell] = {}

    def tell(self, kind: str, tell: Tell) -> None:
        """Call `tell` now or when its time comes."""
        if kind in self._next:
            self._waits[kind] = tell
            return
        self._rest(kind)
        tell()

    def close(self) -> None:
        """Tell no more."""
        for timer in self._next.values():
            timer.cancel()
        self._next.clear()
        self._waits.clear()

    def _rest(self, kind: str) -> None:
        self._next[kind] = asyncio.get_running_loop().call_later(EVERY_S, self._again, kind)

    def _again(self, kind: str) -> None:
        del self._next[kind]
        if tell := self._waits.pop(kind, None):
            self._rest(kind)
            tell()
