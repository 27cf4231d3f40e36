"""Everything that changes a ticket. What the visitor is told goes into the conversation, after commit and once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Concat

from accounts.models import User
from chatdesk.kernel.clock import now
from chatdesk.kernel.errors import Invalid, Stale, TooLarge
from conversations.lifecycle import TICKETED, State
from conversations.models import Conversation, Entry
from conversations.selectors import shown_name
from conversations.services import post_system
from customers.models import Customer
from tickets import letters
from tickets.lifecycle import IllegalStatus, Reason, Status, after_comment, moved
from tickets.models import Comment, Ticket

TEXT = 10_000  # characters of a comment
TITLE = 120  # characters, cut from what the visitor said first
HEARD_WITHIN = timedelta(seconds=10)  # the listener knows reason and contact better than the sweep
CLOSE_AFTER = timedelta(days=4)  # solved, then closed
UNTITLED = {"en": "Left without a message", "zh": "未留言"}


def open_from_conversation(
    conversation: int, reason: str, contact: Mapping[str, str] | None = None
) -> Ticket:
    """The ticket that carries on what `conversation` left unresolved, and its entry in the timeline.

    Asked again for the same resolving, it is the same ticket and the same entry.
    """
    row = Conversation.objects.select_related("customer").get(pk=conversation)
    try:
        with transaction.atomic():
            ticket, _ = Ticket.objects.get_or_create(
                conversation=row,
                conversation_round=row.rounds,
                defaults=_first(row, Reason(reason), dict(contact or {})),
            )
    except IntegrityError:  # somebody else opened it between our look and our insert
        ticket = Ticket.objects.get(conversation=row, conversation_round=row.rounds)
    transaction.on_commit(partial(tell, ticket))
    return ticket


def change_state(ticket: Ticket, to: Status) -> Ticket:
    """Move `ticket`, if it may go there and nobody moved it since it was read; raises Stale. Already there: nothing."""
    if ticket.state == to:
        return ticket
    try:
        becomes = moved(Status(ticket.state), to)
    except IllegalStatus as error:
        raise Stale(str(error)) from None
    rows = Ticket.objects.filter(pk=ticket.pk, state=ticket.state)
    if not rows.update(state=becomes, changes=F("changes") + 1, updated_at=now()):
        raise Stale(f"{ticket.number} was changed by someone else; reload and try again")
    ticket.refresh_from_db()
    transaction.on_commit(partial(tell, ticket))
    return ticket


@transaction.atomic
def comment(ticket: Ticket, author: User | None, *, text: str, public: bool = True) -> Comment:
    """Add a line by `author` (None: the visitor); a public one moves the ticket, and is mailed to the visitor where that can be.
    Raises Invalid or TooLarge.
    """
    text = text.strip()
    if not text:
        raise Invalid("write something first; an empty comment says nothing")
    if len(text) > TEXT:
        raise TooLarge(f"a comment has at most {TEXT} characters; this one has {len(text)}")
    name = author.name if author else _called(ticket.whose)
    line = ticket.comments.create(author=author, author_name=name, public=public, text=text, at=now())
    if public and author is not None:
        letters.answer(ticket, line)
    becomes = after_comment(Status(ticket.state), by_staff=author is not None) if public else None
    if becomes is not None:
        change_state(ticket, becomes)
    else:
        Ticket.objects.filter(pk=ticket.pk).update(updated_at=line.at)
    return line


def tell(ticket: Ticket) -> None:
    """Write number and state into the conversation; the same change is written once, however often it is told."""
    if ticket.conversation_id is not None:
        data = {"number": ticket.number, "status": ticket.state}
        post_system(ticket.conversation_id, kind="ticket", data=data, client_id=_entry_id(ticket))


def sweep() -> int:
    """Do what a crash left out: open missing tickets, write missing entries, close what was solved long ago."""
    missing = list(_left_without_ticket())
    for row in missing:
        open_from_conversation(row.pk, row.left_reason or Reason.NO_AGENT, row.contact)
    untold = list(_untold())
    for ticket in untold:
        tell(ticket)
    solved = list(Ticket.objects.filter(state=Status.SOLVED, updated_at__lt=now() - CLOSE_AFTER)[:200])
    for ticket in solved:
        change_state(ticket, Status.CLOSED)
    return len(missing) + len(untold) + len(solved)


def _first(row: Conversation, reason: Reason, contact: dict[str, str]) -> dict[str, object]:
    moment: datetime = now()
    return {
        "title": _title(row),
        "reason": reason,
        "priority": row.priority,
        "customer": row.customer,
        "team_id": row.team_id,
        "contact": contact,
        "created_at": moment,
        "updated_at": moment,
    }


def _title(row: Conversation) -> str:
    """The first line that the visitor said, cut to fit."""
    said = row.entries.filter(role="visitor", kind="message").exclude(text="").order_by("seq").first()
    line = " ".join(said.text.split()) if said else UNTITLED["zh" if row.locale.startswith("zh") else "en"]
    return line if len(line) <= TITLE else line[: TITLE - 1].rstrip() + "…"


def _called(customer: Customer) -> str:
    return shown_name(customer) or ("访客" if customer.locale.startswith("zh") else "Visitor")


def _entry_id(ticket: Ticket) -> str:
    return f"ticket-{ticket.pk}-{ticket.changes}"


def _left_without_ticket() -> QuerySet[Conversation]:
    carried = Ticket.objects.filter(conversation=OuterRef("pk"), conversation_round=OuterRef("rounds"))
    before = now() - HEARD_WITHIN
    left = Conversation.objects.filter(state=State.RESOLVED, outcome__in=[*TICKETED], resolved_at__lt=before)
    return left.filter(~Exists(carried)).select_related("customer").order_by("pk")[:200]


def _untold() -> QuerySet[Ticket]:
    known = Concat(
        Value("ticket-"),
        Cast(OuterRef("pk"), CharField()),
        Value("-"),
        Cast(OuterRef("changes"), CharField()),
    )
    entries = Entry.objects.filter(sender="system", client_id=known)
    return Ticket.objects.filter(~Exists(entries), ~Q(conversation=None)).order_by("pk")[:200]
