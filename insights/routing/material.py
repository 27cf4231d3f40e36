"""What a what-if, an advice and a comparison are made of: who comes, how long it takes, how patient they are, who is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from statistics import fmean, pstdev
from typing import Any

from accounts.models import Site
from chatdesk.kernel import limits
from chatdesk.kernel.limits import Limits
from conversations.moves import SHORTEST_PROMISE_S
from conversations.requests import steps
from insights.metrics import midnight
from insights.routing import grid, history
from insights.routing.history import Came
from routing.firm import firm
from routing.learn import HANDLING, PATIENCE
from routing.spec import Step

DAYS = 28
BELIEVED = 20  # conversations of one queue that outweigh all others half
LONGEST_S = 7200.0  # that a conversation counts as work; beyond it the agent has forgotten it
MOST_PATIENT_S = 1800.0  # where hardly anybody has ever left nobody knows
Widen = Callable[[Mapping[str, int]], Sequence[Step]]
Queue = tuple[tuple[tuple[str, int], ...], float]  # needs and promise


@dataclass(frozen=True, slots=True)
class Past:
    """The last four weeks, and the local days in them that were whole."""

    came: Sequence[Came]
    start: datetime
    days: int
    zone: tzinfo


def past(site: str | None, zone: tzinfo, now: datetime) -> Past:
    first = history.began(site) or now
    start = max(grid.ago(DAYS, now, zone), midnight(first, zone))
    days = grid.days_between(start, now, zone)
    return Past(history.came(start, midnight(now, zone), site), start, len(days), zone)


def set_to(site: str | None) -> Limits:
    """The settings of the site, or of the installation."""
    here = Site.objects.filter(key=site).first() if site else None
    return limits.of(here.settings) if here else limits.current()


def widening(site: str | None) -> Widen:
    """The steps of any needs, by the settings there."""
    options, of = set_to(site), firm()
    return lambda needs: steps(needs, options, of)


def queue_of(one: Came) -> Queue:
    return tuple(sorted(one.needs.items())), max(one.promise_s, SHORTEST_PROMISE_S)


def patience_s(came: Collection[Came]) -> float:
    """Mean seconds after which somebody gives up: what all waited for each who did; one cold value counts along."""
    waited = sum(one.waited_s for one in came if one.waited_s is not None)
    return min(MOST_PATIENT_S, (PATIENCE + waited) / (1 + sum(one.left for one in came)))


def works(came: Collection[Came]) -> list[float]:
    return [min(one.worked_s, LONGEST_S) for one in came if one.worked_s]


def busiest_hour(seen: Past, now: datetime) -> datetime:
    """The next time that the busiest hour of the week comes round."""
    hours = Counter(one.at.astimezone(seen.zone).hour for one in seen.came)
    weekdays = Counter(one.at.astimezone(seen.zone).weekday() for one in seen.came)
    hour = max(range(24), key=lambda each: (hours[each], -each))
    weekday = max(range(7), key=lambda each: (weekdays[each], -each))
    local = now.astimezone(seen.zone).replace(minute=0, second=0, microsecond=0)
    days = (weekday - local.weekday()) % 7
    found = (local + timedelta(days=days)).replace(hour=hour)
    return found if found > local else found + timedelta(days=7)


def streams(seen: Past, hour: datetime, widen: Widen) -> list[dict[str, Any]]:
    """One for each queue, at the rate of that hour of the day and weekday."""
    local = hour.astimezone(seen.zone)
    here = [one for one in seen.came if one.at.astimezone(seen.zone).hour == local.hour]
    if not here or not seen.days:
        return []
    share = sum(one.at.astimezone(seen.zone).weekday() == local.weekday() for one in seen.came) / len(
        seen.came
    )
    busy = 1.0 if seen.days < 7 else max(0.2, 7 * share)
    counts = Counter(queue_of(one) for one in here)
    overall, patience = works(seen.came), patience_s(seen.came)
    usual = fmean(overall) if overall else HANDLING
    return [
        {
            "name": f"q{number}",
            "rate": count / seen.days / 3600 * busy,
            "needs": dict(queue[0]),
            "promise": queue[1],
            "patience": patience,
            "steps": widen(dict(queue[0])),
            **_work(works([one for one in seen.came if queue_of(one) == queue]), usual),
        }
        for number, (queue, count) in enumerate(sorted(counts.items()))
    ]


def _work(mine: Sequence[float], usual: float) -> dict[str, float]:
    """Mean and spread of one queue, drawn to what is usual where little is known."""
    mean = (sum(mine) + BELIEVED * usual) / (len(mine) + BELIEVED)
    spread = pstdev(mine) / fmean(mine) if len(mine) >= BELIEVED else 1.0
    return {"work": max(mean, 1.0), "spread": min(max(spread, 0.2), 3.0)}
