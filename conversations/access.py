"""Which conversations a member of staff may see. Everything the desk asks for starts here: permission is the lookup."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from accounts.models import User
from accounts.permissions import Verb, may
from chatdesk.kernel.errors import NotAllowed, NotFound
from conversations.frames.parts import Card
from conversations.lifecycle import HELD, TICKETED, WAITING, State
from conversations.models import Conversation, ConversationQuerySet, Mention
from routing.models import Seat


def visible(user: User) -> ConversationQuerySet:
    """What `user` may open: supervisors everything, auditors nothing.

    Agents open their own, what nobody has yet, where a colleague's note names them, and what became a ticket that
    their team may work on.
    """
    everything = Conversation.objects.all()
    if may(user.role, Verb.SEE_ALL):
        return everything
    if not may(user.role, Verb.ANSWER):
        return everything.none()
    named = Mention.objects.filter(agent=user).values("note__conversation")
    own = Q(assignee=user) | Q(offered_to=user) | Q(last_agent=user) | Q(pk__in=named)
    free = Q(assignee__isnull=True, state__in=[State.BOT, *WAITING])
    ticketed = Q(state=State.RESOLVED, outcome__in=[*TICKETED]) & (Q(team=None) | Q(team=user.team_id))
    return everything.filter(own | free | ticketed)


def find(user: User, conversation: str) -> Conversation:
    """The conversation of this id that `user` may see; raises NotFound alike for missing and forbidden ones."""
    row = None
    if conversation.isdecimal() and len(conversation) <= 18:
        row = visible(user).filter(pk=int(conversation)).first()
    if row is None:
        raise NotFound("there is no such conversation for you; it may have gone to a colleague")
    return row


def require(user: User, verb: Verb) -> None:
    if not may(user.role, verb):
        raise NotAllowed(f"your role, {user.role}, may not {verb.replace('_', ' ')}")


def lists(user: User, seat: Seat | None, card: Card) -> bool:
    """Whether `card` belongs in the user's lists: their own, offered to them, or waiting and within their skills."""
    me = str(user.pk)
    if may(user.role, Verb.SEE_ALL):
        return card.state != State.RESOLVED
    if card.offered_to is not None and card.offered_to.id == me:
        return True
    if card.state in HELD:
        return card.assignee is not None and card.assignee.id == me
    return card.state in WAITING and seat is not None and able_with(seat.skills, card.needs)


def able_with(skills: Mapping[str, int], needs: Mapping[str, int]) -> bool:
    """Whether these skills meet the needs as they stand."""
    return all(skills.get(skill, 0) >= level for skill, level in needs.items())
