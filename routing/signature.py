"""One requirement in the index: who can serve it, who of them is free, and who waits for it."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from routing.crew import Crew
from routing.learn import Lessons
from routing.line import Line, Ranked, Ranking
from routing.want import Want

LineKey = tuple[float, tuple[str, ...], frozenset[str]]


class Field(NamedTuple):
    """Agents to choose from: the best few in order, how many there are, and why the others aren't."""

    ranked: Ranked
    eligible: int
    unfit: dict[str, int]
    tally: dict[str, int]
    barred: dict[str, int] | None


class Signature:
    """One requirement: who can serve it, who of them is free, and who waits for it."""

    __slots__ = (
        "burdens",
        "capable",
        "cover",
        "crews",
        "free",
        "lessons",
        "lines",
        "needed",
        "tally",
        "unfit",
        "version",
        "waiting",
        "want",
    )

    def __init__(self, want: Want, lessons: Lessons) -> None:
        self.want = want
        self.needed = frozenset(skill for skill, _ in want.needs)
        self.capable: set[str] = set()
        self.unfit: Counter[str] = Counter()  # what the other agents lack
        self.tally: Counter[str] = Counter()  # why capable ones can't now
        self.free = Ranking()
        self.version = 0  # of the demand by which the free are ranked
        self.burdens: dict[
            frozenset[str], float
        ] = {}  # skills → demand of those not needed here, in that version
        self.lines: dict[LineKey, Line] = {}
        self.waiting = 0
        self.crews: dict[Crew, None] = {}
        self.cover: float | None = None  # None: to be worked out again
        self.lessons = lessons

    def online(self) -> int:
        """How many who can serve it are online, free or not."""
        return len(self.free) + self.tally["full"] + self.tally["ramp"]
