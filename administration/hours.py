"""Opening hours as the page writes them: seven lines of a week, and dates on which other hours hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import Site, Team, User
from administration.slips import Slip
from routing import daysoff, schedule
from routing.models import Calendar
from routing.schedule import BadHours, Interval

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DATES, NAME = 400, 40  # how many, and characters of a day's name
_LINE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\s*[:：]?\s*(.*)")
_CLOSED = re.compile(r"(closed|休息|休|放假|关闭|不营业)[\s:：,，]*", re.IGNORECASE)
_HOURS = re.compile(r"(?:[\d:：\s,，;；、~～至到–—-]|to)*\d[:：]\d\d")


def week_of(lines: Mapping[str, str]) -> list[list[Interval]]:
    """Seven lists of intervals, Monday first, of the lines by day; raises Slip beside the day that is wrong."""
    week: list[list[Interval]] = []
    for day in DAYS:
        try:
            week.append(schedule.read(lines.get(day, "")))
        except BadHours as bad:
            raise Slip(f"hours_{bad.code}", field=day, where=bad.where[:60]) from None
    try:
        schedule.check_week(week)
    except BadHours as bad:
        raise Slip("hours_into_next", field=DAYS[int(bad.where)]) from None
    return week


def dates_of(text: str) -> dict[str, dict[str, Any]]:
    """`2026-10-01 closed National Day` and `2026-12-24 9:00-12:00`, a line each, as the calendar keeps them."""
    found: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        match = _LINE.fullmatch(line)
        if match is None:
            raise Slip("date_form", field="dates", line=number, where=line[:40])
        try:
            day = date(int(match[1]), int(match[2]), int(match[3])).isoformat()
            hours, name = _of_day(match[4])
        except BadHours as bad:
            raise Slip(f"hours_{bad.code}", field="dates", where=bad.where[:60]) from None
        except ValueError:
            raise Slip("date_none", field="dates", line=number, where=line[:40]) from None
        if day in found:
            raise Slip("date_twice", field="dates", line=number, where=day)
        found[day] = {"hours": [list(one) for one in hours], "name": name[:NAME]}
    if len(found) > DATES:
        raise Slip("date_many", field="dates", most=DATES)
    return found


def with_holidays(
    dates: Mapping[str, Mapping[str, Any]],
    week: Sequence[Sequence[Interval]],
    zone: str,
    today: date,
    lang: str,
) -> dict[str, Mapping[str, Any]]:
    """The dates, and besides the public holidays of the zone's country until the end of next year, as closed, and the
    weekend days that are worked instead, with a Friday's hours; what was written for a day stands.
    """
    off, worked = daysoff.named(today, date(today.year + 1, 12, 31), zone, lang)
    found: dict[str, Mapping[str, Any]] = {
        day.isoformat(): {"hours": [], "name": name[:NAME]} for day, name in off.items()
    }
    friday = [list(one) for one in week[4]]
    found |= {day.isoformat(): {"hours": friday, "name": ""} for day in worked if friday}
    return dict(sorted((found | dict(dates)).items()))


def _of_day(rest: str) -> tuple[list[Interval], str]:
    if closed := _CLOSED.match(rest):
        return [], rest[closed.end() :].strip()
    hours = _HOURS.match(rest)
    if hours is None:
        raise BadHours("form", rest)
    return schedule.read(hours[0]), rest[hours.end() :].strip()


def shown_dates(dates: Mapping[str, Mapping[str, Any]], closed: str) -> str:
    """The dates as they are written, in order; `closed` is the word of the page's language."""
    lines = (
        f"{day} {schedule.shown([(start, end) for start, end in other['hours']]) or closed} {other['name']}".rstrip()
        for day, other in sorted(dates.items())
    )
    return "\n".join(lines)


@transaction.atomic
def keep(by: User, of: Site | Team, *, zone: str, week: list[list[Interval]], dates: dict[str, Any]) -> None:
    """These hours from now on."""
    Calendar.objects.update_or_create(**_whose(of), defaults={"zone": zone, "week": week, "dates": dates})
    audit.record("setting_changed", actor=by, subject=_subject(of), detail={"hours": True})


@transaction.atomic
def forget(by: User, of: Site | Team) -> None:
    """Always open again."""
    if Calendar.objects.filter(**_whose(of)).delete()[0]:
        audit.record("setting_changed", actor=by, subject=_subject(of), detail={"hours": False})


def _whose(of: Site | Team) -> dict[str, Any]:
    return {"site": of} if isinstance(of, Site) else {"team": of}


def _subject(of: Site | Team) -> str:
    return f"{'site' if isinstance(of, Site) else 'team'}-{of.pk}"
