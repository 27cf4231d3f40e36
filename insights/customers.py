"""The customer beside a conversation, by REST: who it is, where they are, and what there was before."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from ninja import Router

from accounts.access import Staff, require
from accounts.models import User
from accounts.permissions import Verb
from chatdesk.kernel.clock import stamp
from chatdesk.kernel.errors import NotFound
from conversations import whereabouts
from conversations.access import visible
from conversations.models import Conversation, Entry
from conversations.selectors import shown_name
from conversations.texts import preview
from customers.models import Customer
from tickets.models import Ticket

LISTED = 20  # conversations, and tickets; the latest
router = Router(auth=Staff(), tags=["customers"])


@router.get(
    "/customers/{id}", summary="The customer of a conversation that you may see, with what was before"
)
def customer(request: HttpRequest, id: str) -> dict[str, Any]:
    """`email` and `phone` are as the site vouches for them where `verified`, else as the visitor claims."""
    user = require(request, Verb.ANSWER)
    seen, open_to = found(user, id)
    page = whereabouts.of(seen.pk)
    return {
        "id": str(seen.pk),
        "name": shown_name(seen),
        "verified": seen.verified,
        "email": seen.email or said(seen, "email"),
        "phone": seen.phone or said(seen, "phone"),
        "locale": seen.locale,
        "first_seen": stamp(seen.created_at),
        "page": {"url": page.url, "title": page.title} if page else None,
        "conversations": [past(row, row.pk in open_to) for row in conversations(seen)],
        "tickets": [ticket(row) for row in tickets(seen, user)],
    }


def found(user: User, id: str) -> tuple[Customer, set[int]]:
    """The customer, and which of their conversations `user` may open; raises NotFound where that is none."""
    number = int(id) if id.isdecimal() and len(id) <= 18 else 0
    open_to = set(visible(user).filter(customer_id=number).values_list("pk", flat=True))
    seen = Customer.objects.filter(pk=number).first() if open_to else None
    if seen is None:
        raise NotFound("there is no such customer for you; open one of their conversations first")
    return seen, open_to


def conversations(of: Customer) -> QuerySet[Conversation]:
    """The latest, each with the first line that the visitor said."""
    lines = Entry.objects.filter(conversation=OuterRef("pk"), role="visitor").exclude(text="")
    first = Subquery(lines.order_by("seq").values("text")[:1])
    rows = Conversation.objects.of_visitor(of).select_related("last_agent")
    return rows.annotate(first_line=first).order_by("-pk")[:LISTED]


def tickets(of: Customer, user: User) -> QuerySet[Ticket]:
    """The latest of those that `user` may work on."""
    mine = Ticket.objects.visible_to(user).values("pk")
    return Ticket.objects.of_visitor(of).filter(pk__in=mine).order_by("-pk")[:LISTED]


def past(row: Conversation, may_open: bool) -> dict[str, Any]:
    """That there was one, with whom; what was said and how it was rated only where it may be opened."""
    agent = row.last_agent
    return {
        "id": str(row.pk),
        "state": row.state,
        "at": stamp(row.created_at),
        "agent": {"id": str(agent.pk), "name": agent.name} if agent else None,
        "outcome": row.outcome,
        "csat": row.score if may_open else None,
        "first_line": preview(row.first_line or "") if may_open else "",  # type: ignore[attr-defined]  # annotated above
        "may_open": may_open,
    }


def ticket(row: Ticket) -> dict[str, Any]:
    return {"number": row.number, "title": row.title, "state": row.state, "at": stamp(row.created_at)}


def said(customer: Customer, what: str) -> str:
    """What an unsigned identity claims."""
    return str(customer.claimed.get(what) or "")
