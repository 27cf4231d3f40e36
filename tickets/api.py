"""Tickets, by REST: all of it for staff, number, state and public comments for the visitor."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict

from accounts.access import Staff, require
from accounts.idempotency import once
from accounts.models import User
from accounts.permissions import Verb
from chatdesk.kernel.clock import stamp
from chatdesk.kernel.errors import NotFound
from chatdesk.kernel.paging import page
from conversations.selectors import shown_name
from customers.access import Visitor
from customers.access import asker as visitor
from tickets import services
from tickets.lifecycle import Status
from tickets.models import Comment, Ticket, TicketQuerySet

router = Router(auth=Staff(), tags=["tickets"])
visitors = Router(auth=Visitor(), tags=["visitor"])


class NewComment(Schema):
    model_config = ConfigDict(extra="forbid")

    text: str
    public: bool = True


class Reply(Schema):
    model_config = ConfigDict(extra="forbid")

    text: str


class Change(Schema):
    model_config = ConfigDict(extra="forbid")

    state: Status


@router.get("/tickets", summary="Tickets that you may see, the newest first")
def tickets(
    request: HttpRequest, state: Status | None = None, cursor: str = "", limit: int = 50
) -> dict[str, Any]:
    rows = _mine(require(request, Verb.WORK_TICKETS))
    return page(rows.filter(state=state) if state else rows, _view, cursor=cursor, limit=limit)


@router.get("/tickets/{number}", summary="One ticket with its comments")
def ticket(request: HttpRequest, number: str) -> dict[str, Any]:
    found = _found(_mine(require(request, Verb.WORK_TICKETS)), number)
    return _view(found) | {"comments": [_line(line) for line in found.comments.order_by("pk")]}


@router.post("/tickets/{number}/comments", summary="Add a comment", response={201: dict[str, Any]})
@once
def add_comment(request: HttpRequest, number: str, body: NewComment) -> tuple[int, dict[str, Any]]:
    user = require(request, Verb.WORK_TICKETS)
    return 201, _line(services.comment(_found(_mine(user), number), user, text=body.text, public=body.public))


@router.patch("/tickets/{number}", summary="Change the state")
def change(request: HttpRequest, number: str, body: Change) -> dict[str, Any]:
    return _view(
        services.change_state(_found(_mine(require(request, Verb.WORK_TICKETS)), number), body.state)
    )


@visitors.get("/tickets", summary="The visitor's own tickets, the newest first")
def own_tickets(request: HttpRequest, cursor: str = "", limit: int = 50) -> dict[str, Any]:
    return page(Ticket.objects.of_visitor(visitor(request)), _shown, cursor=cursor, limit=limit)


@visitors.get("/tickets/{number}", summary="One of the visitor's tickets, with public comments")
def own_ticket(request: HttpRequest, number: str) -> dict[str, Any]:
    found = _found(Ticket.objects.of_visitor(visitor(request)), number)
    lines = found.comments.filter(public=True).order_by("pk")
    return _shown(found) | {"comments": [_shown_line(line) for line in lines]}


@visitors.post("/tickets/{number}/comments", summary="The visitor's reply", response={201: dict[str, Any]})
@once
def reply(request: HttpRequest, number: str, body: Reply) -> tuple[int, dict[str, Any]]:
    found = _found(
        Ticket.objects.of_visitor(visitor(request)).select_related("customer", "conversation__customer"),
        number,
    )
    return 201, _shown_line(services.comment(found, None, text=body.text))


def _mine(user: User) -> TicketQuerySet:
    return Ticket.objects.visible_to(user).select_related(
        "customer", "conversation__customer", "team", "owner"
    )


def _found(rows: TicketQuerySet, number: str) -> Ticket:
    try:
        return rows.numbered(number)
    except Ticket.DoesNotExist:
        raise NotFound(f"there is no ticket {number[:20]!r}, or it is not yours to see") from None


def _shown(ticket: Ticket) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "state": ticket.state,
        "title": ticket.title,
        "conversation": str(ticket.conversation_id) if ticket.conversation_id else None,
        "created_at": stamp(ticket.created_at),
        "updated_at": stamp(ticket.updated_at),
    }


def _view(ticket: Ticket) -> dict[str, Any]:
    customer, owner = ticket.whose, ticket.owner
    return _shown(ticket) | {
        "reason": ticket.reason,
        "priority": ticket.priority,
        "customer": {"id": str(customer.pk), "name": shown_name(customer), "verified": customer.verified},
        "team": ticket.team.key if ticket.team else None,
        "owner": owner.name if owner else None,
        "due_at": stamp(ticket.due_at) if ticket.due_at else None,
        "contact": ticket.contact,
    }


def _shown_line(line: Comment) -> dict[str, Any]:
    role = "agent" if line.author_id else "visitor"
    return {"author": line.author_name, "role": role, "text": line.text, "at": stamp(line.at)}


def _line(line: Comment) -> dict[str, Any]:
    return _shown_line(line) | {"id": str(line.pk), "public": line.public}
