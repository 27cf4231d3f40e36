"""The queues of this moment, as the routing page lists them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from accounts.models import Site
from chatdesk.kernel import limits
from conversations import places, selectors
from conversations.lifecycle import State
from conversations.models import Conversation
from conversations.moves import SHORTEST_PROMISE_S
from conversations.naming import named as spoken
from conversations.requests import steps
from insights.routing import queues, requirements
from insights.routing.queues import Asked, Queue
from insights.routing.requirements import Agent
from insights.routing.sight import Sight
from routing.models import Skill
from routing.spec import Request

LATELY, LATEST = timedelta(days=14), 3_000  # whose queues are shown though nobody waits
QUEUES = 40


def listed(waits: list[Conversation], site: str | None, now: datetime) -> list[Queue]:
    """Of those who wait, and of those who came in the last two weeks."""
    languages = frozenset(Skill.objects.filter(kind=Skill.Kind.LANGUAGE).values_list("key", flat=True))
    came = Conversation.objects.filter(arrived_at__gte=now - LATELY).order_by("-pk")
    if site is not None:
        came = came.filter(site__key=site)
    lately = came.values_list("needs", "team__key", "promise_s")[:LATEST]
    asked = [
        Asked(
            row.needs,
            row.team.key if row.team else None,
            row.promise_s,
            selectors.waited_s(row, now),
            row.state == State.OFFERED,
        )
        for row in waits
    ]
    before = (Asked(needs, None, promise) for needs, _, promise in lately)
    return queues.grouped([*asked, *before], languages)[:QUEUES]


def told(seen: Sight, queue: Queue, site: str | None) -> dict[str, Any]:
    request = _newcomer(seen, queue, site)
    agents = (Agent(place.spec, place.state.value, load) for place, load in _staff(seen))
    wait = seen.estimate(request)
    low, high = wait.band() if wait else (0.0, 0.0)
    return {
        "key": queue.key,
        "needs": [{"skill": skill, "level": level} for skill, level in queue.needs.items()],
        "team": queue.team,
        "steps": [
            {"after_s": after, "says": spoken(says, seen.floor.firm)}
            for after, says in requirements.steps_told(request)
        ],
        "promise_s": queue.promise_s,
        "waiting": queue.waiting,
        "offered": queue.offered,
        "oldest_wait_s": queue.oldest_wait_s,
        "capable": requirements.capable(request, agents),
        "estimate": {"mean_s": round(wait.mean, 1), "low_s": round(low, 1), "high_s": round(high, 1)}
        if wait
        else None,
    }


def _newcomer(seen: Sight, queue: Queue, site: str | None) -> Request:
    """Somebody who comes to this queue now."""
    here = Site.objects.filter(key=site).first() if site else None
    set_to = limits.of(here.settings) if here else limits.current()
    return Request(
        id=f"?{queue.key}",
        needs=dict(queue.needs),
        promise=max(queue.promise_s, SHORTEST_PROMISE_S),
        arrived=seen.now,
        steps=steps(queue.needs, set_to, seen.floor.firm, team=queue.team),
        team=queue.team,
    )


def _staff(seen: Sight) -> list[tuple[Any, int]]:
    frames = places.agent_frames(seen.floor)
    return [(place, frames[agent].load) for agent, place in seen.floor.places.items()]
