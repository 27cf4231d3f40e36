"""Rows as the engine's agents: seats with their skills, and the state that counts (unreachable is offline)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from accounts.models import User
from chatdesk.kernel import limits
from routing.models import Lease, Seat
from routing.spec import AgentSpec, AgentState

THERE = frozenset({Seat.State.ONLINE, Seat.State.BUSY, Seat.State.WRAP_UP, Seat.State.NOT_RESPONDING})


@dataclass(frozen=True, slots=True)
class Place:
    """One seat as routing sees it; `lost_at` is when the last of its leases ran out, None while it is reachable.

    Wrap-up is the row's, with its end in `until`: the engine is told of the state and starts none of its own.
    """

    spec: AgentSpec
    name: str
    state: AgentState
    chosen: str
    lost_at: datetime | None
    mode: str
    until: datetime | None = None
    closed: bool = False  # its team is out of hours: nothing new is offered, only taken by hand

    @property
    def there(self) -> bool:
        """Reachable, within the team's hours, and in a state from which it may soon take a conversation."""
        return self.lost_at is None and self.chosen in THERE and not self.closed


def places(now: datetime, teams_closed: Collection[int] = ()) -> dict[str, Place]:
    """Every active seat by its user's id, in two queries; `teams_closed` are the ids of those out of hours."""
    until = dict(Lease.objects.values_list("user_id").annotate(last=Max("until")))
    seats = Seat.objects.filter(user__is_active=True).select_related("team", "user").order_by("pk")
    return {
        str(seat.user_id): place(seat, until.get(seat.user_id), now, seat.team_id in teams_closed)
        for seat in seats
    }


def reachable(user: int, now: datetime) -> bool:
    """Whether any socket of theirs is alive."""
    return Lease.objects.filter(user_id=user, until__gt=now).exists()


def takes_more(user: User, now: datetime) -> bool:
    """Whether the agent may be given something at this moment: online by their own choice, and reachable."""
    return Seat.objects.filter(user=user, state=Seat.State.ONLINE).exists() and reachable(user.pk, now)


def place(seat: Seat, until: datetime | None, now: datetime, closed: bool) -> Place:
    set_to = limits.of(seat.team.settings if seat.team else {})
    reachable = until is not None and until > now
    mode = seat.team.mode if seat.team else set_to.mode
    state = AgentState(seat.state) if reachable and not closed else AgentState.OFFLINE
    if mode == "pull" and state == AgentState.ONLINE:
        state = AgentState.BUSY  # whoever pulls is never pushed to
    spec = AgentSpec(
        id=str(seat.user_id),
        skills=seat.skills,
        capacity=seat.capacity,
        team=seat.team.key if seat.team else None,
        ramp=float(set_to.ramp_per_min) or None,
        channels=seat.channels or None,
    )
    return Place(
        spec=spec,
        name=seat.user.name,
        state=state,
        chosen=seat.state,
        lost_at=None if reachable else until or seat.since,
        mode=mode,
        until=seat.until,
        closed=closed,
    )
