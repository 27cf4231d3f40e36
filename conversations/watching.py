"""What a supervisor does to other people's conversations, each with its line in the audit trail of the same commit."""

from __future__ import annotations

from accounts import audit
from accounts.models import User
from accounts.permissions import Verb, may
from conversations import serving, transfers
from conversations.frames import desk, told
from conversations.journal import Tx
from conversations.models import Conversation
from routing.models import Decision, Seat


def begin(tx: Tx, user: User, conversation: int) -> None:
    """Put on record that `user` looks on from now on."""
    audit.record("watch", actor=user, subject=subject(conversation))


def end(tx: Tx, user: User, conversation: int) -> None:
    audit.record("unwatch", actor=user, subject=subject(conversation))


def whisper(tx: Tx, user: User, frame: desk.WriteNote) -> told.Ok:
    """A note by who looks on: the agent reads it while talking, the visitor never does."""
    ok = serving.note(tx, user, frame)
    if not ok.dup:
        audit.record("whisper", actor=user, subject=subject(ok.conversation), detail={"note": ok.n or 0})
    return ok


def takeover(tx: Tx, user: User, frame: desk.Takeover) -> told.Ok:
    """Take what a colleague has, or what nobody has yet; the line names whom it was taken from.

    A supervisor without a seat gets one, without skills and offline, so that the router never asks them.
    """
    Seat.objects.get_or_create(user=user, defaults={"team": user.team})
    before = tx.lock(serving.takeable(user, frame.conversation)).assignee_id
    ok = serving.take(tx, user, frame)
    if not ok.dup:
        taken_from = {"from": before} if before is not None else {}
        audit.record("takeover", actor=user, subject=subject(ok.conversation), detail=taken_from)
    return ok


def transfer(tx: Tx, user: User, frame: desk.Transfer) -> told.Ok:
    """Hand it on; giving back to whom it was taken over from is on record."""
    ok = transfers.transfer(tx, user, frame)
    if not ok.dup and frame.to.agent is not None and may(user.role, Verb.TAKEOVER):
        row = tx.lock(int(ok.conversation or 0))
        if frame.to.agent == taken_from(row, user):
            audit.record("hand_back", actor=user, subject=subject(row.pk), detail={"to": int(frame.to.agent)})
    return ok


def taken_from(conversation: Conversation, user: User) -> str | None:
    """The agent whom `user` took it over from, by id; None where it came to them in another way."""
    known = Decision.objects.filter(conversation=str(conversation.pk), agent=user).order_by("-pk").first()
    if known is None or known.record.get("why") != serving.TAKEN_OVER:
        return None
    came = conversation.entries.filter(kind="joined", data__agent__id=str(user.pk)).order_by("-seq").first()
    left = conversation.entries.filter(kind="left", seq=came.seq - 1).first() if came else None
    return str(left.data["agent"]["id"]) if left else None


def subject(conversation: int | str | None) -> str:
    return f"conversation-{conversation}"
