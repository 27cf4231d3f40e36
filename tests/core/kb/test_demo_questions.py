"""The regression that guards the bot's honesty: 100 held-out questions to the demo base, 40 of them out of scope."""

import pytest

from bot.fit import judge_demo
from bot.policy import DEFAULT_BANDS, Answer, Asked, Choices, next_step
from bot.reliability import Judged, calibration_error


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    return judge_demo()


def test_there_are_100_questions_and_40_have_no_answer(judged):
    assert len(judged) == 100
    assert sum(one.right is None for one in judged) == 40


def test_at_most_one_sure_answer_in_ten_is_wrong(judged):
    sure = [one for one in judged if one.confidence >= DEFAULT_BANDS.sure]
    wrong = sum(not one.correct for one in sure)

    print(f"\nsure: {len(sure)} of {len(judged)}, wrong: {wrong}")  # noqa: T201  (the coverage belongs in the log)
    assert len(sure) >= 20
    assert wrong <= 0.10 * len(sure)


def test_three_in_four_known_questions_find_their_article_first(judged):
    known = [one for one in judged if one.right]

    assert sum(one.correct for one in known) >= 0.75 * len(known)
    assert sum(one.held for one in known) >= 0.92 * len(known)


def test_most_known_questions_get_an_answer_or_the_right_choice(judged):
    served = 0
    for one in judged:
        match next_step(Asked(hits=one.hits)):
            case Answer(article, _):
                served += article == one.right
            case Choices(articles):
                served += one.right in articles
    assert served >= 0.80 * sum(one.right is not None for one in judged)


def test_the_confidence_means_what_it_says(judged):
    assert calibration_error(judged) <= 0.15
