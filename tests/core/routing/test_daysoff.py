"""Which days are holidays, by the zone of the firm."""

from __future__ import annotations

from datetime import date

import pytest

from routing.daysoff import country_of, kinds
from routing.forecast import HOLIDAY


@pytest.mark.parametrize(
    ("zone", "country"),
    [("Asia/Shanghai", "CN"), ("Europe/Berlin", "DE"), ("UTC", None), ("Mars/Olympus", None)],
)
def test_a_zone_lies_in_a_country(zone: str, country: str | None) -> None:
    assert country_of(zone) == country


def test_the_national_day_is_a_holiday_in_shanghai_and_none_in_utc() -> None:
    day = date(2025, 10, 1)

    assert kinds(day, day, "Asia/Shanghai") == {day: HOLIDAY}
    assert kinds(day, day, "UTC") == {day: "2"}


def test_a_weekend_that_is_worked_is_like_a_friday() -> None:
    """Sunday the 28th of September 2025 made up for the holidays that followed."""
    day = date(2025, 9, 28)

    assert kinds(day, day, "Asia/Shanghai") == {day: "4"}


def test_a_day_on_which_the_firm_is_closed_is_a_holiday() -> None:
    first, last = date(2026, 6, 2), date(2026, 6, 4)

    assert kinds(first, last, "UTC", [date(2026, 6, 3)]) == {
        first: "1", date(2026, 6, 3): HOLIDAY, last: "3",
    }  # fmt: skip
