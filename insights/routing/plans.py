"""The routing tools that look ahead or back for seconds, by REST."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from accounts.access import Staff, require
from accounts.permissions import Verb
from chatdesk.kernel.clock import now
from insights.routing import comparing, forecast, planning

router = Router(auth=Staff(), tags=["routing"])


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
    return comparing.compare(site, body.days, now())


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
