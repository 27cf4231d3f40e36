"""Where a team can't serve what it is handed: what is missing there, and when others may take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conversations.models import Conversation
from conversations.requests import ANY_PROMISE, request_of
from routing.firm import Firm
from routing.models import Seat
from routing.want import first_want, want_after


@dataclass(frozen=True, slots=True)
class Unserved:
    """`missing`: the needs that nobody there meets, or all where nobody meets them at once; `until`: when, in seconds
    since the epoch, a step first lets somebody of the firm take it, None where none ever does.
    """

    missing: Mapping[str, int]
    until: float | None


def unserved(row: Conversation, firm: Firm) -> Unserved | None:
    """What stands against it at first; None where somebody has the skills, on duty or not."""
    request = request_of(row, firm, promise=ANY_PROMISE)
    seats = list(Seat.objects.filter(user__is_active=True).select_related("team"))
    want = first_want(request)
    there = [
        seat.skills for seat in seats if want.teams is None or (seat.team and seat.team.key in want.teams)
    ]
    if any(meets(skills, request.needs) for skills in there):
        return None
    lacking = {
        skill: level
        for skill, level in request.needs.items()
        if not any(meets(each, {skill: level}) for each in there)
    }
    until = (
        request.arrived + after
        for number, (after, _) in enumerate(request.steps, start=1)
        if any(
            could(seat, want_after(request, number).teams, dict(want_after(request, number).needs))
            for seat in seats
        )
    )
    return Unserved(lacking or dict(request.needs), next(until, None))


def could(seat: Seat, teams: frozenset[str] | None, needs: Mapping[str, int]) -> bool:
    return meets(seat.skills, needs) and (teams is None or (seat.team is not None and seat.team.key in teams))


def meets(skills: Mapping[str, int], needs: Mapping[str, int]) -> bool:
    return all(skills.get(skill, 0) >= level for skill, level in needs.items())
