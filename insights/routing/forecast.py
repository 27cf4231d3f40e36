"""The forecast of the next days, from the firm's own rows."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from chatdesk.kernel.clock import stamp
from chatdesk.kernel.errors import Invalid
from conversations.board_feed import known
from insights import figures
from insights.metrics import STEP_S, midnight, quarters
from insights.routing import counts as past
from insights.routing import work
from insights.routing.once import once
from routing.forecast import ENOUGH, SLOTS
from routing.models import Calendar

AHEAD = 28  # days


def of(site: str | None, days: int, now: datetime) -> dict[str, Any]:
    """As the page shows it; raises NotFound for a site that isn't there, Invalid for a span that is."""
    if not 1 <= days <= AHEAD:
        raise Invalid(f"days is 1 to {AHEAD}")
    known(site, None)
    zone = figures.zone(site)
    start = midnight(now, zone)
    told = once(("forecast", site, start), lambda: _told(site, zone, now))
    actual = quarters(_today(site, start), start, now)[:-1]
    return {"start": stamp(start), "step_s": STEP_S, "actual": actual, **_within(told, start, zone, days)}


def _told(site: str | None, zone: tzinfo, now: datetime) -> dict[str, Any]:
    """What the core makes of it, by the local clock; with nothing but `needs_days` where there is too little."""
    counts = past.history(site, zone, now)
    if len(counts) < ENOUGH:
        return {
            "needs_days": ENOUGH - len(counts),
            "mean": [],
            "low": [],
            "high": [],
            "tested": None,
            "holidays": [],
        }
    start = midnight(now, zone)
    told: dict[str, Any] = work.rehearse(
        "forecast",
        {
            "counts": {day.isoformat(): quarters for day, quarters in counts.items()},
            "today": now.astimezone(zone).date().isoformat(),
            "days": AHEAD + 1,  # a day more: where the clock is set forward the last hour lies in it
            "so_far": quarters(_today(site, start), start, now)[:-1],
            "zone": str(zone),
            "closed": [day.isoformat() for day in closed(site)],
        },
    )
    return {"needs_days": 0, **told}


def _within(told: dict[str, Any], start: datetime, zone: tzinfo, days: int) -> dict[str, Any]:
    """The quarters from `start` on, also on days when the clock is changed, and without what lies beyond `days`."""
    first = start.astimezone(zone).date()
    if told["tested"]:
        told = {**told, "tested": {**told["tested"], "weeks": round(told["tested"]["days"] / 7, 1)}}
    if not told["mean"]:
        return told
    steps = (start + timedelta(seconds=STEP_S * step) for step in range(days * SLOTS))
    places = [past.place(at.astimezone(zone), first) for at in steps]
    last = (first + timedelta(days=days)).isoformat()
    return {
        **told,
        **{name: [told[name][each] for each in places] for name in ("mean", "low", "high")},
        "holidays": [day for day in told["holidays"] if day < last],
    }


def _today(site: str | None, start: datetime) -> list[datetime]:
    rows = figures.within(site, None).filter(arrived_at__gte=start)
    return [at for at in rows.values_list("arrived_at", flat=True) if at]


def closed(site: str | None) -> list[date]:
    """The dates on which the firm says that it is closed all day."""
    calendars = Calendar.objects.exclude(site=None)
    rows = calendars.filter(site__key=site) if site else calendars
    return [date.fromisoformat(day) for row in rows for day, other in row.dates.items() if not other["hours"]]
