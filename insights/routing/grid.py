"""Heat of queue × half hour: how many come, how long they wait, how many give up. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

SLOTS = 48
LABELS = tuple(f"{slot // 2:02d}:{30 * (slot % 2):02d}" for slot in range(SLOTS))
MEASURES = ("arrivals", "wait", "abandoned")


@dataclass(frozen=True, slots=True)
class Stay:
    """One that asked for a person at `at`; `waited_s` is None while it waits."""

    queue: str
    at: datetime
    waited_s: float | None
    left: bool


def days_between(first: datetime, now: datetime, zone: tzinfo, weekdays: Collection[int] = ()) -> list[date]:
    """The local days from that of `first` to the one before today; only these weekdays (Monday is 0) if any."""
    day, today = first.astimezone(zone).date(), now.astimezone(zone).date()
    found = []
    while day < today:
        if not weekdays or day.weekday() in weekdays:
            found.append(day)
        day += timedelta(days=1)
    return found


def ago(days: int, now: datetime, zone: tzinfo) -> datetime:
    """Local midnight so many days before today's, also where the clock was changed in between; in UTC."""
    day = now.astimezone(zone).date() - timedelta(days=days)
    return datetime.combine(day, time(), zone).astimezone(UTC)


def slot(at: datetime, zone: tzinfo) -> int:
    local = at.astimezone(zone)
    return local.hour * 2 + local.minute // 30


def heat(
    stays: Iterable[Stay], measure: str, days: Collection[date], zone: tzinfo, queues: Sequence[str]
) -> list[list[float | None]]:
    """One row a queue, one cell a half hour of the local clock, of the stays that began on `days`.

    arrivals: a day. wait: mean seconds, also of who left; None where nobody came. abandoned: share who left, likewise.
    """
    cells: dict[tuple[str, int], list[Stay]] = {}
    known = frozenset(days)
    for stay in stays:
        if stay.at.astimezone(zone).date() in known:
            cells.setdefault((stay.queue, slot(stay.at, zone)), []).append(stay)
    return [
        [_cell(cells.get((queue, place), []), measure, len(known)) for place in range(SLOTS)]
        for queue in queues
    ]


def _cell(stays: Sequence[Stay], measure: str, days: int) -> float | None:
    if measure == "arrivals":
        return round(len(stays) / days, 3) if days else None
    if measure == "wait":
        waits = [stay.waited_s for stay in stays if stay.waited_s is not None]
        return round(sum(waits) / len(waits), 1) if waits else None
    return round(sum(stay.left for stay in stays) / len(stays), 3) if stays else None
