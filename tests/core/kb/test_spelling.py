"""Slips are put right where the base has the word; whatever is a word already stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from kb.matching import make
from kb.spelling import Speller

QUESTIONS = [
    "where is my delivery",
    "can i have an invoice",
    "how do i cancel a subscription",
    "invoice again",
]
speller = Speller.of(QUESTIONS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("my delivry", "my delivery"),
        ("my deelivery", "my delivery"),
        ("my delivrey", "my delivery"),
        ("my delibery", "my delivery"),
        ("subscriptoin", "subscription"),
    ],
)
def test_one_slip_in_a_long_word_is_put_right(typed: str, meant: str):
    assert speller.mend(typed) == meant


@pytest.mark.parametrize("said", ["deliveries", "cancelled", "invoicing", "refund", "shipping", "question"])
def test_another_form_and_another_word_stay(said: str):
    assert speller.mend(said) == said


@pytest.mark.parametrize(
    "said", ["canel", "wher is it", "dlvry", "发票delivry号", "ab12delivry", "übrdelivry"]
)
def test_what_is_short_far_off_or_part_of_something_else_stays(said: str):
    kept = Speller.of(["where is my delivery", "panel"]).mend(said)

    assert kept == said


def test_of_two_words_one_slip_away_the_more_frequent_is_meant():
    assert (
        Speller.of(["the printer", "the painter", "a painter"]).mend("prinnter panter") == "printer painter"
    )


def test_words_of_new_questions_are_known_besides_the_others():
    more = speller.and_of(["engraving on a kettle"])

    assert more.mend("engravign of a subscriptoin") == "engraving of a subscription"


@given(st.text("abcdelivry ", max_size=40))
def test_every_word_stays_within_one_slip_of_what_was_typed(text: str):
    for typed, meant in zip(text.split(), speller.mend(text).split(), strict=True):
        assert OSA.distance(typed, meant) <= 1


@given(st.text(max_size=60))
def test_what_is_right_already_is_not_touched(text: str):
    once = speller.mend(text)

    assert speller.mend(once) == once


def test_a_slip_costs_no_answer():
    matcher = make(encoder=False)
    matcher.build(
        [
            {"id": str(n), "lang": "en", "questions": [said], "answer": ""}
            for n, said in enumerate(QUESTIONS[:3])
        ]
    )

    assert matcher.answer("cancel my subscripton") == matcher.answer("cancel my subscription")
