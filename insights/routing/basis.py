"""On whom and what a what-if and an advice rest, and what of it the team can serve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chatdesk.kernel.clock import stamp
from insights.routing.queues import named
from routing.spec import AgentSpec, Request
from routing.want import want_after


def served(
    found: Sequence[dict[str, Any]], people: Sequence[AgentSpec]
) -> tuple[list[dict[str, Any]], list[str]]:
    """The streams that somebody of these can serve, at the latest after all steps; and the needs of the others."""
    can, cannot = [], []
    for each in found:
        steps = tuple(each["steps"])
        want = want_after(Request(id="?", needs=each["needs"], arrived=0.0, steps=steps), len(steps))
        if any(want.lacks(spec) is None for spec in people):
            can.append(each)
        else:
            cannot.append(named(each["needs"], ()))
    return can, sorted(set(cannot))


def agent(spec: AgentSpec) -> dict[str, Any]:
    return {
        "id": spec.id,
        "skills": dict(spec.skills),
        "capacity": spec.capacity,
        "team": spec.team,
        "channels": spec.channels,
    }


def based_on(
    how: str,
    people: Sequence[AgentSpec],
    found: Sequence[Mapping[str, Any]],
    unserved: Sequence[str],
    hour: datetime,
    days: int,
) -> dict[str, Any]:
    """What it rests on, for the page to say."""
    rate = sum(each["rate"] for each in found)
    return {
        "agents": how,
        "team": len(people),
        "unserved": list(unserved),
        "hour": stamp(hour),
        "arrivals_per_h": round(rate * 3600, 2),
        "handling_s": round(sum(each["rate"] * each["work"] for each in found) / rate, 1) if rate else 0.0,
        "patience_s": round(found[0]["patience"], 1) if found else 0.0,
        "days": days,
    }
