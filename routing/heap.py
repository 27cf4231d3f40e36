"""A heap whose entries can be withdrawn or re-ranked: dead entries are dropped when they surface."""

from collections.abc import Iterator
from heapq import heapify, heappop, heappush

from routing.spec import Figures

SPARE = 64  # dead entries that are tolerated before a rebuild


class LazyHeap:
    """Ids ordered by (figures, id); push, discard and head cost O(log n) each over time."""

    __slots__ = ("entries", "live")

    def __init__(self) -> None:
        self.live: dict[str, Figures] = {}
        self.entries: list[tuple[Figures, str]] = []

    def __len__(self) -> int:
        return len(self.live)

    def __contains__(self, name: str) -> bool:
        return name in self.live

    def push(self, name: str, figures: Figures) -> None:
        """Put `name` in, or move it to where `figures` rank it."""
        if self.live.get(name) == figures:
            return
        self.live[name] = figures
        heappush(self.entries, (figures, name))
        if len(self.entries) > 2 * len(self.live) + SPARE:
            self.entries = [(key, each) for each, key in self.live.items()]
            heapify(self.entries)

    def discard(self, name: str) -> None:
        """Take `name` out if it is in."""
        self.live.pop(name, None)

    def head(self) -> tuple[Figures, str] | None:
        """The least entry, or None when empty."""
        while self.entries:
            figures, name = self.entries[0]
            if self.live.get(name) == figures:
                return self.entries[0]
            heappop(self.entries)
        return None

    def ordered(self) -> Iterator[tuple[Figures, str]]:
        """The entries from the least on, without removing any; the first few are cheap."""
        if self.head() is None:
            return
        entries, front, last = self.entries, [(self.entries[0], 0)], None
        while front:
            entry, at = heappop(front)
            for child in (2 * at + 1, 2 * at + 2):
                if child < len(entries):
                    heappush(front, (entries[child], child))
            if entry != last and self.live.get(entry[1]) == entry[0]:
                last = entry  # an entry put back with its old figures may stand twice, side by side
                yield entry
