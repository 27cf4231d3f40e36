"""Who could serve a requirement, and how it widens with time. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from routing.explain import Words, step_text
from routing.spec import AgentSpec, Request, Step
from routing.want import changes_ahead, first_want


@dataclass(frozen=True, slots=True)
class Agent:
    """One seat as routing sees it, and the units in use."""

    spec: AgentSpec
    state: str
    load: int


def capable(request: Request, agents: Iterable[Agent]) -> dict[str, int]:
    """How many agents could serve it by state (online, busy, break, wrap_up, not_responding, offline), and as `free`
    how many of those online have a unit free."""
    want = first_want(request)
    found = dict.fromkeys(("online", "free", "busy", "break", "wrap_up", "not_responding", "offline"), 0)
    for agent in agents:
        if want.lacks(agent.spec) is None:
            found[agent.state] += 1
            found["free"] += agent.state == "online" and agent.load + request.weight <= agent.spec.capacity
    return found


def steps_told(request: Request) -> list[tuple[float, Words]]:
    """The steps that will change something, each with the seconds after arrival, in words."""
    return [(change[0][0], _said(change)) for change in changes_ahead(request, 0)]


def next_step(request: Request, now: float) -> tuple[float, Words] | None:
    """When the next step that changes something comes, in seconds as `now` is, in words; None where none will."""
    due = sum(request.arrived + after <= now for after, _ in request.steps)
    change = next(changes_ahead(request, due), None)
    return None if change is None else (request.arrived + change[0][0], _said(change))


def _said(change: tuple[Step, object, object]) -> Words:
    zh, en = step_text(*change, done=False)  # type: ignore[arg-type]
    return {"zh": zh, "en": en[:1].upper() + en[1:]}
