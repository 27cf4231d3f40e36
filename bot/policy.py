"""What the bot does with one message: answer, offer choices, admit that it doesn't know, be kind, or let go. Pure.

Small talk neither answers nor misses: it leaves the count of misses and the offered choices as they were.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.context import without
from bot.slots import Slot
from bot.wishes import Courtesy

CHOICES = 3  # at most so many are offered
ASKS = 3  # times that one slot is asked for, the first one counted
PATIENCE = 2  # misses in a row after which a person is fetched


class Mode(StrEnum):
    """Who answers in a category."""

    ANSWERS = "answers"  # the bot answers
    DRAFTS = "drafts"  # the bot drafts, an agent answers
    HUMANS_ONLY = "humans_only"


class Reason(StrEnum):
    """Why the bot lets go."""

    ASKED = "ask_human"  # the button or menu
    KEYWORD = "keyword"  # words such as 人工 or complaint
    SCORE = "score"  # the need-a-human score
    MISSES = "miss"  # the second miss in a row
    HUMANS_ONLY = "humans_only"  # the category is for people
    BOT_OFF = "bot_off"  # off or out of budget
    FAULT = "fault"  # it failed or took too long; decided by the caller


@dataclass(frozen=True, slots=True)
class Bands:
    """Limits of confidence, set by target precision: an answer is right so often, the choices hold it so often."""

    sure: float = 0.85
    maybe: float = 0.30  # of the three best together; `scripts/fit-bot` shows what it keeps
    need_human: float = 0.85


DEFAULT_BANDS = Bands()


@dataclass(frozen=True, slots=True)
class OpenSlot:
    """What the bot asked for last: the answer that waits for it, and how often it has asked in a row."""

    article: str
    slot: Slot
    confidence: float
    asks: int


@dataclass(frozen=True, slots=True)
class Asked:
    """One message of a visitor and what is known at that moment. `hits` as `kb.matching` gives them."""

    hits: Sequence[tuple[str, float]] = ()
    modes: Mapping[str, Mode] = field(default_factory=dict)  # by article; not there: the bot answers
    misses: int = 0  # in a row, before this message
    offered: Sequence[str] = ()  # articles offered by the last turn, if those are still open
    chosen: str | None = None  # the one of them that this message picks
    asked_for_person: bool = False
    keyword: bool = False
    need_human: float = 0.0
    courtesy: Courtesy | None = None
    bot_on: bool = True
    wants: Mapping[str, Slot] = field(default_factory=dict)  # by article: what its answer needs
    values: Mapping[str, str] = field(
        default_factory=dict
    )  # by slot: what the visitor has told, now or before
    open_slot: OpenSlot | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    article: str
    confidence: float  # 1 where the visitor chose it


@dataclass(frozen=True, slots=True)
class Choices:
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskSlot:
    """Ask for what the answer needs; from the second time on with what is expected."""

    open: OpenSlot


@dataclass(frozen=True, slots=True)
class Miss:
    """Say that the bot doesn't know, invite another wording, offer a person."""


@dataclass(frozen=True, slots=True)
class SmallTalk:
    courtesy: Courtesy


@dataclass(frozen=True, slots=True)
class HandOver:
    reason: Reason
    draft: str | None = None  # an article that may help the agent


Step = Answer | Choices | AskSlot | Miss | SmallTalk | HandOver


def next_step(asked: Asked, bands: Bands = DEFAULT_BANDS) -> Step:
    """The one thing to do now; asks for a person come first, then the visitor's choice, then what the bot knows."""
    if reason := _must_let_go(asked, bands):
        return HandOver(reason, asked.hits[0][0] if asked.hits else None)
    if asked.chosen:
        return _give(asked, asked.chosen, 1.0)
    if asked.courtesy:
        return SmallTalk(asked.courtesy)
    told = asked.open_slot
    if told and told.slot in asked.values:
        return _give(asked, told.article, told.confidence)
    if asked.hits and asked.hits[0][1] >= bands.sure:
        return _give(asked, *asked.hits[0])
    if told and told.asks < ASKS:
        return _give(asked, told.article, told.confidence)
    return _unsure(asked, bands)


def after_no(
    hits: Sequence[tuple[str, float]], article: str, modes: Mapping[str, Mode], bands: Bands = DEFAULT_BANDS
) -> Choices | None:
    """What else to offer when `article` did not solve it; None where nothing else is likely enough."""
    others = without(hits, article)[:CHOICES]
    near = sum(share for _, share in others) >= bands.maybe
    keys = tuple(key for key, _ in others if modes.get(key, Mode.ANSWERS) is Mode.ANSWERS)
    return Choices(keys) if near and keys else None


def misses_after(asked: Asked, step: Step) -> int:
    """Misses in a row to remember for the next message. Open choices count once the next message picks none."""
    match step:
        case Answer() | HandOver():
            return 0
        case Miss():
            return _misses_so_far(asked) + 1
        case Choices():
            return _misses_so_far(asked)
        case AskSlot():
            return asked.misses + _passed_over(asked)
        case SmallTalk():
            return asked.misses


def offered_after(asked: Asked, step: Step) -> tuple[str, ...]:
    """The choices that are open for the next message."""
    match step:
        case Choices(articles):
            return articles
        case SmallTalk():
            return tuple(asked.offered)
        case _:
            return ()


def open_after(asked: Asked, step: Step) -> OpenSlot | None:
    """The slot that is still asked for at the next message."""
    match step:
        case AskSlot(told):
            return told
        case SmallTalk():
            return asked.open_slot
        case _:
            return None


def _must_let_go(asked: Asked, bands: Bands) -> Reason | None:
    if asked.asked_for_person:
        return Reason.ASKED
    if asked.keyword:
        return Reason.KEYWORD
    if not asked.bot_on:
        return Reason.BOT_OFF
    if asked.need_human >= bands.need_human:
        return Reason.SCORE
    return None


def _give(asked: Asked, article: str, confidence: float) -> Step:
    if asked.modes.get(article, Mode.ANSWERS) is not Mode.ANSWERS:
        return HandOver(Reason.HUMANS_ONLY, article)
    slot = asked.wants.get(article)
    if slot is None or slot in asked.values:
        return Answer(article, confidence)
    asks = asked.open_slot.asks if asked.open_slot else 0
    if asks >= ASKS or asked.misses + _passed_over(asked) >= PATIENCE:
        return HandOver(Reason.MISSES, article)
    return AskSlot(OpenSlot(article, slot, confidence, asks + 1))


def _unsure(asked: Asked, bands: Bands) -> Step:
    likely = tuple(asked.hits[:CHOICES])
    near = sum(confidence for _, confidence in likely) >= bands.maybe
    if near and asked.modes.get(likely[0][0], Mode.ANSWERS) is Mode.HUMANS_ONLY:
        return HandOver(Reason.HUMANS_ONLY, likely[0][0])
    missed = _misses_so_far(asked)
    if missed >= PATIENCE or (not near and missed + 1 >= PATIENCE):
        return HandOver(Reason.MISSES, likely[0][0] if likely else None)
    return Choices(tuple(article for article, _ in likely)) if near else Miss()


def _misses_so_far(asked: Asked) -> int:
    """Choices that were passed over count, and so does a slot that was asked for in vain."""
    return asked.misses + _passed_over(asked) + bool(asked.open_slot)


def _passed_over(asked: Asked) -> bool:
    """Choices are open and this message picks none."""
    return bool(asked.offered) and asked.chosen is None
