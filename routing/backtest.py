"""How a forecast would have done: each of the last days from those before it, against the same day of last week."""

from collections.abc import Sequence
from dataclasses import dataclass

from routing.forecast import ENOUGH, SLOTS, TESTED, Cell, Day, Shape, Spread, cells


@dataclass(frozen=True, slots=True)
class Tested:
    """How it would have done: sum of misses by sum of counts, ours and that of last week's same quarter; share inside."""

    wape: float
    wape_last_week: float
    inside: float
    days: int


def tested(past: Sequence[Day]) -> Tested | None:
    """Each of the last days foretold from those before it, against the same day of the week before; None for too few."""
    known = {day.date.toordinal(): day for day in past}
    spread, tally = Spread(), Tally()
    for place in range(ENOUGH, len(past)):
        day = past[place]
        shape, before = Shape(past[:place], day.date), known.get(day.date.toordinal() - 7)
        if before is not None and place >= len(past) - TESTED:
            tally.add(cells(shape, day.kind, spread.share()), day, before)
        spread.missed(shape.level * shape.total(day.kind), sum(day.counts))
    return tally.result()


class Tally:
    """Sums up how foretold days came out."""

    def __init__(self) -> None:
        self._missed = self._last = 0.0
        self._total = self._inside = self._days = 0

    def add(self, told: Sequence[Cell], day: Day, before: Day) -> None:
        self._days += 1
        self._total += sum(day.counts)
        for cell, count, then in zip(told, day.counts, before.counts, strict=True):
            self._missed += abs(cell.mean - count)
            self._last += abs(then - count)
            low, high = cell.band()
            self._inside += low <= count <= high

    def result(self) -> Tested | None:
        """None where nobody came."""
        if not self._total:
            return None
        return Tested(
            wape=round(self._missed / self._total, 4),
            wape_last_week=round(self._last / self._total, 4),
            inside=round(self._inside / (self._days * SLOTS), 4),
            days=self._days,
        )
