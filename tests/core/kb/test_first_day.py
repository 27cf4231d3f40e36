"""A firm's first day: two or three questions, one wording each. What they don't cover must not be answered with them."""

from __future__ import annotations

from functools import cache

import pytest

from bot.policy import DEFAULT_BANDS
from kb.evidence import Faq
from kb.matching import Matcher, make

ENGLISH = [
    ("ship", "When will my order ship?", "The same day, if you pay by 4 p.m."),
    ("back", "Can I send a teapot back?", "Within 14 days."),
    ("card", "Which cards do you take?", "Visa, Mastercard and UnionPay."),
]
CHINESE = [
    ("ship", "下单后多久发货？", "下午 4 点前付款，当天发货。"),
    ("back", "茶壶可以退货吗？", "14 天内可以。"),
    ("card", "可以用什么卡付款？", "银联、Visa 都可以。"),
]
ELSEWHERE = {
    "en": [
        "renew my driving licence",
        "who won the football last night",
        "how do I open a savings account",
        "what is the weather tomorrow",
        "book a flight to paris please",
        "does it fit my car",
        "my neighbour is too loud",
    ],
    "zh": [
        "信用卡临时额度怎么提高",
        "医保卡丢了去哪里补办",
        "明天天气怎么样",
        "昨晚谁赢了球赛",
        "帮我订一张去巴黎的机票",
    ],
}


@cache
def first_day(count: int, lang: str) -> Matcher:
    matcher = make()
    rows = (ENGLISH if lang == "en" else CHINESE)[:count]
    matcher.build([Faq(id=key, questions=[asked], answer=said, lang=lang) for key, asked, said in rows])
    return matcher


def sure(matcher: Matcher, question: str) -> float:
    hits = matcher.answer(question)
    return hits[0][1] if hits else 0.0


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize(
    ("lang", "question"), [(lang, question) for lang, asked in ELSEWHERE.items() for question in asked]
)
def test_what_the_few_answers_do_not_cover_is_not_answered(count: int, lang: str, question: str):
    assert sure(first_day(count, lang), question) < DEFAULT_BANDS.sure


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize(
    ("lang", "question"),
    [
        ("en", "when will my order ship"),
        ("en", "when do you ship an order"),
        ("zh", "下单后多久发货"),
        ("zh", "下单以后多久能发货"),
    ],
)
def test_what_they_cover_is_answered(count: int, lang: str, question: str):
    assert sure(first_day(count, lang), question) >= DEFAULT_BANDS.sure
