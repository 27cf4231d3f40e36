"""The limit from which the assistant answers, by how often answers shall be right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reliability import Judged
from bot.targets import HIGHEST, PRIOR, TARGETS, bands, limit, limits


def judged(sure: float, *, right: int, wrong: int) -> list[Judged]:
    hits = [("a", sure)]
    return [Judged(hits, "a")] * right + [Judged(hits, None)] * wrong


@pytest.mark.parametrize("target", TARGETS)
def test_without_judgements_the_target_is_the_limit(target):
    assert limit([], target) == target
    assert bands(target, {}).sure == target


def test_answers_that_kept_the_target_change_nothing():
    assert limit(judged(0.9, right=18, wrong=2), 0.85) == 0.85


def test_wrong_answers_raise_the_limit_just_above_them():
    seen = judged(0.88, right=2, wrong=20) + judged(0.95, right=30, wrong=0)

    assert limit(seen, 0.85) == 0.89


def test_where_nothing_keeps_the_target_hardly_anything_is_answered():
    assert limit(judged(0.99, right=10, wrong=40), 0.85) == HIGHEST


def test_a_few_wrong_answers_are_no_proof():
    assert limit(judged(0.9, right=0, wrong=2), 0.85) > 0.85
    assert limit(judged(0.9, right=9, wrong=2), 0.80) == 0.80


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60))
def test_more_wanted_is_never_a_lower_limit(seen):
    found = limits([Judged([("a", sure)], "a" if right else None) for sure, right in seen])

    assert list(found.values()) == sorted(found.values())


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=80), st.sampled_from(TARGETS))
def test_what_is_answered_kept_the_target_by_the_count_with_its_prior(seen, target):
    judgements = [Judged([("a", sure)], "a" if right else None) for sure, right in seen]

    lowest = limit(judgements, target)

    above = [one.correct for one in judgements if one.confidence >= lowest]
    assert lowest == HIGHEST or (sum(above) + PRIOR * target) / (len(above) + PRIOR) >= target - 1e-9
