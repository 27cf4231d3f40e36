"""One turn of the bot: from a visitor's message and what was said before to a step, recorded with its reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot import decisions, duty, escalation, mood, slots
from bot.choosing import chosen
from bot.context import inherited
from bot.memory import NOTHING, Memory, kept, recall
from bot.models import Rules, Turn
from bot.policy import (
    DEFAULT_BANDS,
    Answer,
    Asked,
    AskSlot,
    Bands,
    Choices,
    HandOver,
    Miss,
    Mode,
    SmallTalk,
    Step,
    next_step,
)
from bot.slots import Slot
from bot.wishes import asks_for_person, courtesy
from chatdesk.kernel import clock
from kb import search
from kb.matching import Hit
from routing import hours

TOPIC_FROM = 0.5  # confidence from which an article's category says what skill is needed


@dataclass(frozen=True, slots=True)
class Heard:
    """A visitor's message, their messages before it (latest first), and where it was said."""

    conversation: str
    entry: str
    text: str
    locale: str
    choice: str | None = None
    earlier: Sequence[str] = ()
    site: int | None = None
    topic: str = ""  # the visitor's own choice of a queue
    turns: int = 0  # that the visitor had of the bot within a day


@dataclass(frozen=True, slots=True)
class Reply:
    """What to do, with what the decision was made of."""

    step: Step
    turn: Turn
    library: search.Library
    values: dict[str, str]

    def answer(self, article: str, lang: str) -> str:
        """The article's answer with what the visitor told filled in."""
        return slots.filled(self.library.articles[article].answer(lang), self.values)


def consider(heard: Heard, now: datetime) -> Reply:
    """Decide on one message. Reads the last turns and the base; writes nothing: the caller saves `turn` with its reply."""
    library, memory = search.ready() or search.library(), recall(heard.conversation)
    rules = Rules.objects.filter(site=heard.site).first() if heard.site else None
    bands = decisions.bands(rules)
    asked = replace(perceive(heard, library, memory, bands), bot_on=is_on_duty(heard, rules, now))
    step = next_step(asked, bands)
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
        reasons=kept(asked, step, need_of(heard, asked.misses)),
        at=now,
    )
    return Reply(step, turn, library, dict(asked.values))


def perceive(
    heard: Heard, library: search.Library, memory: Memory = NOTHING, bands: Bands = DEFAULT_BANDS
) -> Asked:
    """What is known at this moment: hits, wishes, mood, and what the last turns left open."""
    offered = [key for key in memory.offered if key in library.articles]
    told = memory.open_slot if memory.open_slot and memory.open_slot.article in library.articles else None
    hits, picked = look(heard, library, memory.answered), pick(heard, offered, library)
    keys = {key for key, _ in hits} | ({picked} if picked else set()) | ({told.article} if told else set())
    wants = wanted(keys, heard, library)
    likely = picked or (hits[0][0] if hits and hits[0][1] >= bands.sure else "")
    sought = [told.slot] if told else [wants[likely]] if likely in wants else []
    return Asked(
        hits=hits,
        modes={key: Mode(library.articles[key].mode) for key in keys},
        misses=memory.misses,
        offered=offered,
        chosen=picked,
        keyword=asks_for_person(heard.text),
        need_human=need_of(heard, memory.misses).score,
        courtesy=courtesy(heard.text),
        wants=wants,
        values={**memory.values, **values_in(heard.text, sought)},
        open_slot=told,
    )


def look(heard: Heard, library: search.Library, answered: str) -> tuple[Hit, ...]:
    """The hits of the message, alone or as the continuation of what was answered a moment ago."""
    if answered not in library.articles:
        return tuple(library.hits(heard.text))
    last = (answered, library.articles[answered].question(lang_of(heard)))
    return tuple(inherited(heard.text, last, library.hits))


def wanted(keys: Collection[str], heard: Heard, library: search.Library) -> dict[str, Slot]:
    """Which of these articles need something from the visitor before their answer can be given."""
    found = {key: slots.wanted(library.articles[key].answer(lang_of(heard))) for key in keys}
    return {key: slot for key, slot in found.items() if slot}


def values_in(text: str, sought: Iterable[Slot]) -> dict[str, str]:
    today = clock.now().date()
    found = {slot.value: slots.read(slot, text, today) for slot in sought}
    return {slot: value for slot, value in found.items() if value}


def is_on_duty(heard: Heard, rules: Rules | None, now: datetime) -> bool:
    """By the rules of the site; without any the bot answers within the default budget."""
    known = rules.duty() if rules else duty.Duty()
    asks = known.hours in (duty.Hours.OPEN, duty.Hours.CLOSED)
    is_open = not asks or heard.site not in hours.closed(now)[0]
    return duty.on_duty(known, is_open=is_open, topic=heard.topic, turns=heard.turns)


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
        case AskSlot():
            return "slot"
        case Miss():
            return "miss"
        case SmallTalk():
            return "small_talk"
        case HandOver():
            return "hand_over"
