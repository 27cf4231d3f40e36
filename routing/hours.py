"""Opening hours from rows: whether a site is open, and which teams are there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from routing import schedule
from routing.models import Calendar


def as_schedule(row: Calendar) -> schedule.Calendar:
    """The row as the pure core reads it."""
    dates = {
        date.fromisoformat(day): [(start, end) for start, end in other["hours"]]
        for day, other in row.dates.items()
    }
    week = [[(start, end) for start, end in day] for day in row.week]
    return schedule.Calendar(row.zone, week, dates)


def closed(now: datetime) -> tuple[frozenset[int], frozenset[int]]:
    """The ids of the sites and of the teams whose hours say that they are closed now; one query.

    Who has no hours of their own is always open.
    """
    rows = [row for row in Calendar.objects.all() if not schedule.is_open(as_schedule(row), now)]
    return _ids(row.site_id for row in rows), _ids(row.team_id for row in rows)


def _ids(found: Iterable[int | None]) -> frozenset[int]:
    return frozenset(one for one in found if one is not None)
