"""One requirement in the index: who can serve it, who of them is free, and who waits for it."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from routing.crew import Crew
from routing.learn import Lessons
from routing.line import Entry, Free, Line
from routing.policy import Policy
from routing.want import Want

LineKey = tuple[float, tuple[str, ...], frozenset[str]]


class Field(NamedTuple):
    """Agents to choose from: the best, the first few with each set of other skills, and why others aren't in."""

    best: Entry
    rows: list[tuple[float, list[Entry]]]  # how much those skills are in demand, and the agents
    eligible: int
    unfit: dict[str, int]
    tally: dict[str, int]
    barred: dict[str, int] | None


class Signature:
    """One requirement: who can serve it, who of them is free, and who waits for it."""

    __slots__ = (
        "capable",
        "cover",
        "crews",
        "free",
        "lessons",
        "lines",
        "needed",
        "others",
        "policy",
        "tally",
        "unfit",
        "waiting",
        "want",
    )

    def __init__(self, want: Want, lessons: Lessons, policy: Policy) -> None:
        self.want, self.policy = want, policy
        self.needed = frozenset(skill for skill, _ in want.needs)
        self.capable: set[str] = set()
        self.unfit: Counter[str] = Counter()  # what the other agents lack
        self.tally: Counter[str] = Counter()  # why capable ones can't now
        self.free = Free()
        self.others: dict[frozenset[str], tuple[str, ...]] = {}  # skills → those not needed here
        self.lines: dict[LineKey, Line] = {}
        self.waiting = 0
        self.crews: dict[Crew, None] = {}
        self.cover: float | None = None  # None: to be worked out again
        self.lessons = lessons

    def online(self) -> int:
        """How many who can serve it are online, free or not."""
        return self.free.size + self.tally["full"] + self.tally["ramp"]

    def others_of(self, skills: frozenset[str]) -> tuple[str, ...]:
        """Those of these skills that aren't needed here, in a fixed order."""
        if (known := self.others.get(skills)) is None:
            known = self.others[skills] = tuple(sorted(skills - self.needed))
        return known
