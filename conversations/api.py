"""Conversations, by REST: cards, timelines and notes for staff; the visitor's own timeline, in frames as on the wire."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import msgspec
from django.http import HttpRequest
from ninja import Router

from accounts.access import Staff, require
from accounts.permissions import Verb
from bot import summary
from chatdesk.kernel.clock import now, stamp
from chatdesk.kernel.errors import Invalid, NotFound
from chatdesk.kernel.paging import LIMIT, page
from conversations import dispatch, selectors
from conversations.access import find, visible
from conversations.lifecycle import State
from conversations.models import Conversation
from customers.access import Visitor
from customers.access import asker as visitor
from customers.models import Customer
from routing.models import Decision

router = Router(auth=Staff(), tags=["conversations"])
visitors = Router(auth=Visitor(), tags=["visitor"])


@router.get("/conversations", summary="Cards of the conversations that you may see, the newest first")
def conversations(
    request: HttpRequest, state: State | None = None, cursor: str = "", limit: int = 50
) -> dict[str, Any]:
    rows = visible(require(request, Verb.ANSWER)).select_related(*selectors.whole())
    moment = now()
    return page(
        rows.filter(state=state) if state else rows,
        lambda row: msgspec.to_builtins(selectors.card(row, moment)),
        cursor=cursor,
        limit=limit,
    )


@router.get("/conversations/{id}", summary="The card of one conversation")
def conversation(request: HttpRequest, id: str) -> dict[str, Any]:
    card: dict[str, Any] = msgspec.to_builtins(selectors.card(_seen(request, id), now()))
    return card


@router.get("/conversations/{id}/entries", summary="The timeline, as `entry` frames, oldest first")
def entries(request: HttpRequest, id: str, before: int | None = None, limit: int = 50) -> dict[str, Any]:
    return _entries(_seen(request, id), before, limit)


@router.get("/conversations/{id}/notes", summary="The desk's notes, as `note` frames, oldest first")
def notes(request: HttpRequest, id: str, before: int | None = None, limit: int = 50) -> dict[str, Any]:
    rows = _seen(request, id).notes.all()
    found = _last(rows.filter(n__lt=before) if before is not None else rows, "-n", limit)
    return {"items": [msgspec.to_builtins(selectors.note_frame(note)) for note in found]}


@router.get("/conversations/{id}/decisions", summary="Why it went where it went, and why it still waits")
def decisions(request: HttpRequest, id: str, cursor: str = "", limit: int = 50) -> dict[str, Any]:
    seen = _seen(request, id)
    rows = Decision.objects.filter(conversation=str(seen.pk)).select_related("agent")
    return page(rows, _decision, cursor=cursor, limit=limit) | {"waiting": dispatch.waiting(seen.pk)}


@router.get(
    "/conversations/{id}/bot", summary="What was asked of the bot, what it tried, and what it was told"
)
def bot_part(request: HttpRequest, id: str) -> dict[str, Any]:
    return asdict(summary.of(str(_seen(request, id).pk)))


@visitors.get(
    "/conversations/{id}/entries", summary="The visitor's own timeline, as `entry` frames, oldest first"
)
def own_entries(request: HttpRequest, id: str, before: int | None = None, limit: int = 50) -> dict[str, Any]:
    return _entries(_own(visitor(request), id), before, limit)


def _seen(request: HttpRequest, id: str) -> Conversation:
    return find(require(request, Verb.ANSWER), id)


def _own(customer: Customer, id: str) -> Conversation:
    rows = Conversation.objects.of_visitor(customer)
    known = rows.filter(pk=int(id)).first() if id.isdecimal() and len(id) <= 18 else None
    if known is None:
        raise NotFound("there is no such conversation, or it is not yours")
    return known


def _entries(conversation: Conversation, before: int | None, limit: int) -> dict[str, Any]:
    rows = conversation.entries.all()
    found = _last(rows.filter(seq__lt=before) if before is not None else rows, "-seq", limit)
    return {"items": [msgspec.to_builtins(selectors.entry_frame(entry)) for entry in found]}


def _last(rows: Any, order: str, limit: int) -> list[Any]:
    """The last `limit` rows, oldest first."""
    if not 1 <= limit <= LIMIT:
        raise Invalid(f"limit is 1 to {LIMIT}")
    return list(rows.order_by(order)[:limit])[::-1]


def _decision(row: Decision) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "agent": {"id": str(row.agent_id), "name": row.agent.name},
        "rule": row.rule,
        "why": row.record.get("why", {}),
        "record": row.record,
        "at": stamp(row.at),
    }
