"""The agent's answer to an offer, whether it comes out of the queue or from a colleague who transfers."""

from __future__ import annotations

from accounts.models import User
from chatdesk.kernel.errors import Stale
from conversations import moves
from conversations.frames import desk, told
from conversations.journal import Tx
from conversations.lifecycle import Move, State
from conversations.models import Conversation, Refusal
from conversations.texts import preview
from routing.models import Seat


def accept(tx: Tx, user: User, frame: desk.Accept) -> told.Ok:
    """Yes to an offer; the agent's own second yes is answered like the first, anything later is stale."""
    if (
        done := Conversation.objects.filter(accepted_offer=frame.offer, assignee=user)
        .exclude(accepted_offer="")
        .first()
    ):
        return told.Ok(ref=frame.ref, conversation=str(done.pk), epoch=str(done.epoch), dup=True)
    conversation = offered(tx, user, frame.offer)
    why = conversation.offer_why
    conversation.accepted_offer = frame.offer
    if conversation.state == State.LIVE:
        moves.tell_sender(tx, conversation, "accepted")
        moves.assign(tx, conversation, user, Move.HAND, why)
    else:
        moves.assign(tx, conversation, user, Move.ACCEPT, why)
    return told.Ok(ref=frame.ref, conversation=str(conversation.pk), epoch=str(conversation.epoch))


def decline(tx: Tx, user: User, frame: desk.Decline) -> told.Ok:
    """No to an offer: not for this agent in this round. What waited keeps its time, what is transferred its agent."""
    if done := Refusal.objects.filter(agent=user, offer=frame.offer).first():
        return told.Ok(ref=frame.ref, conversation=str(done.conversation_id), dup=True)
    conversation = offered(tx, user, frame.offer)
    Refusal.objects.create(conversation=conversation, agent=user, offer=frame.offer, at=tx.now)
    Seat.objects.filter(user=user).update(missed=0)  # a no is an answer
    moves.give_back(tx, conversation, "declined", preview(frame.reason or ""))
    return told.Ok(ref=frame.ref, conversation=str(conversation.pk))


def offered(tx: Tx, user: User, offer: str) -> Conversation:
    """The conversation of a pending offer to this user, locked; raises Stale when it is no longer pending."""
    pending = Conversation.objects.filter(offer=offer, offered_to=user).exclude(offer="")
    row = tx.find(pending)
    if row is None or row.offer != offer:
        raise Stale("this offer is over; it was taken, withdrawn or ran out")
    return row
