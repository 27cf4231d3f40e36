"""The supervisor's routing tools, by REST."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from accounts.access import Staff, require
from accounts.permissions import Verb, may
from chatdesk.kernel.clock import now
from conversations.access import find
from insights.routing import decisions, forecast, heat, live, planning
from routing.models import Decision

router = Router(auth=Staff(), tags=["routing"])


@router.get("/routing/live", summary="Queues of this moment, who could serve them, and why each still waits")
def routing_live(request: HttpRequest, site: str | None = None) -> dict[str, Any]:
    """Without the right to see every conversation nobody who waits is named."""
    user = require(request, Verb.SEE_BOARD)
    return live.page(site, named=may(user.role, Verb.SEE_ALL))


@router.get("/routing/decisions", summary="Why conversations went where they went, with figures in words")
def routing_decisions(
    request: HttpRequest, conversation: str | None = None, site: str | None = None
) -> dict[str, Any]:
    """Of one conversation that you may see, oldest first; else, for supervisors, the latest 50."""
    if conversation is not None:
        seen = find(require(request, Verb.ANSWER), conversation)
        rows = Decision.objects.filter(conversation=str(seen.pk)).order_by("pk")
        return {"items": decisions.latest(rows[: decisions.MOST], named=True)}
    user = require(request, Verb.SEE_BOARD)
    return {"items": decisions.latest(decisions.of_site(site), named=may(user.role, Verb.SEE_ALL))}


@router.get("/routing/waiting", summary="Why one conversation still waits, and what will change")
def routing_waiting(request: HttpRequest, conversation: str) -> dict[str, Any]:
    """Not found unless it waits."""
    return live.one(find(require(request, Verb.ANSWER), conversation))


@router.get("/routing/heat", summary="Queue × half hour: arrivals a day, mean wait, or share who gave up")
def routing_heat(
    request: HttpRequest,
    site: str | None = None,
    weeks: int = 4,
    measure: str = "arrivals",
    weekday: int | None = None,
) -> dict[str, Any]:
    """By the clock of the site; today doesn't count, for it isn't over."""
    require(request, Verb.SEE_BOARD)
    return heat.of(site, weeks, measure, weekday, now())


@router.get(
    "/routing/forecast", summary="How many will ask for a person, by quarters of an hour, with a band"
)
def routing_forecast(request: HttpRequest, site: str | None = None, days: int = 14) -> dict[str, Any]:
    """With how it would have done on the last weeks; empty, with `needs_days`, while there is too little history."""
    require(request, Verb.SEE_BOARD)
    return forecast.of(site, days, now())


class Days(Schema):
    days: int = 7


@router.post("/routing/compare", summary="The last days once more with each policy, by the shipped engine")
def routing_compare(request: HttpRequest, body: Days, site: str | None = None) -> dict[str, Any]:
    require(request, Verb.SEE_BOARD)
    return planning.compare(site, body.days, now())


class Change(Schema):
    hour: datetime | None = None
    agents: list[int] = list(planning.CHANGES)


@router.post("/routing/what-if", summary="Waits with fewer and more agents")
def routing_what_if(request: HttpRequest, body: Change, site: str | None = None) -> dict[str, Any]:
    """Without `hour`: now, with who is there."""
    require(request, Verb.SEE_BOARD)
    return planning.what_if(site, zoned(body.hour), body.agents, now())


@router.get("/routing/advice", summary="Which skill taught to whom would save most waiting")
def routing_advice(
    request: HttpRequest, site: str | None = None, hour: datetime | None = None
) -> dict[str, Any]:
    """Without `hour`: the busiest of the week, with who usually works then."""
    require(request, Verb.SEE_BOARD)
    return planning.advice(site, zoned(hour), now())


def zoned(moment: datetime | None) -> datetime | None:
    """A time without a zone is UTC."""
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
