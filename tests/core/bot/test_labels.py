"""What happened after a question tells which article was right for it."""

from typing import Any

import pytest

from bot.labels import Label, Seen, Used, of_agents, of_talk
from bot.replay import replay, step_at

SURE = (("return", 0.9), ("swap", 0.05))
TORN = (("return", 0.4), ("swap", 0.3))


def answer(**fields: Any) -> Seen:
    return Seen(**{"query": "q", "hits": SURE, "step": "answer", "article": "return"} | fields)


def labels(*turns: Seen) -> list[str | None]:
    return [label.article for label in of_talk(turns)]


def test_a_yes_says_that_it_was_right_and_a_no_that_it_was_not():
    assert labels(answer(helpful=True)) == ["return"]
    assert labels(answer(helpful=False)) == [None]


def test_silence_after_an_answer_says_nothing():
    assert labels(answer(), answer()) == []


@pytest.mark.parametrize(("between", "found"), [(0, [None]), (1, [None]), (2, [])])
def test_a_person_fetched_within_two_turns_speaks_against_it(between, found):
    talk = [answer(), *[Seen("thanks", (), "small_talk")] * between, Seen("person", (), "hand_over")]

    assert labels(*talk) == found


def test_a_yes_outweighs_the_person_fetched_afterwards():
    assert labels(answer(helpful=True), Seen("person", (), "hand_over")) == ["return"]


def test_a_picked_choice_labels_the_question_before_it():
    asked = Seen("how to send it back", TORN, "choices", offered=("return", "swap"))
    picked = Seen("Swap", (("swap", 0.99),), "answer", "swap")

    assert list(of_talk([asked, picked])) == [Label("how to send it back", TORN, "swap")]


def test_what_was_not_offered_is_no_pick():
    asked = Seen("q", TORN, "choices", offered=("return", "swap"))

    assert labels(asked, Seen("hours?", (("hours", 0.9),), "answer", "hours")) == []


@pytest.mark.parametrize(("act", "count"), [("inserted", 1), ("edited", 1), ("ignored", 0)])
def test_what_an_agent_used_was_right(act, count):
    assert len(list(of_agents([Used("q", "return", 0.5, act)]))) == count


def test_a_higher_limit_turns_answers_into_choices():
    told = replay([answer(), Seen("q2", TORN, "choices")], 0.95)

    assert (dict(told.was), dict(told.would_be)) == ({"answer": 1, "choices": 1}, {"choices": 2})
    assert [(one.was, one.would_be) for one in told.changed] == [("answer", "choices")]


def test_the_same_limit_changes_nothing():
    assert replay([answer(), Seen("q2", TORN, "choices"), Seen("q3", (), "miss")], 0.85).changed == []


def test_what_the_visitor_picked_is_not_replayed():
    assert not replay([answer(article="swap")], 0.99).was


def test_no_hits_are_a_miss_at_any_limit():
    assert step_at((), 0.0) == "miss"
