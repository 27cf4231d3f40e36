"""The routing page of this moment: queues with what they ask for, who could serve them, and why each still waits."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from accounts.models import Site
from chatdesk.kernel import limits
from chatdesk.kernel.clock import stamp
from chatdesk.kernel.errors import NotFound
from conversations import places, selectors
from conversations.board_feed import known
from conversations.lifecycle import WAITING, State
from conversations.models import Conversation
from conversations.naming import named as spoken
from conversations.requests import request_of, steps
from insights.routing import checks, queues, sight
from insights.routing.queues import Agent, Asked, Queue
from insights.routing.sight import Sight
from routing.explain import Words
from routing.models import Skill
from routing.spec import Request
from routing.want import steps_due

SHOWN = 100  # of those who wait, the longest first
LATELY, LATEST = timedelta(days=14), 3_000  # whose queues are shown though nobody waits
QUEUES = 40


def page(site: str | None, *, named: bool) -> dict[str, Any]:
    """Everything of it; raises NotFound for a site that isn't there. Without `named` no visitor is named."""
    known(site, None)
    seen = sight.take()
    waits = [row for row in seen.floor.rows if row.state in WAITING and _of(row, site)]
    shown = [_waiting(seen, row, named=named) for row in waits[:SHOWN]]
    return {
        "at": stamp(seen.floor.at),
        "queues": [_queue(seen, queue, site) for queue in _queues(waits, site, seen.floor.at)],
        "waiting": shown,
        "policy": {"": limits.current().policy, **seen.floor.firm.policies},
        "checks": {"at": stamp(seen.floor.at), "violations": checks.violations(seen.floor)},
    }


def one(row: Conversation) -> dict[str, Any]:
    """Why this conversation still waits; raises NotFound unless it does."""
    seen = sight.take()
    found = next((each for each in seen.floor.rows if each.pk == row.pk and each.state in WAITING), None)
    if found is None:
        raise NotFound("this conversation does not wait for anybody; reload to see who has it")
    request, now = request_of(found, seen.floor.firm), seen.now
    ahead = queues.next_step(request, now)
    return {
        "why": _why(seen, found),
        "waited_s": selectors.waited_s(found, seen.floor.at),
        "promise_s": found.promise_s,
        "step": steps_due(request, now),
        "next": {"at_s": round(ahead[0] - request.arrived, 1), "says": spoken(ahead[1], seen.floor.firm)}
        if ahead
        else None,
    }


def _of(row: Conversation, site: str | None) -> bool:
    return site is None or row.site.key == site


def _waiting(seen: Sight, row: Conversation, *, named: bool) -> dict[str, Any]:
    return {
        "conversation": str(row.pk),
        "name": selectors.shown_name(row.customer) if named else "",
        "needs": row.needs,
        "team": row.team.key if row.team else None,
        "offered": row.state == State.OFFERED,
        "waited_s": selectors.waited_s(row, seen.floor.at),
        "promise_s": row.promise_s,
        "step": steps_due(request_of(row, seen.floor.firm), seen.now),
        "why": _why(seen, row),
    }


def _why(seen: Sight, row: Conversation) -> Words:
    if row.state != State.OFFERED:
        return seen.why(row)
    asked = seen.floor.places.get(str(row.offered_to_id))
    rest = (row.offer_expires_at or seen.floor.at) - seen.floor.at
    who, seconds = (asked.name if asked else "?"), max(0, round(rest.total_seconds()))
    return {
        "zh": f"正在询问 {who}，还有 {seconds} 秒应答",
        "en": f"{who} is being asked, {seconds} s left to answer",
    }


def _queues(waits: list[Conversation], site: str | None, now: datetime) -> list[Queue]:
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


def _queue(seen: Sight, queue: Queue, site: str | None) -> dict[str, Any]:
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
            for after, says in queues.steps_told(request)
        ],
        "promise_s": queue.promise_s,
        "waiting": queue.waiting,
        "offered": queue.offered,
        "oldest_wait_s": queue.oldest_wait_s,
        "capable": queues.capable(request, agents),
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
        promise=queue.promise_s,
        arrived=seen.now,
        steps=steps(queue.needs, set_to, seen.floor.firm, team=queue.team),
        team=queue.team,
    )


def _staff(seen: Sight) -> list[tuple[Any, int]]:
    frames = places.agent_frames(seen.floor)
    return [(place, frames[agent].load) for agent, place in seen.floor.places.items()]
