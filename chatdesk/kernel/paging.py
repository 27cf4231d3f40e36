"""Long lists by cursor: newest first, a page at a time, stable while rows are added."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from chatdesk.kernel.errors import Invalid

Row = TypeVar("Row", bound=Model)
LIMIT = 200


def page(
    rows: QuerySet[Row], view: Callable[[Row], Any], *, cursor: str = "", limit: int = 50
) -> dict[str, Any]:
    """`{"items": [view(row), …], "next": cursor or null}`; raises Invalid for a cursor that we never gave."""
    if not 1 <= limit <= LIMIT:
        raise Invalid(f"limit is 1 to {LIMIT}")
    if cursor:
        rows = rows.filter(pk__lt=_position(cursor))
    found = list(rows.order_by("-pk")[: limit + 1])
    more = len(found) > limit
    return {
        "items": [view(row) for row in found[:limit]],
        "next": _cursor(found[limit - 1].pk) if more else None,
    }


def _cursor(position: int) -> str:
    return base64.urlsafe_b64encode(f"before {position}".encode()).decode().rstrip("=")


def _position(cursor: str) -> int:
    try:
        word, number = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split(" ")
        if word != "before" or len(number) > 15:
            raise ValueError(word)
        return int(number)
    except (ValueError, binascii.Error):
        raise Invalid("this cursor is none of ours; start again without it") from None
