"""The classifier and naive Bayes: what they are fitted to, and that shortcuts change little."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kb import classifier as learning
from kb.bayes import Bayes
from kb.classifier import Classifier, landmarks, shares
from kb.evidence import Base
from kb.index import Field
from kb.words import grams

TOPICS = {
    f"{what} {thing}": [
        f"how to {what} my {thing}",
        f"{what} the {thing} please",
        f"i want to {what} a {thing}",
    ]
    for what in ("return", "clean", "insure", "measure")
    for thing in ("kettle", "cup", "parcel")
}


def base() -> Base:
    return Base(
        [{"id": name, "lang": "en", "questions": asked, "answer": ""} for name, asked in TOPICS.items()]
    )


def test_what_was_taught_is_recognised_and_what_is_strange_is_nobodys():
    taught = base()
    assert taught.classifier is not None
    rows = [
        taught.likeness.of_row(row, grams(taught.texts[row])).together[taught.landmarks]
        for row in range(len(taught.texts))
    ]
    said = [taught.classifier.opinion(alike) for alike in rows]

    known = [logs.argmax() for logs, _ in said[: taught.phrasings]]
    assert np.mean(known == taught.owner[: taught.phrasings]) > 0.95
    assert np.mean([nobody > logs.max() for logs, nobody in said[taught.phrasings :]]) > 0.9


def test_a_part_of_the_rows_as_landmarks_decides_nearly_as_all_do(monkeypatch):
    whole = base()
    monkeypatch.setattr(learning, "ALL_ROWS", 100)
    monkeypatch.setattr(learning, "LANDMARKS", 150)
    part = base()
    assert whole.classifier is not None
    assert part.classifier is not None
    assert len(part.landmarks) == 150

    same = [
        whole.classifier.opinion(
            whole.likeness.of_row(row, grams(whole.texts[row])).together[whole.landmarks]
        )[0].argmax()
        == part.classifier.opinion(
            part.likeness.of_row(row, grams(part.texts[row])).together[part.landmarks]
        )[0].argmax()
        for row in range(whole.phrasings)
    ]
    assert np.mean(same) > 0.9


def test_landmarks_are_shared_out_evenly(monkeypatch):
    monkeypatch.setattr(learning, "ALL_ROWS", 10)
    monkeypatch.setattr(learning, "LANDMARKS", 12)
    owner = np.asarray([0] * 50 + [1] * 3 + [2] * 5 + [-1] * 4, np.int32)

    chosen = owner[landmarks(owner)]

    assert sorted(np.unique(chosen, return_counts=True)[1]) == [3, 3, 3, 3]


def test_twin_rows_are_no_obstacle():
    owner = np.asarray([0, 0, 1, 1], np.int32)
    alike = np.ones((4, 4), np.float32)

    logs, _ = Classifier.fit(alike, alike, owner, 2).opinion(alike[0])

    assert logs[0] == pytest.approx(logs[1], abs=1e-4)


def test_what_is_no_kernel_is_refused():
    with pytest.raises(ValueError, match="no kernel"):
        Classifier.fit(
            np.eye(2, dtype=np.float32), np.full((2, 2), -9, np.float32), np.asarray([0, 1], np.int32), 2
        )


@given(arrays.arrays(np.float32, (3, 5), elements=st.floats(-30, 30, width=32)))
def test_shares_are_positive_and_together_one(scores):
    found = shares(scores.copy())

    assert (found >= 0).all()
    assert found.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_bayes_names_the_faq_whose_words_were_used():
    rows = [["refund", "money"], ["refund", "back"], ["ship", "parcel"], ["parcel", "where"]]
    field = Field(rows)
    bayes = Bayes.fit([field], np.asarray([0, 0, 1, 1], np.int32), 2)

    opinion = bayes.opinion([field.see(["parcel", "strange"])])

    assert opinion.argmax() == 1
    assert np.exp(opinion).sum() == pytest.approx(1, abs=1e-5)


def test_bayes_counts_nothing_of_sentences_that_are_nobodys():
    field = Field([["tea"], ["rain"]])

    cells, amounts = field.pairs(np.asarray([0, -1], np.int32), 1)

    assert cells.tolist() == [field.numbers.find(["tea"])[0]]
    assert amounts == pytest.approx([1])
