"""The forecast of the next days, from the firm's own rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from accounts.models import Site
from chatdesk.kernel.clock import stamp
from chatdesk.kernel.errors import Invalid
from conversations.board_feed import known
from insights import figures
from insights.metrics import STEP_S, midnight, quarters
from insights.routing import work
from insights.routing.grid import days_between
from routing.forecast import ENOUGH, SLOTS
from routing.models import Arrivals, Calendar

LOOKS_BACK = timedelta(weeks=13)
MOST = 300_000  # conversations read, the latest
AHEAD = 28  # days
Counts = dict[date, list[int]]


def of(site: str | None, days: int, now: datetime) -> dict[str, Any]:
    """As the page shows it; raises NotFound for a site that isn't there, Invalid for a span that is."""
    if not 1 <= days <= AHEAD:
        raise Invalid(f"days is 1 to {AHEAD}")
    known(site, None)
    zone = figures.zone(site)
    start = midnight(now, zone)
    told = work.once(("forecast", site, start), lambda: _told(site, zone, now))
    actual = quarters(_today(site, start), start, now)[:-1]
    return {"start": stamp(start), "step_s": STEP_S, "actual": actual, **_within(told, start, zone, days)}


def _told(site: str | None, zone: tzinfo, now: datetime) -> dict[str, Any]:
    """What the core makes of it, by the local clock; with nothing but `needs_days` where there is too little."""
    counts = history(site, zone, now)
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
    places = [place(at.astimezone(zone), first) for at in steps]
    last = (first + timedelta(days=days)).isoformat()
    return {
        **told,
        **{name: [told[name][each] for each in places] for name in ("mean", "low", "high")},
        "holidays": [day for day in told["holidays"] if day < last],
    }


def place(local: datetime, first: date) -> int:
    """Which of the quarters from local midnight of `first` on it is, by the clock on the wall."""
    return (local.date() - first).days * SLOTS + local.hour * 4 + local.minute // 15


def history(site: str | None, zone: tzinfo, now: datetime) -> Counts:
    """The quarters of each whole local day: as counted back then where that was kept, else from the conversations."""
    since = midnight(now, zone) - LOOKS_BACK
    alone = site is None or Site.objects.count() == 1  # the counts know no sites
    kept = counted(since, midnight(now, zone), zone) if alone else {}
    return kept | from_rows(site, since, now, zone, frozenset(kept))


def counted(since: datetime, until: datetime, zone: tzinfo) -> Counts:
    found: Counts = {}
    rows = Arrivals.objects.filter(at__gte=since, at__lt=until).values_list("at", "count")
    for at, count in rows:
        local = at.astimezone(zone)
        found.setdefault(local.date(), [0] * SLOTS)[place(local, local.date())] += count
    return found


def from_rows(site: str | None, since: datetime, now: datetime, zone: tzinfo, but: Iterable[date]) -> Counts:
    """Of the whole days since the first conversation that asked for a person, but those known already."""
    rows = figures.within(site, None).filter(arrived_at__gte=since, arrived_at__lt=now)
    latest = rows.order_by("-arrived_at").values_list("arrived_at", flat=True)[:MOST]
    came = [at for at in latest if at]
    if not came:
        return {}
    begun = figures.within(site, None).filter(arrived_at__lt=since).exists()
    first = (
        since if begun else midnight(came[-1], zone) + timedelta(days=1, hours=12)
    )  # the first day isn't whole
    whole = days_between(first, now, zone)
    found: Counts = {day: [0] * SLOTS for day in whole if day not in frozenset(but)}
    for at in came:
        local = at.astimezone(zone)
        if local.date() in found:
            found[local.date()][place(local, local.date())] += 1
    return found


def _today(site: str | None, start: datetime) -> list[datetime]:
    rows = figures.within(site, None).filter(arrived_at__gte=start)
    return [at for at in rows.values_list("arrived_at", flat=True) if at]


def closed(site: str | None) -> list[date]:
    """The dates on which the firm says that it is closed all day."""
    calendars = Calendar.objects.exclude(site=None)
    rows = calendars.filter(site__key=site) if site else calendars
    return [date.fromisoformat(day) for row in rows for day, other in row.dates.items() if not other["hours"]]
