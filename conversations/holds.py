"""Who holds a conversation, and under which epoch: asked before anything that staff write to the visitor's side."""

from __future__ import annotations

from django.db.models import Q

from accounts.models import User
from chatdesk.kernel.errors import Closed, Fenced, NotAllowed
from conversations import access
from conversations.journal import Tx
from conversations.lifecycle import WAITING, State
from conversations.models import Conversation


def load(user: User) -> int:
    """Units in use: live conversations and pending offers."""
    live = Conversation.objects.filter(assignee=user, state=State.LIVE).count()
    return live + Conversation.objects.filter(offered_to=user).count()


def held(tx: Tx, user: User, conversation: str, epoch: str | int | None) -> Conversation:
    """The conversation that the user holds under `epoch`, locked."""
    row = reached(tx, user, conversation)
    check(user, row, epoch)
    return row


def reached(tx: Tx, user: User, conversation: str) -> Conversation:
    """It, locked, if somebody has it or the user took part (a wrong hold gets its reason), or if they may see it."""
    row = None
    if conversation.isdecimal() and len(conversation) <= 18:
        row = tx.find(Conversation.objects.filter(pk=int(conversation)))
    if row is None or not (row.assignee_id is not None or had(user, row)):
        access.find(user, conversation)
    assert row is not None  # access.find would have raised
    return row


def had(user: User, conversation: Conversation) -> bool:
    me = str(user.pk)
    took_part = Q(kind="joined", data__agent__id=me) | Q(kind="resolved", data__by__id=me)
    return conversation.entries.filter(took_part).exists()


def check(user: User, conversation: Conversation, epoch: str | int | None) -> None:
    """Closed where it is over, Fenced where the epoch is of another assignment, NotAllowed where it is someone else's."""
    if conversation.state == State.RESOLVED:
        raise Closed("this conversation is resolved; reopen it to go on")
    current = str(conversation.epoch) if conversation.assignee_id else None
    if (epoch if epoch is None else str(epoch)) != current:
        raise Fenced("this conversation has been assigned anew since; look again before you write")
    if conversation.assignee_id != user.pk and (
        conversation.assignee_id or conversation.state not in (State.BOT, *WAITING)
    ):
        raise NotAllowed("a colleague has this conversation; take it over first")
