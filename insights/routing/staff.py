"""Who is there, who usually is, and when each was: as far as what they had in hand tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from insights.routing.history import Came
from insights.routing.material import LONGEST_S, Past
from routing import roster
from routing.learn import HANDLING
from routing.replay import Span, shifts_of
from routing.spec import AgentSpec

WORKDAY_S = 43_200.0
SLACK_S, MOST_SLACK_S = 1800.0, 7200.0  # that somebody was there before and after what they had in hand
GAP_S, MOST_GAP_S = 7200.0, 18_000.0  # between two conversations of one shift
SELDOM = 1 / 3  # of days: who is there less often isn't there usually


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
        (first.replace(hour=at.hour, minute=30) + timedelta(days=day)).timestamp() - first.timestamp()
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
