"""Parked conversations: put aside without a unit, and back to the agent who had them, or into the queue."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import User
from accounts.permissions import Verb
from chatdesk.kernel.errors import Busy, Invalid, NotAllowed, Stale
from conversations import access, holds, hub, moves
from conversations.frames import desk, told
from conversations.journal import Tx
from conversations.lifecycle import Move, State
from conversations.models import Conversation
from routing.roster import takes_more

LONGEST = timedelta(days=30)
SPOKE = {"zh": "搁置期间访客又发来了消息", "en": "The visitor wrote again while it was parked"}
IS_UP = {"zh": "搁置时间已到", "en": "The time it was parked until has come"}


def park(tx: Tx, user: User, frame: desk.Park) -> told.Ok:
    """Put it aside until the visitor speaks or `until` is up; parked already, only the time changes."""
    access.require(user, Verb.ANSWER)
    until = moment(frame.until, tx.now) if frame.until is not None else None
    conversation = holds.reached(tx, user, frame.conversation)
    mine = conversation.assignee_id == user.pk
    if mine and conversation.state == State.PARKED and conversation.parked_until == until:
        return told.Ok(ref=frame.ref, conversation=str(conversation.pk), dup=True)
    holds.check(user, conversation, frame.epoch)
    if not mine:
        raise NotAllowed("take the conversation first, then you may park it")
    if conversation.state == State.LIVE:
        moves.take_back(tx, conversation)
        moves.make(tx, conversation, Move.PARK)
    elif conversation.state != State.PARKED:
        raise Stale("it is not with you any more; look again before you park it")
    conversation.parked_until = until
    tx.touch(conversation)
    return told.Ok(ref=frame.ref, conversation=str(conversation.pk), epoch=str(conversation.epoch))


def moment(text: str, now: datetime) -> datetime:
    """The time that a frame names; raises Invalid where it is none, has passed, or is too far away."""
    try:
        until = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid("until is a time such as 2026-01-05T09:00:00.000Z") from None
    if until.tzinfo is None:
        raise Invalid("until needs its offset from UTC, such as Z; without it the time could mean any hour")
    if until <= now:
        raise Invalid("until has passed already; choose a time ahead, or leave it out")
    if until > now + LONGEST:
        raise Invalid(f"until is more than {LONGEST.days} days ahead; resolve it as a ticket instead")
    return until


def unpark(tx: Tx, conversation: Conversation, user: User, why: dict[str, str] | None = None) -> None:
    """The agent's own parked conversation is live again: the same assignment, so the same epoch. Raises Busy.

    `why` is told, unless the agent has just done it by answering.
    """
    moves.reserve(conversation, user)
    moves.make(tx, conversation, Move.UNPARK)
    if why is not None:
        tx.tell(hub.agent(user.pk), moves.assigned_frame(conversation, tx.now, why))


def come_back(tx: Tx, conversation: Conversation, why: dict[str, str]) -> None:
    """Live again if the agent can take it now; else it waits with that agent preferred, half the time promised."""
    agent = conversation.assignee
    try:
        if agent is None or not takes_more(agent, tx.now):
            raise Busy("the agent isn't there")
        unpark(tx, conversation, agent, why)
    except Busy:
        moves.enqueue(tx, conversation, Move.REQUEUE, moves.RETURNED)
        conversation.promise_s = moves.promise_s(conversation) / 2
