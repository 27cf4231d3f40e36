"""What the bot remembers of a conversation from one turn to the next, kept in the last turn's reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.context import TURNS
from bot.escalation import Need
from bot.models import Turn
from bot.policy import Asked, OpenSlot, Step, misses_after, offered_after, open_after
from bot.slots import Slot


@dataclass(frozen=True, slots=True)
class Memory:
    """Misses in a row, what is open, what the visitor told, and the article answered within the last turns."""

    misses: int = 0
    offered: Sequence[str] = ()
    open_slot: OpenSlot | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    answered: str = ""


NOTHING = Memory()


def recall(conversation: str) -> Memory:
    """What the last turns of this conversation left behind; one query."""
    turns = list(Turn.objects.filter(conversation=conversation).order_by("-pk")[:TURNS])
    if not turns:
        return NOTHING
    kept: dict[str, Any] = turns[0].reasons
    told = kept.get("open")
    return Memory(
        misses=int(kept.get("misses") or 0),
        offered=list(kept.get("offered") or ()),
        open_slot=OpenSlot(**{**told, "slot": Slot(told["slot"])}) if told else None,
        values=kept.get("values") or {},
        answered=next((turn.article for turn in turns if turn.article), ""),
    )


def kept(asked: Asked, step: Step, need: Need) -> dict[str, Any]:
    """The reasons of a turn: what `recall` reads at the next one, and the parts of the need for a person."""
    told = open_after(asked, step)
    return {
        "misses": misses_after(asked, step),
        "offered": list(offered_after(asked, step)),
        "open": asdict(told) if told else None,
        "values": dict(asked.values),
        "need_human": [list(part) for part in need.parts],
    }
