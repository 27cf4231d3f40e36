"""What the agent who takes over should know of the bot's part: what was asked, tried, told, and in which mood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.models import Turn
from kb import search

MOST = 6  # questions and answers shown, the latest
SIGNS = frozenset({"anger", "complaint", "legal", "safety", "churn", "urgency", "repeated"})


@dataclass(frozen=True, slots=True)
class Summary:
    asked: list[str]  # in order
    tried: list[dict[str, Any]]  # article, question in zh and en, confidence, helpful
    values: dict[str, str]  # by slot
    mood: list[str]


def of(conversation: str) -> Summary:
    """Of all the bot's turns in this conversation; two queries and no index."""
    turns = list(Turn.objects.filter(conversation=conversation).order_by("pk"))
    questions = [turn for turn in turns if turn.step not in ("small_talk", "slot") or turn.hits]
    answers = [turn for turn in turns if turn.article]
    titles = search.questions({turn.article for turn in answers})
    moods = [name for turn in turns for name, _ in turn.reasons.get("need_human", ()) if name in SIGNS]
    return Summary(
        asked=[turn.query for turn in questions if turn.step != "small_talk" and turn.query][-MOST:],
        tried=[
            {
                "article": turn.article,
                "question": titles.get(turn.article, {}),
                "confidence": round(turn.confidence, 4),
                "helpful": turn.helpful,
            }
            for turn in answers[-MOST:]
        ],
        values=turns[-1].reasons.get("values") or {} if turns else {},
        mood=list(dict.fromkeys(moods)),
    )


def pressing(conversation: str) -> str:
    """The priority that the visitor's words ask for: urgent, high, or "" for no other than usual."""
    parts = [
        part
        for turn in Turn.objects.filter(conversation=conversation)
        for part in turn.reasons.get("need_human", ())
    ]
    strong = {name for name, share in parts if share >= 0.3}
    if strong & {"safety", "legal"}:
        return "urgent"
    return "high" if strong & {"complaint", "churn", "urgency", "anger"} else ""
