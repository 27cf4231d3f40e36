"""Judging the bot's confidence."""

import pytest

from bot.reliability import Judged, calibration_error, lowest_maybe, lowest_sure, table


def said(confidence: float, *, correct: bool) -> Judged:
    return Judged([("a", confidence)], "a" if correct else "b")


def test_an_honest_bot_has_no_calibration_error():
    assert calibration_error([said(0.75, correct=place < 3) for place in range(4)]) == 0


def test_a_boastful_bot_has_all_of_it():
    assert calibration_error([said(1.0, correct=False)] * 5) == 1


def test_no_answer_counts_as_no_confidence():
    silent = Judged([], None)

    assert (silent.confidence, silent.correct, silent.held, silent.among_three) == (0.0, False, False, 0)


def test_the_table_leaves_empty_tenths_out():
    rows = table([said(1.0, correct=True), said(0.95, correct=False), said(0.12, correct=False)])

    assert [(row.lowest, row.count, row.came_true) for row in rows] == [(0.1, 1, 0.0), (0.9, 2, 0.5)]


def test_the_lowest_sure_limit_keeps_wrong_answers_at_a_tenth():
    good = [said(0.9 - place / 100, correct=True) for place in range(18)]
    bad = [said(0.5, correct=False), said(0.4, correct=False), said(0.3, correct=False)]

    assert lowest_sure([*good, *bad]) == pytest.approx(0.4)
    assert lowest_sure(bad) == 1.0


def test_the_lowest_limit_for_choices_looks_at_unsure_questions_only():
    judged = [
        said(0.9, correct=False),
        said(0.6, correct=True),
        said(0.5, correct=True),
        said(0.1, correct=False),
    ]

    assert lowest_maybe(judged, sure=0.85) == pytest.approx(0.5)
