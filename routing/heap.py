"""Reminders by time: ids that come due, each withdrawn or moved at will; dead entries go when they surface."""

from heapq import heapify, heappop, heappush

SPARE = 64  # dead entries that are tolerated before a rebuild


class Reminders:
    """Which id comes due when; every operation costs O(log n) over time."""

    __slots__ = ("entries", "live")

    def __init__(self) -> None:
        self.live: dict[str, float] = {}
        self.entries: list[tuple[float, str]] = []

    def set(self, name: str, due: float) -> None:
        """Remind of `name` at `due`, and at no other time."""
        if self.live.get(name) == due:
            return
        self.live[name] = due
        heappush(self.entries, (due, name))
        if len(self.entries) > 2 * len(self.live) + SPARE:
            self.entries = [(at, each) for each, at in self.live.items()]
            heapify(self.entries)

    def discard(self, name: str) -> None:
        """Forget `name` if it is in."""
        self.live.pop(name, None)

    def next(self) -> float | None:
        """When the first comes due, or None."""
        while self.entries:
            due, name = self.entries[0]
            if self.live.get(name) == due:
                return due
            heappop(self.entries)
        return None

    def may_be_due(self, now: float) -> bool:
        """Whether it is worth to ask who has come due."""
        return bool(self.entries) and self.entries[0][0] <= now

    def come_due(self, now: float) -> list[str]:
        """The ids whose time has come, in order and taken out."""
        due = []
        while (at := self.next()) is not None and at <= now:
            name = heappop(self.entries)[1]
            del self.live[name]
            due.append(name)
        return due
