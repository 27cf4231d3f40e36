"""Opening hours: whether it is open at a moment, and what is wrong with hours as a person wrote them. Pure.

Hours are the clock on the wall of a place: when it is set back an hour, that hour is lived twice, and open twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

DAY = 24 * 60
Interval = tuple[int, int]  # local minutes since midnight; an end beyond DAY reaches into the next day
_ONE = re.compile(r"(\d{1,2})[:：](\d{2})\s*(?:-|–|—|~|～|至|到|to)\s*(\d{1,2})[:：](\d{2})")
_BETWEEN = re.compile(r"\s*[,，;；、]\s*")


class BadHours(ValueError):
    """Hours that can't be kept; `code` says why, `where` quotes what was written."""

    def __init__(self, code: str, where: str) -> None:
        super().__init__(f"{code}: {where}")
        self.code, self.where = code, where


@dataclass(frozen=True, slots=True)
class Calendar:
    """A week in a time zone, Monday first, and dates on which other hours hold (none: closed)."""

    zone: str
    week: Sequence[Sequence[Interval]]
    dates: Mapping[date, Sequence[Interval]] = field(default_factory=dict)

    def on(self, day: date) -> Sequence[Interval]:
        """The intervals that begin on `day`."""
        other = self.dates.get(day)
        return self.week[day.weekday()] if other is None else other


def is_open(calendar: Calendar, at: datetime) -> bool:
    """Whether it is open at the moment `at` (aware). An interval holds its first minute, not its last."""
    local = at.astimezone(ZoneInfo(calendar.zone))
    minute, today = local.hour * 60 + local.minute, local.date()
    yesterday = today - timedelta(days=1)
    return any(start <= minute < end for start, end in calendar.on(today)) or any(
        start <= minute + DAY < end for start, end in calendar.on(yesterday)
    )


def read(text: str) -> list[Interval]:
    """`9:00–12:00, 13:00-18:00` as intervals in order; empty is closed. Raises BadHours.

    `22:00-02:00` reaches into the next day, `00:00-24:00` is the whole day. Intervals that overlap or touch no
    order are refused rather than joined: they are most likely slips.
    """
    found = [_interval(part) for part in _BETWEEN.split(text.strip()) if part]
    found.sort()
    for one, other in pairwise(found):
        if other[0] < one[1]:
            raise BadHours("overlap", f"{shown([one])} / {shown([other])}")
    return found


def _interval(text: str) -> Interval:
    match = _ONE.fullmatch(text.strip())
    if match is None:
        raise BadHours("form", text)
    hours = [int(part) for part in match.groups()]
    start, end = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
    if hours[1] > 59 or hours[3] > 59 or start >= DAY or end > DAY:
        raise BadHours("time", text)
    if start == end:
        raise BadHours("empty", text)
    return start, end if end > start else end + DAY


def check_week(week: Sequence[Sequence[Interval]]) -> None:
    """Raises BadHours (`where` is the number of the day, Monday 0) where a night reaches into the next day's hours."""
    for day in range(7):
        following = week[(day + 1) % 7]
        if any(end - DAY > other[0] for _, end in week[day] for other in following):
            raise BadHours("into_next", str(day))


def shown(intervals: Sequence[Interval]) -> str:
    """Intervals as one writes them: `09:00–12:00, 13:00–18:00`."""
    return ", ".join(
        f"{_clock(start)}–{_clock(end if end <= DAY else end - DAY)}" for start, end in intervals
    )


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
