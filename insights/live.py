"""The figures of this moment, read from rows at each asking and never counted along the way."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from conversations.lifecycle import OPEN
from conversations.models import Conversation, Entry


@dataclass(frozen=True, slots=True)
class Live:
    """Open conversations by state (every open state is named), and how many timeline entries there are."""

    states: dict[str, int]
    entries: int


def snapshot() -> Live:
    """Read it, in two queries."""
    counted = Conversation.objects.open().values_list("state").annotate(number=Count("pk"))
    states = dict.fromkeys(sorted(OPEN), 0) | dict(counted)
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first()
    return Live({str(state): number for state, number in states.items()}, newest or 0)
