"""The bot's next step: the bands, the count of misses, and everything that fetches a person."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy import (
    Answer,
    Asked,
    Bands,
    Choices,
    HandOver,
    Miss,
    Mode,
    Reason,
    SmallTalk,
    misses_after,
    next_step,
    offered_after,
)
from bot.wishes import Courtesy

SURE = (("return", 0.91), ("swap", 0.04))
TORN = (("return", 0.40), ("swap", 0.30), ("refund", 0.10), ("invoice", 0.02))
LOST = (("return", 0.12), ("swap", 0.05))


def test_answers_at_the_target_precision():
    assert next_step(Asked(hits=(("return", 0.85),))) == Answer("return", 0.85)
    assert next_step(Asked(hits=(("return", 0.8499),))) == Choices(("return",))


def test_offers_at_most_three_choices_in_the_middle_band():
    assert next_step(Asked(hits=TORN)) == Choices(("return", "swap", "refund"))


@pytest.mark.parametrize("hits", [LOST, ()])
def test_the_first_miss_admits_it_and_the_second_in_a_row_hands_over(hits):
    first = Asked(hits=hits)
    step = next_step(first)

    again = Asked(hits=hits, misses=misses_after(first, step))

    assert step == Miss()
    assert next_step(again) == HandOver(Reason.MISSES, hits[0][0] if hits else None)


def test_an_answer_ends_the_row_of_misses():
    asked = Asked(hits=SURE, misses=1)

    assert misses_after(asked, next_step(asked)) == 0


def test_choices_are_a_miss_once_the_next_message_picks_none():
    first = Asked(hits=TORN)
    step = next_step(first)

    after = Asked(hits=LOST, misses=misses_after(first, step), offered=offered_after(first, step))

    assert misses_after(first, step) == 0
    assert next_step(after) == HandOver(Reason.MISSES, "return")


def test_choices_twice_and_none_picked_hands_over():
    first = Asked(hits=TORN)
    second = Asked(hits=TORN, offered=("return", "swap", "refund"))
    third = Asked(hits=TORN, misses=misses_after(second, next_step(second)), offered=("return",))

    assert isinstance(next_step(first), Choices)
    assert isinstance(next_step(second), Choices)
    assert next_step(third) == HandOver(Reason.MISSES, "return")


def test_a_sure_answer_still_comes_after_choices_that_were_passed_over():
    assert next_step(Asked(hits=SURE, misses=1, offered=("swap",))) == Answer("return", 0.91)


def test_a_picked_choice_is_answered_and_ends_the_row():
    asked = Asked(hits=LOST, misses=1, offered=("return", "swap"), chosen="swap")

    assert next_step(asked) == Answer("swap", 1.0)
    assert misses_after(asked, next_step(asked)) == 0


def test_small_talk_neither_answers_nor_misses():
    asked = Asked(courtesy=Courtesy.THANKS, misses=1, offered=("return",))
    step = next_step(asked)

    assert step == SmallTalk(Courtesy.THANKS)
    assert misses_after(asked, step) == 1
    assert offered_after(asked, step) == ("return",)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"asked_for_person": True}, Reason.ASKED),
        ({"keyword": True}, Reason.KEYWORD),
        ({"need_human": 0.85}, Reason.SCORE),
        ({"bot_on": False}, Reason.BOT_OFF),
    ],
)
def test_fetches_a_person_however_sure_it_is(change, reason):
    asked = replace(Asked(hits=SURE, chosen="return", courtesy=Courtesy.THANKS), **change)

    assert next_step(asked) == HandOver(reason, "return")


@pytest.mark.parametrize("mode", [Mode.HUMANS_ONLY, Mode.DRAFTS])
@pytest.mark.parametrize("asked", [Asked(hits=SURE), Asked(hits=LOST, chosen="return")])
def test_never_answers_in_a_category_that_is_for_people(asked, mode):
    assert next_step(replace(asked, modes={"return": mode})) == HandOver(Reason.HUMANS_ONLY, "return")


def test_does_not_ask_back_in_a_category_that_is_for_people():
    assert next_step(Asked(hits=TORN, modes={"return": Mode.HUMANS_ONLY})) == HandOver(
        Reason.HUMANS_ONLY, "return"
    )


def test_the_bands_are_a_setting():
    assert next_step(Asked(hits=SURE), Bands(sure=0.95)) == Choices(("return", "swap"))
    assert next_step(Asked(hits=LOST), Bands(maybe=0.1)) == Choices(("return", "swap"))


@given(
    st.lists(st.sampled_from([SURE, TORN, LOST, ()]), min_size=1, max_size=8),
)
def test_never_more_than_two_misses_in_a_row_before_a_person_comes(turns):
    misses, unhelped = 0, 0
    offered: tuple[str, ...] = ()
    for hits in turns:
        asked = Asked(hits=hits, misses=misses, offered=offered)
        step = next_step(asked)
        if isinstance(step, HandOver):
            assert unhelped >= 1
            return
        unhelped = 0 if isinstance(step, Answer) else unhelped + 1
        misses, offered = misses_after(asked, step), offered_after(asked, step)
        assert unhelped <= 2
