"""Numbers of grams against a plain dictionary."""

from hypothesis import given
from hypothesis import strategies as st

from kb.numbering import NEVER, Numbering

words = st.lists(st.text("abc退货", max_size=4), unique=True, max_size=12)


@given(words, words)
def test_finds_what_a_dictionary_finds(grams, asked):
    numbers = {gram: place for place, gram in enumerate(grams)}

    assert Numbering.of(grams).find(asked).tolist() == [numbers.get(gram, NEVER) for gram in asked]


@given(words)
def test_more_grams_are_numbered_on(grams):
    half = len(grams) // 2
    both = Numbering.of(grams[:half]).with_grams(grams[half:])

    assert len(both) == len(grams)
    assert both.find(grams).tolist() == list(range(len(grams)))
