"""When the bot answers: its hours, its queues and each visitor's share of it."""

import pytest

from bot.duty import Duty, Hours, on_duty


@pytest.mark.parametrize(
    ("hours", "is_open", "answers"),
    [
        (Hours.ALWAYS, True, True),
        (Hours.ALWAYS, False, True),
        (Hours.OPEN, True, True),
        (Hours.OPEN, False, False),
        (Hours.CLOSED, True, False),
        (Hours.CLOSED, False, True),
        (Hours.NEVER, True, False),
        (Hours.NEVER, False, False),
    ],
)
def test_it_keeps_its_hours(hours, is_open, answers):
    assert on_duty(Duty(hours), is_open=is_open, topic="", turns=0) is answers


@pytest.mark.parametrize(("topic", "answers"), [("billing", False), ("returns", True), ("", True)])
def test_it_is_off_for_a_queue_that_is_for_people(topic, answers):
    assert on_duty(Duty(off_for=("billing",)), is_open=True, topic=topic, turns=0) is answers


@pytest.mark.parametrize(("budget", "turns", "answers"), [(3, 2, True), (3, 3, False), (0, 900, True)])
def test_a_visitor_has_a_budget_of_turns(budget, turns, answers):
    assert on_duty(Duty(budget=budget), is_open=True, topic="", turns=turns) is answers
