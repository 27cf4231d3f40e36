"""What two parties say to each other, whoever carries it, and the check that nothing was lost, doubled or swapped."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable

PAD = "how long does the parcel take to Harbin, please?"


class Broken(AssertionError):
    """A transcript isn't what was said: the run has failed."""


class Talk:
    """Two sides, 0 and 1. `send(side, text)` puts a line on the wire; the carrier calls `acked` and `heard`."""

    __slots__ = ("_pending", "acks", "got", "key", "on_done", "send", "sent")

    def __init__(self, key: str) -> None:
        self.key = key
        self.send: Callable[[int, str], None] = lambda side, text: None
        self.on_done: Callable[[Talk, float, float], None] | None = (
            None  # with the due time, and when it was shown
        )
        self.sent = [0, 0]
        self.acks = [0, 0]
        self.got: tuple[list[int], list[int]] = ([], [])  # numbers heard, by the side that said them
        self._pending: dict[
            tuple[int, int], list[float]
        ] = {}  # due, shown (0 until then), acked (0 until then)

    def say(self, side: int, due: float = 0.0) -> None:
        number = self.sent[side]
        self.sent[side] = number + 1
        self._pending[side, number] = [due or time.perf_counter(), 0.0, 0.0]
        self.send(side, f"{self.key}:{side}:{number}: {PAD}")

    def heard(self, text: str) -> None:
        """The other side of `text` has it."""
        _, side, number, _ = text.split(":", 3)
        self.got[int(side)].append(int(number))
        self._note(int(side), int(number), 1)

    def acked(self, side: int, number: int) -> None:
        self.acks[side] += 1
        self._note(side, number, 2)

    def _note(self, side: int, number: int, what: int) -> None:
        times = self._pending.get((side, number))
        if times is None:
            return  # a second time: the check finds it
        times[what] = time.perf_counter()
        if times[1] and times[2]:
            del self._pending[side, number]
            if self.on_done is not None:
                self.on_done(self, times[0], times[1])

    @property
    def open(self) -> int:
        """Lines that were not both shown and acknowledged."""
        return len(self._pending)

    def check(self) -> list[str]:
        """What is wrong with the transcript, in words; nothing where all is well."""
        faults = []
        for side in (0, 1):
            got, sent = self.got[side], self.sent[side]
            counts: dict[int, int] = defaultdict(int)
            for number in got:
                counts[number] += 1
            if lost := [n for n in range(sent) if n not in counts]:
                faults.append(f"{self.key}: {len(lost)} of side {side} lost, the first is {lost[0]}")
            if doubled := [n for n, count in counts.items() if count > 1]:
                faults.append(f"{self.key}: {len(doubled)} of side {side} doubled, the first is {doubled[0]}")
            if [*counts] != sorted(counts):
                faults.append(f"{self.key}: side {side} came in another order")
            if self.acks[side] != sent:
                faults.append(f"{self.key}: {self.acks[side]} acknowledgements for {sent} of side {side}")
        return faults
