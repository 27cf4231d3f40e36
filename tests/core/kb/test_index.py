"""The inverted index against the plain definition of the cosine."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.index import Field

texts = st.lists(st.lists(st.sampled_from("abcdefg"), max_size=8), min_size=1, max_size=8)
question = st.lists(st.sampled_from("abcdefgxyz"), max_size=8)


def plain_cosine(field: Field, one: list[str], other: list[str]) -> float:
    vectors = [
        {gram: (1 + math.log(n)) * field.weight(gram) for gram, n in Counter(text).items()}
        for text in (one, other)
    ]
    lengths = [math.sqrt(sum(weight**2 for weight in vector.values())) or 1.0 for vector in vectors]
    shared = sum(weight * vectors[1].get(gram, 0.0) for gram, weight in vectors[0].items())
    return shared / (lengths[0] * lengths[1])


@given(texts, question)
def test_cosines_are_those_of_the_definition(base, asked):
    field = Field(base)

    found = field.cosines(field.see(asked))

    assert found == pytest.approx([plain_cosine(field, asked, text) for text in base], abs=1e-5)


@given(texts, question)
def test_a_gram_never_seen_lowers_every_cosine_that_there_is(base, asked):
    field = Field(base)

    before, after = field.cosines(field.see(asked)), field.cosines(field.see([*asked, "never"]))

    assert np.all(after[before > 0] < before[before > 0])


def test_says_which_rows_hold_a_gram():
    field = Field([["a", "b"], ["b"], ["c"]])

    assert field.rows_with("b").tolist() == [0, 1]
    assert field.rows_with("x").tolist() == []
    assert field.weight("x") > field.weight("a") > field.weight("b")


def test_whole_columns_for_common_grams_change_no_cosine():
    rows = [["the", f"word{place}"] if place % 2 else ["other", f"word{place}", "the"] for place in range(40)]
    field = Field(rows)
    assert len(field.columns) > 0

    found = field.cosines(field.see(["the", "word3", "never"]))

    assert found == pytest.approx(
        [plain_cosine(field, ["the", "word3", "never"], row) for row in rows], abs=1e-5
    )


@given(texts)
def test_cosines_of_rows_among_all_are_those_of_each_alone(base):
    field = Field(base)
    rows = np.arange(0, len(base), 2, dtype=np.int32)

    found = field.among(rows, [base[row] for row in rows])

    for place, row in enumerate(rows):
        assert found[place] == pytest.approx(field.cosines(field.see(base[row])), abs=1e-5)
