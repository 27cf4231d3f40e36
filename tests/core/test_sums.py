"""The sum of a table: equal for the same rows, however a database writes them down."""

from __future__ import annotations

from typing import Any

from chatdesk.moving.sums import of


def test_a_sum_depends_on_the_rows_and_not_on_their_order():
    one: tuple[Any, ...] = (1, "龙井", {"a": 1e16, "b": [None, True]})
    other: tuple[Any, ...] = (2, "Assam", {})

    assert of([one, other]) == of([other, (1, "龙井", {"b": [None, True], "a": 10**16})])
    assert of([one, other]) != of([one, (2, "Assam ", {})])
    assert of([one, one]) != of([one])
    assert of([(1, "2")]) != of([("1", 2)])
