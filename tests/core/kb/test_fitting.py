"""Fitting and calibration on questions made up for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.background import sentences
from kb.calibration import NEAR_ZERO, UNBENT, corrected
from kb.episodes import practice
from kb.fitting import fit, judged

TOPICS = {
    f"{what} {thing}": [
        f"how to {what} my {thing}",
        f"{what} the {thing} please",
        f"i want to {what} a {thing}",
        f"can you {what} this {thing} for me",
        f"{thing} {what}",
    ]
    for what in ("return", "clean", "insure", "measure")
    for thing in ("kettle", "cup", "parcel")
}
FAR = ["who won the match", "what is the capital of peru", "sing me a lullaby", "does it rain in april"] * 3


@given(st.floats(NEAR_ZERO, 1 - NEAR_ZERO))
def test_no_labels_leave_the_confidence_as_it_is(share):
    assert UNBENT.apply(share) == pytest.approx(share, abs=1e-6)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60))
def test_labels_never_turn_the_order_of_confidence_round(labels):
    bend = corrected(labels)
    shares = [bend.apply(share / 20) for share in range(1, 20)]

    assert shares == sorted(shares)


def test_two_hundred_labels_bring_a_boastful_bot_down():
    bend = corrected([(0.9, place % 2 == 0) for place in range(200)])

    assert bend.apply(0.9) == pytest.approx(0.5, abs=0.06)


def test_fitted_weights_rank_what_they_were_taught():
    samples = list(practice(TOPICS, FAR, intents=9, shots=3, seed=1))

    weights = fit([samples])

    _, right = judged([sample for sample in samples if sample.right is not None], weights)
    assert right.mean() > 0.9


def test_there_are_at_least_200_everyday_sentences_in_both_languages():
    chinese = [sentence for sentence in sentences() if not sentence.isascii()]

    assert len(set(sentences())) == len(sentences()) >= 200
    assert 0.4 < len(chinese) / len(sentences()) < 0.6
