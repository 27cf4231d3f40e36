"""A piece of a question inherits the topic of the question before it."""

import pytest

from bot.context import inherited, leans, without

LAST = ("return", "How do I return something?")


@pytest.mark.parametrize(
    "text", ["那换货呢", "那运费呢？", "换货呢", "and for exchanges?", "What about swaps", "how about gifts?"]
)
def test_a_short_message_that_goes_on_leans_on_the_one_before(text):
    assert leans(text)


@pytest.mark.parametrize(
    "text",
    ["怎么换货", "how do I change my address", "and then I went to the shop and asked them all about it", ""],
)
def test_a_whole_question_stands_alone(text):
    assert not leans(text)


def base(said: dict[str, list[tuple[str, float]]]):
    return lambda text: said.get(text, [])


def test_the_continuation_is_taken_where_it_says_more():
    hits = base({
        "and exchanges?": [("swap", 0.4), ("hours", 0.1)],
        f"{LAST[1]} and exchanges?": [("return", 0.7), ("swap", 0.24)],
    })  # fmt: skip

    article, confidence = inherited("and exchanges?", LAST, hits)[0]

    assert article == "swap"
    assert confidence == pytest.approx(0.8)


def test_the_question_alone_is_taken_where_that_says_more():
    hits = base({
        "and exchanges?": [("swap", 0.9)],
        f"{LAST[1]} and exchanges?": [("return", 0.7), ("swap", 0.1)],
    })  # fmt: skip

    assert inherited("and exchanges?", LAST, hits) == [("swap", 0.9)]


def test_nothing_is_inherited_that_the_new_words_do_not_speak_of():
    hits = base({f"{LAST[1]} and bananas?": [("return", 0.9), ("refund", 0.09)]})

    assert inherited("and bananas?", LAST, hits) == []


def test_what_is_left_is_shared_among_the_others():
    assert without([("a", 0.5), ("b", 0.25)], "a") == [("b", 0.5)]
    assert without([("a", 1.0)], "a") == []
