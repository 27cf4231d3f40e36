"""The supervisor's routing tools, by REST."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from accounts.access import Staff, require
from accounts.permissions import Verb, may
from chatdesk.kernel.clock import now
from conversations.access import find
from insights.routing import decisions, heat, live
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
    """`why` is null unless it waits."""
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
