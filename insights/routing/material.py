"""What a what-if, an advice and a comparison are made of: who comes, how long it takes, how patient they are, who is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from statistics import fmean, pstdev
from typing import Any

from accounts.models import Site
from chatdesk.kernel import limits
from chatdesk.kernel.clock import stamp
from chatdesk.kernel.limits import Limits
from conversations import floor
from insights.metrics import midnight
from insights.routing import grid, history
from insights.routing.history import Came
from insights.routing.queues import named
from routing import roster
from routing.learn import HANDLING, PATIENCE
from routing.replay import Span, shifts_of
from routing.spec import AgentSpec, Request
from routing.want import want_after

DAYS = 28
BELIEVED = 20  # conversations of one queue that outweigh all others half
LONGEST_S = 7200.0  # that a conversation counts as work; beyond it the agent has forgotten it
MOST_PATIENT_S = 1800.0  # where hardly anybody has ever left nobody knows
WORKDAY_S = 43_200.0
SLACK_S, MOST_SLACK_S = 1800.0, 7200.0  # that somebody was there before and after what they had in hand
GAP_S, MOST_GAP_S = 7200.0, 18_000.0  # between two conversations of one shift
SELDOM = 1 / 3  # of days: who is there less often isn't there usually
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
    start = max(midnight(now, zone) - timedelta(days=DAYS), midnight(first, zone))
    days = grid.days_between(start, now, zone)
    return Past(history.came(start, midnight(now, zone), site), start, len(days), zone)


def set_to(site: str | None) -> Limits:
    """The settings of the site, or of the installation."""
    here = Site.objects.filter(key=site).first() if site else None
    return limits.of(here.settings) if here else limits.current()


def queue_of(one: Came) -> Queue:
    return tuple(sorted(one.needs.items())), one.promise_s


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


def streams(seen: Past, hour: datetime, options: Limits) -> list[dict[str, Any]]:
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
            "steps": floor.steps(dict(queue[0]), options),
            **_work(works([one for one in seen.came if queue_of(one) == queue]), usual),
        }
        for number, (queue, count) in enumerate(sorted(counts.items()))
    ]


def _work(mine: Sequence[float], usual: float) -> dict[str, float]:
    """Mean and spread of one queue, drawn to what is usual where little is known."""
    mean = (sum(mine) + BELIEVED * usual) / (len(mine) + BELIEVED)
    spread = pstdev(mine) / fmean(mine) if len(mine) >= BELIEVED else 1.0
    return {"work": max(mean, 1.0), "spread": min(max(spread, 0.2), 3.0)}


def held(came: Sequence[Came], start: datetime) -> Mapping[str, list[Span]]:
    """When each agent was there, in seconds from `start`, by what they had in hand; who has little is seen less often."""
    spans: dict[str, list[Span]] = {}
    for one in came:
        if one.agent and one.waited_s is not None:
            begins = (one.at - start).total_seconds() + one.waited_s
            spans.setdefault(one.agent, []).append(
                (begins, begins + min(one.worked_s or HANDLING, LONGEST_S))
            )
    return {agent: _shifts(found) for agent, found in spans.items()}


def _shifts(mine: Sequence[Span]) -> list[Span]:
    days = len({begins // 86_400 for begins, _ in mine})
    pace = WORKDAY_S * days / len(mine)  # between two conversations, on a day with any
    slack, gap = min(max(pace / 2, SLACK_S), MOST_SLACK_S), min(max(2 * pace, GAP_S), MOST_GAP_S)
    return shifts_of(mine, slack, gap)


def specs(now: datetime) -> dict[str, AgentSpec]:
    return {agent: place.spec for agent, place in roster.places(now).items()}


def team_now(now: datetime) -> list[AgentSpec]:
    """Who is there."""
    return [place.spec for place in roster.places(now).values() if place.there]


def team_usual(seen: Past, hour: datetime, now: datetime) -> list[AgentSpec]:
    """Who has usually been there at that hour of the day, on a third of the days at least."""
    at, known = hour.astimezone(seen.zone), specs(now)
    first = seen.start.astimezone(seen.zone)
    middles = [
        (first.replace(hour=at.hour, minute=30) + timedelta(days=day) - first).total_seconds()
        for day in range(seen.days)
    ]
    found = []
    for agent, spans in held(seen.came, seen.start).items():
        there = sum(any(begins <= middle <= ends for begins, ends in spans) for middle in middles)
        if agent in known and there >= max(1.0, SELDOM * seen.days):
            found.append(known[agent])
    return found


def team(seen: Past, hour: datetime, now: datetime, *, present: bool) -> tuple[str, list[AgentSpec]]:
    """Whom to reckon with, and how they were found: "now", "usual" or "all"."""
    if present and (here := team_now(now)):
        return "now", here
    if usual := team_usual(seen, hour, now):
        return "usual", usual
    return "all", [spec for spec in specs(now).values() if spec.capacity]


def served(
    found: Sequence[dict[str, Any]], people: Sequence[AgentSpec]
) -> tuple[list[dict[str, Any]], list[str]]:
    """The streams that somebody of these can serve, at the latest after all steps; and the needs of the others."""
    can, cannot = [], []
    for each in found:
        steps = tuple(each["steps"])
        want = want_after(Request(id="?", needs=each["needs"], arrived=0.0, steps=steps), len(steps))
        if any(want.lacks(spec) is None for spec in people):
            can.append(each)
        else:
            cannot.append(named(each["needs"], ()))
    return can, sorted(set(cannot))


def agent(spec: AgentSpec) -> dict[str, Any]:
    return {"id": spec.id, "skills": dict(spec.skills), "capacity": spec.capacity, "team": spec.team}


def based_on(
    how: str,
    people: Sequence[AgentSpec],
    found: Sequence[Mapping[str, Any]],
    unserved: Sequence[str],
    hour: datetime,
    days: int,
) -> dict[str, Any]:
    """What it rests on, for the page to say."""
    rate = sum(each["rate"] for each in found)
    return {
        "agents": how,
        "team": len(people),
        "unserved": list(unserved),
        "hour": stamp(hour),
        "arrivals_per_h": round(rate * 3600, 2),
        "handling_s": round(sum(each["rate"] * each["work"] for each in found) / rate, 1) if rate else 0.0,
        "patience_s": round(found[0]["patience"], 1) if found else 0.0,
        "days": days,
    }
