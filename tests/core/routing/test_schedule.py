"""Opening hours: the clock on the wall, night shifts, days that differ, and hours that can't be."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.schedule import DAY, BadHours, Calendar, check_week, is_open, read, shown

NOBODY: list[list[tuple[int, int]]] = [[] for _ in range(7)]
OFFICE = [read("09:00-12:00, 13:00-18:00")] * 5 + [[], []]
ZONES = ["UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001
intervals = st.tuples(st.integers(0, DAY - 1), st.integers(1, DAY - 1)).map(
    lambda one: (one[0], one[0] + one[1])
)
weeks = st.lists(st.lists(intervals, max_size=3), min_size=7, max_size=7)


def at(zone: str, text: str, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


@pytest.mark.parametrize(
    ("moment", "there"),
    [
        ("2026-11-25 08:59", False),
        ("2026-11-25 09:00", True),
        ("2026-11-25 11:59:59", True),
        ("2026-11-25 12:00", False),
        ("2026-11-25 13:00", True),
        ("2026-11-25 18:00", False),
        ("2026-11-28 10:00", False),
    ],
)
def test_an_interval_holds_its_first_minute_and_not_its_last(moment: str, there: bool):
    assert is_open(Calendar("Asia/Shanghai", OFFICE), at("Asia/Shanghai", moment)) is there


def test_a_night_shift_reaches_into_the_next_day():
    calendar = Calendar("UTC", [*NOBODY[:4], read("22:00-02:00"), [], []])  # Friday

    assert is_open(calendar, at("UTC", "2026-11-28 01:59"))
    assert not is_open(calendar, at("UTC", "2026-11-28 02:00"))
    assert not is_open(calendar, at("UTC", "2026-11-27 01:00"))


def test_a_date_that_differs_replaces_its_weekday():
    holiday, half = date(2026, 12, 24), date(2026, 12, 25)
    calendar = Calendar("UTC", OFFICE, {holiday: [], half: read("09:00-11:00")})

    assert not is_open(calendar, at("UTC", "2026-12-24 10:00"))
    assert is_open(calendar, at("UTC", "2026-12-25 10:00"))
    assert not is_open(calendar, at("UTC", "2026-12-25 14:00"))


def test_a_night_that_began_before_a_holiday_is_still_lived_to_its_end():
    calendar = Calendar("UTC", [read("22:00-02:00")] * 7, {date(2026, 11, 28): []})

    assert is_open(calendar, at("UTC", "2026-11-28 01:00"))
    assert not is_open(calendar, at("UTC", "2026-11-28 23:00"))


def test_an_hour_that_is_lived_twice_is_open_twice():
    calendar = Calendar("Europe/Berlin", [read("02:00-03:00")] * 7)  # set back on 25 October 2026 at 3:00

    hours = [datetime(2026, 10, 25, hour, minute, tzinfo=UTC) for hour in (0, 1, 2) for minute in (0, 59)]

    assert [is_open(calendar, moment) for moment in hours] == [True, True, True, True, False, False]


def test_an_hour_that_is_left_out_is_never_open():
    calendar = Calendar("Europe/Berlin", [read("02:00-03:00")] * 7)  # set forward on 29 March 2026 at 2:00

    assert not any(is_open(calendar, datetime(2026, 3, 29, hour, 30, tzinfo=UTC)) for hour in range(24))


@given(zone=st.sampled_from(ZONES), week=weeks, moment=moments)
def test_it_is_open_exactly_when_the_wall_says_so(
    zone: str, week: list[list[tuple[int, int]]], moment: datetime
):
    """A clock of our own: walk through every interval of the two days by name and look at the wall."""
    wall = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    begins = [datetime(wall.year, wall.month, wall.day) - timedelta(days=back) for back in (0, 1)]  # noqa: DTZ001
    spans = [
        (day + timedelta(minutes=start), day + timedelta(minutes=end))
        for day in begins
        for start, end in week[day.weekday()]
    ]

    assert is_open(Calendar(zone, week), moment) is any(start <= wall < end for start, end in spans)


@given(zone=st.sampled_from(ZONES), week=weeks, moment=moments)
def test_hours_of_the_whole_day_leave_no_moment_closed(
    zone: str, week: list[list[tuple[int, int]]], moment: datetime
):
    assert is_open(Calendar(zone, [[(0, DAY)]] * 7), moment)
    assert not is_open(Calendar(zone, NOBODY), moment)


@given(st.lists(st.integers(0, DAY), unique=True, min_size=2, max_size=8).map(sorted))
def test_what_is_shown_can_be_read_again(ends: list[int]):
    hours = list(zip(ends[::2], ends[1::2], strict=False))

    assert read(shown(hours)) == hours


@pytest.mark.parametrize(
    "text", ["9:00-18:00", "09:00–18:00", "9：00 至 18:00", "9:00~18:00", "9:00 to 18:00"]
)
def test_hours_are_read_as_people_write_them(text: str):
    assert read(text) == [(540, 1080)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("09:00-13:00, 12:00-18:00", "overlap"),
        ("22:00-02:00, 23:00-23:30", "overlap"),
        ("nine to five", "form"),
        ("09:00", "form"),
        ("25:00-26:00", "time"),
        ("09:60-10:00", "time"),
        ("24:00-02:00", "time"),
        ("09:00-09:00", "empty"),
    ],
)
def test_hours_that_can_not_be_are_refused(text: str, code: str):
    with pytest.raises(BadHours) as bad:
        read(text)

    assert bad.value.code == code


def test_a_night_into_the_next_days_hours_is_refused():
    week = [read("22:00-09:30"), *OFFICE[1:]]

    with pytest.raises(BadHours) as bad:
        check_week(week)

    assert (bad.value.code, bad.value.where) == ("into_next", "0")


def test_sundays_night_is_held_against_monday():
    with pytest.raises(BadHours):
        check_week([*OFFICE[:6], read("22:00-09:30")])


def test_a_night_that_ends_as_the_day_begins_is_fine():
    check_week([read("22:00-09:00"), *OFFICE[1:]])
