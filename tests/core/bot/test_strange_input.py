"""Whatever somebody types or pastes is read within 50 ms: everything the bot does to a message, on the pure core."""

import time
from collections.abc import Callable
from datetime import date

import pytest

from bot import escalation, mood, slots
from bot.choosing import chosen
from bot.context import leans
from bot.slots import Slot
from bot.wishes import asks_for_person, courtesy, only_polite
from kb.episodes import demo_faqs
from kb.matching import Matcher, make

MOST_S = 0.05
STRANGE = {
    "nothing": "",
    "blanks": " \t\n" * 6_000,
    "emoji": "😀🎉" * 10_000,
    "one letter": "a" * 20_000,
    "Chinese": "退货怎么弄" * 4_000,
    "words": "how do I return it " * 1_100,
    "mixed scripts": "aA1退貨ßΩжﷺ😀" * 2_000,
    "marks upon marks": "e\u0301\u0302\u0303" * 5_000,
    "one long address": "www." + "a.b-" * 5_000,
    "addresses": "a.b@c-d." * 2_500,
    "numbers": "1-2/3:4." * 2_500,
    "codes": "ab-12-" * 3_300,
    "dates": "2024-13-" * 2_500,
    "telephones": "13800000000 " * 1_600,
    "not": "not " * 64 + "x",
    "very": "非常" * 128 + "x",
    "find you": "找" + "你们" * 120 + "x",
    "find a": "找" + "一个" * 120 + "x",
    "thanks and more": "thanks you there " * 15 + "x",
    "hello and more": "你好啊你您" * 50 + "x",
    "talk to a person": "talk to a person " * 15 + "x",
    "numbers chosen": "我选" * 120,
    "directions": "\u202e\u200f" * 9_000,
    "brackets": "((((" * 5_000,
    "zero bytes": "\x00" * 20_000,
}
READERS: dict[str, Callable[[str], object]] = {
    "wish": asks_for_person,
    "courtesy": courtesy,
    "polite": only_polite,
    "leaning": leans,
    "mood": mood.read,
    "need": lambda text: escalation.need_human(mood.read(text), text=text, earlier=[text, text]),
    "choice": lambda text: chosen(text, ["How do I return it?", "怎么退货？", "订单号在哪"]),
    **{slot.value: lambda text, slot=slot: slots.read(slot, text, date(2026, 2, 3)) for slot in Slot},  # type: ignore[misc]
}


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    built = make(encoder=False)
    built.build(demo_faqs()[:60])
    built.answer("退货 return 1")  # dictionaries are loaded by the first one
    return built


def spent(read: Callable[[str], object], text: str) -> float:
    began = time.thread_time()
    read(text)
    return time.thread_time() - began


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("strange", STRANGE)
def test_is_read_quickly(name, strange):
    READERS[name]("退货 return 1")

    assert spent(READERS[name], STRANGE[strange]) < MOST_S


@pytest.mark.parametrize("strange", STRANGE)
def test_is_answered_or_refused_quickly(matcher, strange):
    assert spent(matcher.answer, STRANGE[strange]) < MOST_S


@pytest.mark.parametrize("strange", ["nothing", "blanks", "emoji", "brackets", "zero bytes", "directions"])
def test_what_says_nothing_gets_no_answer(matcher, strange):
    assert matcher.answer(STRANGE[strange]) == []
