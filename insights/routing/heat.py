"""The heat of the last weeks, read from rows."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

from chatdesk.kernel.errors import Invalid
from conversations.board_feed import known
from insights import figures
from insights.metrics import midnight
from insights.routing import grid, history
from insights.routing.grid import Stay
from insights.routing.queues import named
from routing.models import Skill

WEEKS = 13
ROWS = 30  # queues, the busiest


def of(site: str | None, weeks: int, measure: str, weekday: int | None, now: datetime) -> dict[str, Any]:
    """`values[queue][half hour]` over whole local days; raises Invalid for a measure or a number of weeks that isn't there."""
    if measure not in grid.MEASURES or not 1 <= weeks <= WEEKS or weekday not in {None, *range(7)}:
        raise Invalid(
            f"measure is {', '.join(grid.MEASURES)}; weeks is 1 to {WEEKS}; weekday is 0 (Monday) to 6"
        )
    known(site, None)
    zone, first = figures.zone(site), history.began(site)
    start = max(grid.ago(7 * weeks, now, zone), first or now)
    days = grid.days_between(start, now, zone, () if weekday is None else (weekday,))
    stays = _stays(midnight(start, zone), now, site) if days else []
    queues = _busiest(stays, days, zone)
    return {
        "from": days[0].isoformat() if days else None,
        "to": days[-1].isoformat() if days else None,
        "days": len(days),
        "measure": measure,
        "queues": queues,
        "names": dict(Skill.objects.values_list("key", "name")),
        "slots": grid.LABELS,
        "values": grid.heat(stays, measure, days, zone, queues),
    }


def _stays(since: datetime, until: datetime, site: str | None) -> list[Stay]:
    languages = frozenset(Skill.objects.filter(kind=Skill.Kind.LANGUAGE).values_list("key", flat=True))
    return [
        Stay(named(one.needs, languages), one.at, one.waited_s, one.left)
        for one in history.came(since, until, site)
    ]


def _busiest(stays: list[Stay], days: list[date], zone: Any) -> list[str]:
    """The queues that anybody came to on these days, the busiest first."""
    known = frozenset(days)
    counts = Counter(stay.queue for stay in stays if stay.at.astimezone(zone).date() in known)
    return [queue for queue, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:ROWS]]
