"""Thirteen weeks of arrivals: seeded, complete, with the shape of real days and weeks."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import product

from chatdesk.demo.rhythm import DAILY, SHOP_TIME, arrivals

TODAY = date(2026, 11, 25)
ROWS = list(arrivals(7, TODAY))


def by_hour() -> Counter[int]:
    hours: Counter[int] = Counter()
    for _, at, count in ROWS:
        hours[at.astimezone(SHOP_TIME).hour] += count
    return hours


def test_the_same_seed_counts_the_same_and_another_seed_otherwise() -> None:
    assert list(arrivals(7, TODAY)) == ROWS
    assert list(arrivals(8, TODAY)) != ROWS


def test_every_queue_is_there_once_per_quarter_and_with_a_count() -> None:
    assert {queue for queue, _, _ in ROWS} == {f"{a}+{b}" for a, b in product(("zh", "en"), ("billing", "returns", "tech"))}  # fmt: skip  # noqa: E501
    assert len({(queue, at) for queue, at, _ in ROWS}) == len(ROWS)
    assert min(count for _, _, count in ROWS) >= 1


def test_quarters_lie_on_the_clock_in_the_13_weeks_before_today() -> None:
    midnight = datetime.combine(TODAY, time(), SHOP_TIME)

    assert all(at.tzinfo is UTC and at.minute % 15 == 0 and at.second == 0 for _, at, _ in ROWS)
    assert min(at for _, at, _ in ROWS) >= midnight - timedelta(weeks=13)
    assert max(at for _, at, _ in ROWS) < midnight
    assert len({at.astimezone(SHOP_TIME).date() for _, at, _ in ROWS}) == 91


def test_evenings_are_busy_and_nights_are_quiet() -> None:
    assert by_hour()[20] > 5 * by_hour()[4]


def test_mondays_bring_more_than_saturdays() -> None:
    days = Counter[int]()
    for _, at, count in ROWS:
        days[at.astimezone(SHOP_TIME).weekday()] += count

    assert days[0] > 1.2 * days[5]


def test_the_volume_is_what_the_table_says() -> None:
    total = sum(count for _, _, count in ROWS)

    assert abs(total / 91 / sum(DAILY.values()) - 1) < 0.1
