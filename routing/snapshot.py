"""The engine's state as plain values in a canonical order, to compare a replay with."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from routing.pool import Pool
from routing.seat import Seat, Talk


def snapshot(pool: Pool, talks: Iterable[Talk]) -> dict[str, Any]:
    """Agents by id; waiting and reserved conversations by id; what has been learnt."""
    seats = pool.seats.values()
    known = sorted(talks, key=lambda talk: talk.request.id)
    return {
        "agents": {seat.spec.id: agent(seat) for seat in sorted(seats, key=lambda seat: seat.spec.id)},
        "waiting": {talk.request.id: conversation(talk) for talk in known if talk.agent is None},
        "reserved": {talk.request.id: conversation(talk) for talk in known if talk.agent is not None},
        "demand": pool.demand.state(),
        "lessons": [[plain(key), lessons.state()] for key, lessons in sorted(pool.lessons.items())],
    }


def agent(seat: Seat) -> dict[str, Any]:
    """One agent."""
    return {
        **plain(asdict(seat.spec)),
        "state": seat.state.value,
        "load": seat.load,
        "held": sorted(seat.held),
        "assigned_at": seat.assigned_at,
        "turn": seat.turn,
        "work": [seat.work, seat.worked_until],
        "free_since": seat.free_since,
        "wrap_until": seat.wrap_until,
        "recent": list(seat.recent),
    }


def conversation(talk: Talk) -> dict[str, Any]:
    """One conversation."""
    refusals = dict(sorted(talk.refusals.items()))
    return {
        **plain(asdict(talk.request)),
        "agent_now": talk.agent,
        "steps_taken": talk.steps,
        "refusals": refusals,
        "begun": talk.begun,
        "noted": talk.noted,
    }


def plain(value: Any) -> Any:
    """Tuples as lists and keys in order, as JSON would have them."""
    if isinstance(value, dict):
        return {key: plain(value[key]) for key in sorted(value)}
    return [plain(each) for each in value] if isinstance(value, list | tuple) else value
