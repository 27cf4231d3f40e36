"""A conversation's row as the engine's request: what it asks for, and the steps by which that widens."""

from __future__ import annotations

from collections.abc import Mapping

from chatdesk.kernel.limits import Limits
from conversations.models import Conversation
from conversations.needs import LANGUAGE_LEVEL
from conversations.terms import terms
from routing.firm import Firm
from routing.spec import Request, Step
from routing.want import Want, steps_due, want_after

ANY_PROMISE = 60.0  # where only what it asks for matters


def request_of(row: Conversation, firm: Firm, *, promise: float | None = None) -> Request:
    """The row as the engine's request, with the steps by which its needs widen; ValueError for a row that is broken.

    Taken by hand before it ever waited, it counts from there. Handed on to a team or to skills, it is not kept for
    the sender, and the steps count from that moment: a long talk would otherwise have lost its demands at once.
    """
    arrived = row.arrived_at or row.since
    transfer = row.demands.get("transfer", {})
    queued = transfer.keys() and "agent" not in transfer["to"]
    sender = transfer["by"] if queued else None
    last = str(row.last_agent_id) if row.last_agent_id else None
    later = max(0.0, transfer["at"] - arrived.timestamp()) if queued else 0.0
    team = row.team.key if row.team else None
    return Request(
        id=str(row.pk),
        needs=row.needs,
        promise=row.promise_s if promise is None else promise,
        arrived=arrived.timestamp(),
        sticky=last if last != sender else None,
        steps=steps(row.needs, terms(row), firm, team=team, later=later),
        team=team,
        channel=row.channel,
    )


def steps(
    needs: Mapping[str, int], set_to: Limits, firm: Firm, *, team: str | None = None, later: float = 0.0
) -> tuple[Step, ...]:
    """Levels drop to 1, then topics drop out, then the teams that help out one after the other, then any team; all
    `later` seconds later. A language is never dropped.
    """
    lower = [("level", skill, 1) for skill, level in sorted(needs.items()) if level > 1]
    drop = [("drop", skill) for skill, level in sorted(needs.items()) if is_topic(skill, level, firm)]
    wider = [*(("team", helper) for helper in firm.chains.get(team or "", ())), ("any",)]
    return (
        *((later + set_to.step_level_s, action) for action in lower),
        *((later + set_to.step_drop_s, action) for action in drop),
        *((later + number * set_to.step_any_s, action) for number, action in enumerate(wider, start=1)),
    )


def is_topic(skill: str, level: int, firm: Firm) -> bool:
    """Whether it may drop out; of a skill that isn't on the list any more, the level tells."""
    return skill in firm.topics or (skill not in firm.languages and level > LANGUAGE_LEVEL)


def in_force(row: Conversation, firm: Firm, now: float) -> Want:
    """What it asks for at the moment `now` (seconds since the epoch)."""
    request = request_of(row, firm, promise=ANY_PROMISE)
    return want_after(request, steps_due(request, now))


def widest(row: Conversation, firm: Firm) -> Want:
    """What is left of it after every step."""
    request = request_of(row, firm, promise=ANY_PROMISE)
    return want_after(request, len(request.steps))
