"""What became of an answer: the visitor's word on it, and what else to offer after a no."""

from __future__ import annotations

from collections.abc import Mapping

from bot.models import Turn
from bot.policy import Mode, after_no
from kb.search import Known


def keep(turn: Turn, *, helped: bool) -> None:
    """Put the visitor's word on record; an answer that didn't help counts as a miss."""
    turn.helpful = helped
    turn.reasons = {**turn.reasons, "misses": 0 if helped else 1}
    turn.save(update_fields=["helpful", "reasons"])


def others(turn: Turn, articles: Mapping[str, Known]) -> list[str]:
    """What to offer instead, kept as the open choices of the turn; empty where nothing else is likely."""
    hits = [(key, share) for key, share in turn.hits if key in articles]
    modes = {key: Mode(articles[key].mode) for key, _ in hits}
    step = after_no(hits, turn.article, modes)
    keys = list(step.articles) if step else []
    if keys:
        turn.reasons = {**turn.reasons, "misses": 0, "offered": keys}
        turn.save(update_fields=["reasons"])
    return keys


def helped(conversation: str) -> bool:
    """Whether the visitor's last word on an answer was that it helped."""
    judged = Turn.objects.filter(conversation=conversation, helpful__isnull=False).order_by("-pk")
    return bool(judged.values_list("helpful", flat=True).first())
