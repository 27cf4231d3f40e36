"""The forecast: what it says of steady firms, of today, of holidays; and its test against a second working-out."""

from __future__ import annotations

import random
from datetime import date, timedelta
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing import backtest, forecast
from routing.binomial import quantile
from routing.forecast import HOLIDAY, SLOTS, Day, Shape, by_day, foretell

FIRST = date(2026, 3, 2)  # a Monday


def days(number: int, count: int = 4, **special: int) -> list[Day]:
    """So many days of `count` in each quarter; a weekday may have its own, as d5=9."""
    found = []
    for place in range(number):
        day = FIRST + timedelta(days=place)
        found.append(Day(day, str(day.weekday()), (special.get(f"d{day.weekday()}", count),) * SLOTS))
    return found


def ahead(past: list[Day], number: int = 7) -> dict[date, str]:
    """The days after."""
    first = past[-1].date + timedelta(days=1)
    return {
        first + timedelta(days=place): str((first + timedelta(days=place)).weekday())
        for place in range(number)
    }


def test_a_steady_firm_goes_on_as_it_was() -> None:
    past = days(56, 4)

    for day in foretell(past, ahead(past)):
        assert len(day) == SLOTS
        assert [cell.mean for cell in day] == pytest.approx([4.0] * SLOTS)


def test_a_weekday_has_its_own_rate() -> None:
    past = days(56, 4, d5=12)

    means = [day[40].mean for day in foretell(past, ahead(past))]

    assert means[5] > 2.3 * means[0]
    assert sum(
        map(sum, [[cell.mean for cell in day] for day in foretell(past, ahead(past))])
    ) == pytest.approx(SLOTS * (6 * 4 + 12), rel=0.05)


def test_a_quarter_of_the_day_has_its_own_rate() -> None:
    past = [Day(day.date, day.kind, (*((0,) * 48), *((10,) * 48))) for day in days(56)]

    [day] = foretell(past, ahead(past, 1))

    assert day[10].mean < 0.5
    assert day[80].mean == pytest.approx(10.0, rel=0.05)


def test_today_goes_on_as_it_began() -> None:
    past = days(56, 10)
    calm, busy = (foretell(past, ahead(past, 2), [count] * 40) for count in (10, 20))

    assert busy[0][60].mean > 1.7 * calm[0][60].mean
    assert busy[0][10].mean == calm[0][10].mean  # what is over is not foretold anew
    assert busy[1][60].mean == calm[1][60].mean


def test_a_growing_firm_is_foretold_to_have_grown() -> None:
    past = [Day(day.date, day.kind, (2 + place // 7,) * SLOTS) for place, day in enumerate(days(56))]

    [day] = foretell(past, ahead(past, 1))

    assert 8.0 < day[50].mean < 9.5  # the last week had 9, the mean of all weeks is 5.5


def test_holidays_are_a_kind_of_their_own() -> None:
    past = days(56, 10)
    for place in (10, 30):
        past[place] = Day(past[place].date, HOLIDAY, (1,) * SLOTS)
    kinds = dict(zip(ahead(past, 2), (HOLIDAY, "1"), strict=True))

    holiday, tuesday = foretell(past, kinds)

    assert holiday[50].mean < 5.0
    assert tuesday[50].mean > 9.0


def test_a_holiday_never_seen_is_as_a_sunday() -> None:
    past = days(56, 10, d6=3)

    assert Shape(past, FIRST + timedelta(days=56)).rates(HOLIDAY) == Shape(
        past, FIRST + timedelta(days=56)
    ).rates("6")


def test_too_few_days_say_how_many_more() -> None:
    with pytest.raises(ValueError, match="needs 14 whole days, 4 more"):
        foretell(days(10), ahead(days(10)))


def test_nobody_ever_came() -> None:
    past = days(28, 0)

    assert {cell.mean for day in foretell(past, ahead(past)) for cell in day} == {0.0}
    assert {cell.band() for day in foretell(past, ahead(past)) for cell in day} == {(0, 0)}
    assert backtest.tested(past) is None


def test_what_comes_later_changes_nothing() -> None:
    """A day is foretold from the days before it alone."""
    past = days(40, 5)
    known = Shape(past[:30], past[30].date)
    later = [*past[:30], *(Day(day.date, day.kind, (99,) * SLOTS) for day in past[30:])]

    assert Shape(later, past[30].date).rates("0") == known.rates("0")


def made(seed: int, number: int) -> list[Day]:
    chance = random.Random(seed)
    return [Day(day.date, day.kind, tuple(chance.randrange(8) for _ in range(SLOTS))) for day in days(number)]


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000), st.integers(15, 50))
def test_the_test_is_what_a_second_working_out_finds(seed: int, number: int) -> None:
    past = made(seed, number)

    found = backtest.tested(past)

    assert found is not None
    tried = [place for place in range(14, number) if place >= number - 28]
    ours = last = total = 0.0
    for place in tried:
        shape = Shape([day for day in past if day.date < past[place].date], past[place].date)
        for slot in range(SLOTS):
            told = shape.rates(past[place].kind)[0][slot] * shape.level
            ours += abs(told - past[place].counts[slot])
            last += abs(past[place - 7].counts[slot] - past[place].counts[slot])
            total += past[place].counts[slot]
    assert found.wape == pytest.approx(ours / total, abs=1e-4)
    assert found.wape_last_week == pytest.approx(last / total, abs=1e-4)
    assert found.days == len(tried)
    assert 0.5 < found.inside <= 1.0


def test_chance_alone_is_foretold_better_than_by_last_week() -> None:
    found = backtest.tested(made(1, 56))

    assert found is not None
    assert found.wape < 0.85 * found.wape_last_week


@given(st.floats(0.05, 30), st.sampled_from([0.05, 0.25, 1.0]), st.sampled_from([0.1, 0.5, 0.9]))
def test_a_quantile_is_the_least_count_that_holds_the_share(mean: float, spread: float, share: float) -> None:
    """Where the shape is whole the negative binomial can be summed by its textbook form."""
    shape = round(1 / spread)
    mean = round(mean, 3)
    win = shape / (shape + mean)

    def below(count: int) -> float:
        return sum(comb(k + shape - 1, k) * win**shape * (1 - win) ** k for k in range(count + 1))

    found = quantile(mean, spread, share)

    assert below(found) >= share - 1e-6
    assert found == 0 or below(found - 1) < share + 1e-6


def test_without_spread_it_is_poissons() -> None:
    assert [quantile(4.0, 0.0, share) for share in (0.01, 0.1, 0.5, 0.9)] == [0, 2, 4, 7]
    assert quantile(0.0, 0.3, 0.9) == 0


def test_days_are_counted_by_quarter() -> None:
    kinds = {FIRST: "0", FIRST + timedelta(days=1): HOLIDAY}
    came = [(FIRST, 3), (FIRST, 3), (FIRST + timedelta(days=1), 95), (FIRST + timedelta(days=9), 1)]

    [monday, tuesday] = by_day(came, kinds)

    assert (monday.kind, monday.counts[3], sum(monday.counts)) == ("0", 2, 2)
    assert (tuesday.kind, tuesday.counts[95], sum(tuesday.counts)) == (HOLIDAY, 1, 1)
    assert forecast.STEP_S * SLOTS == 86_400
