"""The routing page of this moment: queues with what they ask for, who could serve them, and why each still waits."""

from __future__ import annotations

from typing import Any

from chatdesk.kernel import limits
from chatdesk.kernel.clock import stamp
from conversations import selectors, watchdog
from conversations.board_feed import known
from conversations.lifecycle import WAITING, State
from conversations.models import Conversation
from conversations.naming import named as spoken
from conversations.requests import ANY_PROMISE, request_of
from insights.routing import lines, requirements, sight
from insights.routing.sight import Sight
from routing.explain import Words
from routing.want import steps_due

SHOWN = 100  # of those who wait, the longest first


def page(site: str | None, *, named: bool) -> dict[str, Any]:
    """Everything of it; raises NotFound for a site that isn't there. Without `named` no visitor is named."""
    known(site, None)
    seen = sight.take()
    waits = [row for row in seen.floor.rows if row.state in WAITING and _of(row, site)]
    shown = [_waiting(seen, row, named=named) for row in waits[:SHOWN]]
    return {
        "at": stamp(seen.floor.at),
        "queues": [lines.told(seen, queue, site) for queue in lines.listed(waits, site, seen.floor.at)],
        "waiting": shown,
        "policy": {"": limits.current().policy, **seen.floor.firm.policies},
        "checks": watchdog.last(),
    }


def one(row: Conversation) -> dict[str, Any]:
    """Why this conversation still waits; `why` is None where it doesn't, which whoever looks may learn a moment late."""
    seen = sight.take()
    found = next((each for each in seen.floor.rows if each.pk == row.pk and each.state in WAITING), None)
    if found is None:
        return {"why": None, "waited_s": 0.0, "promise_s": row.promise_s, "step": 0, "next": None}
    request, now = request_of(found, seen.floor.firm, promise=ANY_PROMISE), seen.now
    ahead = requirements.next_step(request, now)
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
        "step": steps_due(request_of(row, seen.floor.firm, promise=ANY_PROMISE), seen.now),
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
