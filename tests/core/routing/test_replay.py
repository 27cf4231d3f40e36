"""Past days once more: the replay against a plain queue worked out by hand, and shifts as they were."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.arrivals import Stream, Visit
from routing.engine import AgentSpec
from routing.policy import POLICIES
from routing.replay import Shift, compare, shifts_of

ALL_DAY = [(0.0, 1e6)]
ONE = Stream(name="q", rate=1.0, needs={"en": 1}, promise=60.0)


def shift(name: str = "a", spans: list[tuple[float, float]] | None = None, capacity: int = 1) -> Shift:
    return Shift(AgentSpec(id=name, skills={"en": 1}, capacity=capacity), spans or ALL_DAY)


def visits(*told: tuple[float, float, float]) -> list[Visit]:
    return [Visit(at, ONE, work, patience) for at, work, patience in told]


def test_every_policy_is_compared_in_the_order_of_the_list() -> None:
    found = compare([shift()], visits((10.0, 50.0, 900.0)))

    assert [one.policy for one in found] == list(POLICIES)


def test_waits_promises_and_losses_are_as_worked_out_by_hand() -> None:
    """One agent: the second waits 40 s, the third 130 s, the fourth gives up after 20 s."""
    came = visits((10.0, 100.0, 900.0), (70.0, 100.0, 900.0), (80.0, 100.0, 900.0), (90.0, 100.0, 20.0))

    for one in compare([shift()], came):
        assert one.mean_wait_s == pytest.approx((0 + 40 + 130 + 20) / 4)
        assert one.p80_wait_s == 130.0
        assert one.abandoned == 0.25
        assert one.within_promise == 0.5


def test_who_is_not_there_gets_nothing() -> None:
    came = visits((10.0, 30.0, 900.0))

    [one, *_] = compare([shift(spans=[(100.0, 200.0)])], came)

    assert one.mean_wait_s == 90.0


def test_after_a_shift_open_chats_end_and_nothing_new_comes() -> None:
    came = visits((90.0, 50.0, 900.0), (110.0, 10.0, 300.0))

    [one, *_] = compare([shift(spans=[(0.0, 100.0)])], came)

    assert (one.mean_wait_s, one.abandoned) == (150.0, 0.5)


def test_who_waits_at_the_end_is_followed() -> None:
    came = visits((10.0, 500.0, 900.0), (20.0, 10.0, 900.0))

    assert compare([shift()], came)[0].mean_wait_s == 245.0


def test_uneven_work_has_a_gini_above_none() -> None:
    came = visits(*((10.0 + place, 1e4, 900.0) for place in range(2)))

    even = compare([shift("a"), shift("b")], came)[0]
    uneven = compare([shift("a", capacity=2), shift("b", spans=[(1e5, 2e5)])], came)[0]

    assert even.occupancy_gini < 0.01
    assert uneven.occupancy_gini > 0.4


SPANS = st.lists(
    st.tuples(st.integers(0, 2000), st.integers(1, 300)).map(lambda t: (float(t[0]), float(sum(t))))
)


@given(SPANS)
def test_shifts_cover_what_was_in_hand_and_hold_no_short_gaps(held: list[tuple[float, float]]) -> None:
    found = shifts_of(held, 10.0, 100.0)

    for begins, ends in held:
        assert sum(a <= max(0.0, begins - 10.0) and ends + 10.0 <= b for a, b in found) == 1
    for (_, ends), (begins, _) in pairwise(found):
        assert begins - ends > 100.0
    edges = {edge for a, b in held for edge in (max(0.0, a - 10.0), b + 10.0)}
    assert {edge for span in found for edge in span} <= edges
