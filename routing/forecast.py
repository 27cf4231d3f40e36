"""How many will come, by quarters of an hour: weekday × quarter over the last weeks, today's level, and a band.

A cell's rate is a gamma distribution: what this kind of day brought in this quarter, and, worth up to a few
days, the kind's level times the shape of all days. A count is Poisson around it, and a whole day may lie above or below.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from routing.binomial import quantile

SLOTS, STEP_S = 96, 900
WEEKS = 8  # looked back
FADE = 0.85  # of a week's weight with each further one
WORTH = 4.0  # days that the common shape counts for beside what a kind of day has brought itself, at most
SPEAKS = 6.0  # so many conversations a quarter need no common shape: a day of them outweighs it
NEAR = (1.0, 2.0, 3.0, 2.0, 1.0)  # a quarter of an hour is like those around it
STEADY = 40.0  # conversations that it takes to believe half of a new level
RECENT = 7  # days that say how busy it is lately
ENOUGH, TESTED = 14, 28  # whole days before anything is foretold; days on which it is tried, at most
UNKNOWN_SPREAD = 0.05  # until a day has been foretold
HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Day:
    """One whole local day: its kind ("0" Monday … "6", or "holiday") and the counts of its 96 quarters."""

    date: date
    kind: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one quarter will bring: the mean, and how much the count varies beyond Poisson (as a share, squared)."""

    mean: float
    spread: float

    def band(self, low: float = 0.1, high: float = 0.9) -> tuple[int, int]:
        """The counts that so many of 1 stay at or below."""
        return quantile(self.mean, self.spread, low), quantile(self.mean, self.spread, high)


class Shape:
    """What the days before some day say of each kind of day."""

    def __init__(self, past: Sequence[Day], before: date) -> None:
        """`past`: any days; those from `before` on, or older than `WEEKS`, aren't looked at."""
        self.past = [day for day in past if 0 < (before - day.date).days <= 7 * WEEKS]
        self._weights = [FADE ** ((before - day.date).days // 7) for day in self.past]
        self._common = smooth(_weighted(self.past, self._weights))
        self._rates: dict[str, tuple[list[float], float]] = {}
        self.level = self._level()

    def rates(self, kind: str) -> tuple[list[float], float]:
        """The rate of each quarter of such a day, and what it rests on, in days."""
        if kind not in self._rates:
            self._rates[kind] = self._rate(kind)
        return self._rates[kind]

    def total(self, kind: str) -> float:
        return sum(self.rates(kind)[0])

    def _rate(self, kind: str) -> tuple[list[float], float]:
        own = [
            (day, weight) for day, weight in zip(self.past, self._weights, strict=True) if day.kind == kind
        ]
        if not own and kind == HOLIDAY:
            return self.rates("6")  # unknown yet: as a Sunday
        worth = sum(weight for _, weight in own)
        counts = _weighted([day for day, _ in own], [weight for _, weight in own])
        common = min(WORTH, SPEAKS / max(sum(counts) / SLOTS, 1e-9))
        whole = sum(self._common) or 1.0
        level = (sum(counts) * worth + whole) / (worth + 1.0)  # a kind never seen is as all days are
        prior = [level * each / whole for each in self._common]
        rates = [
            (count * worth + common * usual) / (worth + common)
            for count, usual in zip(counts, prior, strict=True)
        ]
        return rates, worth + common

    def _level(self) -> float:
        """How busy the last days were by this shape: 1 is as usual."""
        last = [day for day in self.past[-RECENT:] if day.kind != HOLIDAY]
        came = sum(sum(day.counts) for day in last)
        usual = sum(self.total(day.kind) for day in last)
        return (came + STEADY) / (usual + STEADY)


def smooth(counts: Sequence[float]) -> list[float]:
    """Each quarter with those around it, round the clock."""
    reach, whole = len(NEAR) // 2, sum(NEAR)
    return [
        sum(part * counts[(slot + step - reach) % SLOTS] for step, part in enumerate(NEAR)) / whole
        for slot in range(SLOTS)
    ]


def _weighted(days: Sequence[Day], weights: Sequence[float]) -> list[float]:
    """The mean day."""
    worth = sum(weights)
    if not worth:
        return [0.0] * SLOTS
    return [
        sum(weight * day.counts[slot] for day, weight in zip(days, weights, strict=True)) / worth
        for slot in range(SLOTS)
    ]


class Spread:
    """How much whole days vary beyond Poisson, as the square of a share: learnt from misses, one day after the other."""

    def __init__(self) -> None:
        self._days: list[tuple[float, float]] = []

    def missed(self, mean: float, count: int) -> None:
        """A day that was foretold brought so many."""
        self._days.append(((count - mean) ** 2 - mean, mean**2))

    def share(self) -> float:
        """By the last `TESTED` days."""
        last = self._days[-TESTED:]
        weight = sum(square for _, square in last)
        return max(0.0, sum(beyond for beyond, _ in last) / weight) if weight else UNKNOWN_SPREAD


def foretell(past: Sequence[Day], kinds: Mapping[date, str], so_far: Sequence[int] = ()) -> list[list[Cell]]:
    """The cells of these days, from today on; `so_far` are today's counts of the quarters that are over.

    `past` are whole days before the first of `kinds`, in order. ValueError for fewer than `ENOUGH`.
    """
    if len(past) < ENOUGH:
        raise ValueError(f"A forecast needs {ENOUGH} whole days, {ENOUGH - len(past)} more.")
    days, spread = sorted(kinds), Spread()
    for place in range(max(ENOUGH, len(past) - TESTED), len(past)):
        before, day = Shape(past[:place], past[place].date), past[place]
        spread.missed(before.level * before.total(day.kind), sum(day.counts))
    shape = Shape(past, days[0])
    return [
        cells(shape, kinds[day], spread.share(), so_far if place == 0 else ())
        for place, day in enumerate(days)
    ]


def cells(shape: Shape, kind: str, spread: float, so_far: Sequence[int] = ()) -> list[Cell]:
    """One day's; what is over of it changes what is to come."""
    rates, worth = shape.rates(kind)
    usual = shape.level * sum(rates[: len(so_far)])
    today = (sum(so_far) + STEADY) / (usual + STEADY)
    return [
        Cell(
            rate * shape.level * (today if slot >= len(so_far) else 1.0), spread + 1.0 / (1.0 + rate * worth)
        )
        for slot, rate in enumerate(rates)
    ]


def by_day(quarters: Iterable[tuple[date, int]], kinds: Mapping[date, str]) -> list[Day]:
    """Whole days, those of `kinds`, from who came: the local day and quarter of each."""
    counts = {day: [0] * SLOTS for day in kinds}
    for day, slot in quarters:
        if day in counts:
            counts[day][slot] += 1
    return [Day(day, kinds[day], tuple(counts[day])) for day in sorted(counts)]
