"""One turn of the bot: from a visitor's message and what was said before to a step, recorded with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot import escalation, mood
from bot.choosing import chosen
from bot.models import Turn
from bot.policy import (
    Answer,
    Asked,
    Choices,
    HandOver,
    Miss,
    Mode,
    SmallTalk,
    Step,
    misses_after,
    next_step,
    offered_after,
)
from bot.wishes import asks_for_person, courtesy
from kb import search

TOPIC_FROM = 0.5  # confidence from which an article's category says what skill is needed


@dataclass(frozen=True, slots=True)
class Heard:
    """A visitor's message, and their messages before it (latest first)."""

    conversation: str
    entry: str
    text: str
    locale: str
    choice: str | None = None
    earlier: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What to do, with what the decision was made of."""

    step: Step
    turn: Turn
    library: search.Library


def consider(heard: Heard, now: datetime) -> Reply:
    """Decide on one message. Reads the last turn and the base; writes nothing: the caller saves `turn` with its reply."""
    last = Turn.objects.filter(conversation=heard.conversation).order_by("-pk").first()
    before = last.reasons if last else {}
    library = search.library()
    asked = replace(
        perceive(heard, library, before),
        modes={key: Mode(known.mode) for key, known in library.articles.items()},
    )
    step = next_step(asked)
    confidence = step.confidence if isinstance(step, Answer) else asked.hits[0][1] if asked.hits else 0.0
    turn = Turn(
        conversation=heard.conversation,
        entry=heard.entry,
        query=heard.text,
        hits=[list(hit) for hit in asked.hits],
        step=name_of(step),
        article=step.article if isinstance(step, Answer) else "",
        confidence=confidence,
        need_human=asked.need_human,
        reasons={
            "misses": misses_after(asked, step),
            "offered": list(offered_after(asked, step)),
            "need_human": [list(part) for part in need_of(heard, asked.misses).parts],
        },
        at=now,
    )
    return Reply(step, turn, library)


def perceive(heard: Heard, library: search.Library, before: dict[str, object]) -> Asked:
    """What is known at this moment: hits, wishes, mood, and what the last turn left open."""
    offered = [key for key in before.get("offered") or [] if key in library.articles]  # type: ignore[attr-defined]
    misses = int(before.get("misses") or 0)  # type: ignore[call-overload]
    return Asked(
        hits=tuple(library.hits(heard.text)),
        misses=misses,
        offered=offered,
        chosen=pick(heard, offered, library),
        keyword=asks_for_person(heard.text),
        need_human=need_of(heard, misses).score,
        courtesy=courtesy(heard.text),
    )


def pick(heard: Heard, offered: Sequence[str], library: search.Library) -> str | None:
    """The offered article that the visitor chose by button, number or words."""
    if heard.choice is not None:
        return heard.choice if heard.choice in library.articles else None
    place = chosen(heard.text, [library.articles[key].question(lang_of(heard)) for key in offered])
    return offered[place] if place is not None else None


def need_of(heard: Heard, misses: int) -> escalation.Need:
    return escalation.need_human(mood.read(heard.text), text=heard.text, earlier=heard.earlier, misses=misses)


def lang_of(heard: Heard) -> str:
    """The language to answer in: the script that the visitor wrote, else what their page is in."""
    if any("㐀" <= char <= "鿿" for char in heard.text):
        return "zh"
    latin = any(char.isascii() and char.isalpha() for char in heard.text)
    return "zh" if heard.locale.lower().startswith("zh") and not latin else "en"


def topic(conversation: str) -> str:
    """The skill of the category of the best article in the latest turn that had one at .5 or more; "" for none."""
    turns = Turn.objects.filter(conversation=conversation).order_by("-pk")
    for hits in turns.values_list("hits", flat=True)[:5]:
        if hits and hits[0][1] >= TOPIC_FROM:
            return search.skill_of(hits[0][0])
    return ""


def name_of(step: Step) -> str:
    match step:
        case Answer():
            return "answer"
        case Choices():
            return "choices"
        case Miss():
            return "miss"
        case SmallTalk():
            return "small_talk"
        case HandOver():
            return "hand_over"
