"""Heat, against the plain way: every cell counted by walking over everybody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insights.routing import grid
from insights.routing.grid import Stay

FIRST = datetime(2026, 3, 20, tzinfo=UTC)
ZONES = [ZoneInfo(name) for name in ("UTC", "Asia/Shanghai", "Europe/Berlin", "Asia/Kolkata")]
STAYS = st.lists(
    st.builds(
        Stay,
        st.sampled_from(["zh", "en"]),
        st.integers(0, 20 * 86_400).map(lambda s: FIRST + timedelta(seconds=s)),
        st.none() | st.floats(0, 900),
        st.booleans(),
    ),
    max_size=30,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STAYS, st.sampled_from(ZONES), st.sets(st.integers(0, 6)), st.integers(1, 19))
def test_each_cell_is_what_a_walk_finds(
    stays: list[Stay], zone: ZoneInfo, weekdays: set[int], span: int
) -> None:
    days = grid.days_between(FIRST, FIRST + timedelta(days=span), zone, weekdays)
    tables = {m: grid.heat(stays, m, days, zone, ["zh", "en"]) for m in grid.MEASURES}

    for row, queue in enumerate(["zh", "en"]):
        for column, label in enumerate(grid.LABELS):
            here = [
                one
                for one in stays
                if one.queue == queue
                and one.at.astimezone(zone).strftime("%H:%M")[:3]
                + ("30" if one.at.astimezone(zone).minute >= 30 else "00")
                == label
                and one.at.astimezone(zone).date() in days
            ]
            waits = [one.waited_s for one in here if one.waited_s is not None]
            assert tables["arrivals"][row][column] == (round(len(here) / len(days), 3) if days else None)
            assert tables["wait"][row][column] == (
                pytest.approx(sum(waits) / len(waits), abs=0.06) if waits else None
            )
            gone = [one for one in here if one.left]
            assert tables["abandoned"][row][column] == (round(len(gone) / len(here), 3) if here else None)


@given(st.integers(0, 400), st.integers(1, 60), st.sampled_from(ZONES))
def test_so_many_days_ago_so_many_whole_days_begin(hours: int, days: int, zone: ZoneInfo) -> None:
    """Also over the 29th of March, when clocks were set forward in Berlin."""
    now = FIRST + timedelta(hours=hours)
    start = grid.ago(days, now, zone)

    assert (start.astimezone(zone).hour, start.astimezone(zone).minute) == (0, 0)
    assert len(grid.days_between(start, now, zone)) == days


def test_days_are_whole_and_end_yesterday() -> None:
    now = datetime(2026, 3, 25, 17, tzinfo=UTC)  # the 26th in Shanghai

    days = grid.days_between(FIRST, now, ZONES[1])

    assert [day.isoformat() for day in (days[0], days[-1])] == ["2026-03-20", "2026-03-25"]
    assert grid.days_between(FIRST, now, ZONES[1], [4]) == days[:1]
