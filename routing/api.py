"""Agents and skills, by REST."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from ninja import Router

from accounts.access import Staff
from chatdesk.kernel.clock import now
from chatdesk.kernel.paging import page
from routing.models import Lease, Seat, Skill

router = Router(auth=Staff(), tags=["routing"])


@router.get("/agents", summary="Everybody with a seat")
def agents(request: HttpRequest, cursor: str = "", limit: int = 50) -> dict[str, Any]:
    """`state` as colleagues see it: whoever has no socket open is offline, whatever they chose."""
    there = Lease.objects.filter(user=OuterRef("user"), until__gt=now())
    seats = Seat.objects.filter(user__is_active=True).select_related("user", "team")
    return page(seats.annotate(there=Exists(there)), _agent, cursor=cursor, limit=limit)


@router.get("/skills", summary="What can be asked of agents")
def skills(request: HttpRequest, cursor: str = "", limit: int = 200) -> dict[str, Any]:
    return page(Skill.objects.all(), _skill, cursor=cursor, limit=limit)


def _agent(seat: Seat) -> dict[str, Any]:
    return {
        "id": str(seat.user_id),
        "name": seat.user.name,
        "role": seat.user.role,
        "team": seat.team.key if seat.team else None,
        "team_name": seat.team.name if seat.team else None,
        "skills": seat.skills,
        "capacity": seat.capacity,
        "state": seat.state if seat.there else Seat.State.OFFLINE,  # type: ignore[attr-defined]  # annotated above
    }


def _skill(skill: Skill) -> dict[str, Any]:
    return {"key": skill.key, "name": skill.name, "kind": skill.kind}
