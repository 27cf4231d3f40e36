"""Two orders the engine keeps: a line of waiting conversations, and a ranking of free agents.

Both are sorted lists: moving some thousand pointers in C is cheaper than a heap's comparisons in Python, and the
best few stand side by side for the record.
"""

from bisect import bisect_left, insort
from collections.abc import Callable
from typing import Any

from routing.spec import Figures

Waiting = tuple[float, str]  # when it arrived, and the id
Rank = tuple[Figures, str]
Ranked = list[tuple[Figures, str]]
Entry = tuple[Any, ...]  # figures and id in one, which compares twice as fast
SPARE = 64  # places at the front, or left by those who are gone, that are tolerated before a rebuild


class Line:
    """Those who wait for the same thing with the same promise, and are barred from the same agents."""

    __slots__ = ("_entries", "_gone", "_start", "barring", "never", "promise", "refused", "size")

    def __init__(self, promise: float, never: tuple[str, ...], refused: frozenset[str]) -> None:
        self.promise, self.never, self.refused = promise, never, refused
        self.barring = bool(never or refused)
        self.size = 0
        self._entries: list[Waiting] = []
        self._start = 0  # before it stand those who are through
        self._gone: set[Waiting] = set()  # left from the middle; skipped when they come to the front

    def push(self, entry: Waiting) -> None:
        """Let one wait, at the end or where its arrival belongs."""
        entries, start = self._entries, self._start
        self.size += 1
        if not entries or entry > entries[-1]:
            entries.append(entry)
        elif entry in self._gone:
            self._gone.remove(entry)
        elif start and (start == len(entries) or entry < entries[start]):
            self._start = start - 1
            entries[start - 1] = entry
        else:
            insort(entries, entry, start)

    def remove(self, entry: Waiting) -> None:
        """Take out one that is in."""
        entries, gone = self._entries, self._gone
        self.size -= 1
        if entries[self._start] != entry:
            gone.add(entry)
            if len(gone) > SPARE + self.size:
                self._entries = [each for each in entries[self._start :] if each not in gone]
                self._start, self._gone = 0, set()
            return
        start = self._start + 1
        while gone and entries[start] in gone:
            gone.remove(entries[start])
            start += 1
        if start > SPARE and 2 * start > len(entries):
            del entries[:start]
            start = 0
        self._start = start

    def first(self, count: int) -> list[Waiting]:
        """The first few."""
        if not self._gone:
            return self._entries[self._start : self._start + count]
        few: list[Waiting] = []
        for at in range(self._start, len(self._entries)):
            if self._entries[at] not in self._gone:
                few.append(self._entries[at])
                if len(few) == count:
                    break
        return few

    def before(self, rank: Callable[[Waiting], Rank], mine: Rank) -> int:
        """How many rank before `mine`, where `rank` grows from the first to the last."""
        at = bisect_left(self._entries, mine, self._start, key=rank)
        return at - self._start - sum(1 for entry in self._gone if rank(entry) < mine)

    def bars(self, agent: str) -> str | None:
        """Why the whole line isn't for this agent."""
        if agent in self.never:
            return "barred"
        return "refused" if agent in self.refused else None


class Ranking:
    """Agents from the best on, by their figures and then by id, which stands last in an entry."""

    __slots__ = ("entries", "live")

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.live: dict[str, Entry] = {}

    def put(self, name: str, figures: Figures) -> None:
        """Put an agent in, or move it to where `figures` rank it."""
        entry, known = (*figures, name), self.live.get(name)
        if known == entry:
            return
        if known is not None:
            del self.entries[bisect_left(self.entries, known)]
        insort(self.entries, entry)
        self.live[name] = entry

    def discard(self, name: str) -> None:
        """Take out an agent who is in."""
        del self.entries[bisect_left(self.entries, self.live.pop(name))]


class Free:
    """The agents who are free for one requirement, ranked among those with the same other skills."""

    __slots__ = ("rankings", "size")

    def __init__(self) -> None:
        self.rankings: dict[frozenset[str], Ranking] = {}
        self.size = 0

    def put(self, name: str, skills: frozenset[str], figures: Figures) -> None:
        """Put an agent in, or move it to where `figures` rank it."""
        if (ranking := self.rankings.get(skills)) is None:
            ranking = self.rankings[skills] = Ranking()
        self.size += name not in ranking.live
        ranking.put(name, figures)

    def discard(self, name: str, skills: frozenset[str]) -> None:
        """Take out an agent who is in."""
        ranking = self.rankings[skills]
        ranking.discard(name)
        self.size -= 1
        if not ranking.live:
            del self.rankings[skills]
