"""How many asked for a person, by local day and quarter of an hour: the past that a forecast rests on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo

from accounts.models import Site
from insights import figures
from insights.metrics import midnight
from insights.routing.grid import ago, days_between
from routing.forecast import SLOTS
from routing.models import Arrivals

LOOKS_BACK = 91  # days
MOST = 300_000  # conversations read, the latest
Counts = dict[date, list[int]]


def place(local: datetime, first: date) -> int:
    """Which of the quarters from local midnight of `first` on it is, by the clock on the wall."""
    return (local.date() - first).days * SLOTS + local.hour * 4 + local.minute // 15


def history(site: str | None, zone: tzinfo, now: datetime) -> Counts:
    """The quarters of each whole local day: as counted back then where that was kept, else from the conversations."""
    since = ago(LOOKS_BACK, now, zone)
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
