"""The lists behind the board's figures, by REST."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import msgspec
from django.http import HttpRequest
from ninja import Router

from accounts.access import Staff, require
from accounts.permissions import Verb, may
from chatdesk.kernel.clock import now
from chatdesk.kernel.paging import page
from conversations import selectors
from conversations.frames.parts import Card, CardCustomer
from conversations.models import Conversation
from insights import accuracy, behind

router = Router(auth=Staff(), tags=["board"])


@router.get("/board/wait_accuracy", summary="How good the waits were that visitors were told lately")
def wait_accuracy(request: HttpRequest, site: str | None = None, team: str | None = None) -> dict[str, Any]:
    """Over the last `days`; `waits` is how many were compared, and without any the other figures are null."""
    require(request, Verb.SEE_BOARD)
    return {"days": accuracy.DAYS} | asdict(accuracy.of_waits(site, team, now()))


@router.get(
    "/board/{figure}", summary="A figure of the board, and the conversations behind it, the newest first"
)
def listed(
    request: HttpRequest,
    figure: str,
    site: str | None = None,
    team: str | None = None,
    cursor: str = "",
    limit: int = 50,
) -> dict[str, Any]:
    """`items` are cards; without the right to see every conversation they don't say who the visitor is."""
    user, moment = require(request, Verb.SEE_BOARD), now()
    found = behind.look(figure, site, team, moment)
    named = may(user.role, Verb.SEE_ALL)

    def view(row: Conversation) -> Any:
        card = selectors.card(row, moment)
        return msgspec.to_builtins(card if named else faceless(card))

    rows = found.rows.select_related(*selectors.whole())
    return {"figure": figure, "value": found.value} | page(rows, view, cursor=cursor, limit=limit)


def faceless(card: Card) -> Card:
    """The card without who writes and what was said."""
    return msgspec.structs.replace(card, customer=CardCustomer(id="", name="", verified=False), last=None)
