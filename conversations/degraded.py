"""No router leads for 10 s: whoever serves gives out what waits, in order of arrival, until one does again."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from typing import Any

from accounts.models import User
from chatdesk.kernel import clock
from chatdesk.kernel.errors import DeskError, Stale
from conversations import due, floor, leading, moves, places, reads, selectors
from conversations.access import able_with
from conversations.floor import Floor
from conversations.journal import Tx, journal
from conversations.lifecycle import Move, State
from conversations.models import Conversation
from routing.models import Decision as Record
from routing.roster import takes_more
from routing.spec import AgentState

TICK_S = 1.0
AT_ONCE = 20  # given out in one pass
WHY = {
    "zh": "分配服务暂停，改为按先后顺序派给会这些技能、手上会话最少的坐席",
    "en": "The router is down: given out in order of arrival, to who has the least to do and the skills it needs",
}
log = logging.getLogger("chatdesk.router")
Loads = list[tuple[int, str]]  # who could take it: load and agent, the least first


async def watch() -> None:
    """Until cancelled: look whether a router leads, and do what it would do, plainly, while none does."""
    await asyncio.sleep(leading.ABSENT.total_seconds())
    alone = False
    while True:
        try:
            was, alone = alone, await reads.read(leading.absent, clock.now())
            if alone != was:
                log.warning("no router leads: degraded" if alone else "a router leads again")
            if alone:
                await _pass()
        except DeskError as error:
            log.warning("a degraded pass was refused: %s", error)
        except Exception:
            log.exception("a degraded pass failed")
        await asyncio.sleep(TICK_S + random.random() / 2)  # noqa: S311 - so that not all look at once


async def _pass() -> None:
    seen = await reads.read(floor.look, clock.now())
    for item in await reads.read(lambda: list(due.due(seen))):
        await _try(item.do, item.conversation)
    given: dict[str, int] = {}
    for row in [row for row in seen.rows if row.state == State.QUEUED][:AT_ONCE]:
        if able := candidates(row, seen, given):
            given[able[0][1]] = given.get(able[0][1], 0) + 1
            await _try(give(row, able, seen), None)


async def _try(operation: Callable[[Tx], None], conversation: int | None) -> None:
    try:
        await asyncio.wrap_future(journal.submit(operation, conversation=conversation))
    except DeskError as error:
        log.info("conversation %s was not moved: %s", conversation, error)


def candidates(row: Conversation, seen: Floor, given: dict[str, int]) -> Loads:
    """Who is online, has a free unit and the skills, and was not asked in this round; the least loaded first."""
    loads = places.agent_frames(seen)
    found: Loads = []
    for agent, place in seen.places.items():
        load = loads[agent].load + given.get(agent, 0)
        if (
            place.state == AgentState.ONLINE
            and load < place.spec.capacity
            and able_with(place.spec.skills, row.needs)
            and (row.team is None or row.team.key == place.spec.team)
            and (str(row.pk), agent) not in seen.refused
        ):
            found.append((load, agent))
    return sorted(found)


def give(row: Conversation, able: Loads, seen: Floor) -> Callable[[Tx], None]:
    """The operation that offers or assigns it to the first of `able`; what another process has in hand is left to it."""
    agent_id = able[0][1]

    def operation(tx: Tx) -> None:
        waiting = Conversation.objects.filter(pk=row.pk, state=State.QUEUED)
        locked = tx.find(waiting, skip_locked=True)
        agent = User.objects.get(pk=int(agent_id))
        if locked is None or locked.state != State.QUEUED or not takes_more(agent, tx.now):
            raise Stale("somebody else was faster")
        if seen.places[agent_id].mode == "push_auto":
            moves.assign(tx, locked, agent, Move.ASSIGN, WHY)
        else:
            moves.offer(tx, locked, agent, WHY)
        Record.objects.create(
            conversation=str(locked.pk),
            agent=agent,
            rule="degraded",
            record=record(locked, able, tx),
            at=tx.now,
        )

    return operation


def record(row: Conversation, able: Loads, tx: Tx) -> dict[str, Any]:
    """Why this agent, in the form of the router's own records."""
    second = able[1] if len(able) > 1 else None
    return {
        "conversation": str(row.pk), "agent": able[0][1], "rule": "degraded", "step": 0, "policy": "arrival",
        "waited": selectors.waited_s(row, tx.now), "promise": row.promise_s, "at": tx.now.timestamp(),
        "candidates": [{"id": agent, "figures": [float(load)]} for load, agent in able[:2]],
        "eligible": max(0, len(able) - 2), "excluded": {}, "why": WHY,
        "runner_up": second[1] if second else None, "margin": float(second[0] - able[0][0]) if second else None,
    }  # fmt: skip
