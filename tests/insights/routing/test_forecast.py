"""The forecast by REST, and the history that all tools rest on, on rows of made-up weeks."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Site, User
from chatdesk.kernel.clock import now, stamp
from conversations.lifecycle import State
from insights.metrics import midnight
from insights.routing import counts, forecast, history
from routing.models import Arrivals, Calendar
from tests import factories
from tests.api.conftest import Caller
from tests.insights.routing.floors import UTC, ask, weeks

pytestmark = pytest.mark.django_db


def test_a_few_days_say_how_many_are_missing(vera: Caller, site: Site, mei: User) -> None:
    weeks(site, mei, days=6)

    assert ask(vera, "forecast").json()["needs_days"] == 9  # the first day may not have been whole


def test_the_forecast_goes_on_with_what_came(vera: Caller, site: Site, mei: User) -> None:
    weeks(site, mei, days=30)

    told = ask(vera, "forecast", "?days=7").json()

    assert told["start"] == stamp(midnight(now(), UTC))
    assert len(told["mean"]) == len(told["low"]) == len(told["high"]) == 7 * 96
    tomorrow = told["mean"][96:192]
    assert tomorrow[40] > 4 * tomorrow[20]
    assert tomorrow[40] > 1.4 * tomorrow[56]
    assert sum(tomorrow) == pytest.approx(3.0, rel=0.2)
    assert told["low"][136] <= told["mean"][136] <= told["high"][136]
    assert told["tested"]["days"] == 15
    assert told["tested"]["weeks"] == 2.1


def test_today_is_counted_up_to_now(vera: Caller, site: Site) -> None:
    begun = midnight(now(), UTC)
    done = int((now() - begun).total_seconds() // 900)
    if not done:
        pytest.skip("in the first quarter of the day nothing is over")
    for place in range(2):
        customer = factories.customer(site, name=f"v{place}")
        factories.conversation(customer, state=State.QUEUED, arrived_at=begun + timedelta(minutes=3))

    told = ask(vera, "forecast").json()

    assert len(told["actual"]) == done
    assert (told["actual"][0], sum(told["actual"])) == (2, 2)


def test_kept_counts_are_the_past_and_conversations_what_came_after(site: Site, mei: User) -> None:
    weeks(site, mei, days=5)
    begun = midnight(now(), UTC)
    for day in range(2, 30):
        at = begun - timedelta(days=day) + timedelta(hours=6)
        Arrivals.objects.create(queue="en", at=at, count=7)

    found = counts.history(None, UTC, now())

    yesterday, before = (now() - timedelta(days=1)).date(), (now() - timedelta(days=2)).date()
    assert (sum(found[yesterday]), sum(found[before])) == (3, 7)
    assert found[before][24] == 7
    assert len(found) == 29
    factories.site("other")
    assert len(counts.history("demo", UTC, now())) == 4  # the counts know no sites


def test_a_closed_day_of_the_firm_is_a_holiday(vera: Caller, site: Site, mei: User) -> None:
    weeks(site, mei)
    day = (now() + timedelta(days=3)).date().isoformat()
    short = (now() + timedelta(days=4)).date().isoformat()
    dates = {day: {"hours": [], "name": "Stocktaking"}, short: {"hours": [[540, 720]], "name": "Short"}}
    Calendar.objects.create(site=site, zone="UTC", dates=dates)

    assert ask(vera, "forecast", "?site=demo").json()["holidays"] == [day]


def test_quarters_follow_the_clock_on_the_wall() -> None:
    """In Berlin the hour from two to three is missing on the 29th of March 2026."""
    berlin = ZoneInfo("Europe/Berlin")
    start = datetime(2026, 3, 29, tzinfo=berlin)
    told = {"tested": None, "holidays": [], **{name: list(range(96 * 3)) for name in ("mean", "low", "high")}}

    shown = forecast._within(told, start.astimezone(UTC), berlin, 2)["mean"]

    assert shown[7:9] == [7, 12]  # 01:45, then 03:00
    assert len(shown) == 192
    assert shown[-1] == 192 + 3


def test_what_came_is_read_with_its_wait_and_its_work(site: Site, mei: User) -> None:
    weeks(site, mei, days=1, at=(10,))
    gone = now() - timedelta(hours=30)
    factories.conversation(
        factories.customer(site), state=State.RESOLVED, arrived_at=gone, outcome="left", ended_in="offered",
        resolved_at=gone + timedelta(seconds=45),
    )  # fmt: skip
    factories.conversation(
        factories.customer(site), state=State.QUEUED, arrived_at=now() - timedelta(hours=1)
    )

    found = {one.worked_s: one for one in history.came(now() - timedelta(days=3), now(), None) if one.until}

    assert (found[600.0].waited_s, found[600.0].agent, found[600.0].left) == (60.0, str(mei.pk), False)
    assert (found[None].waited_s, found[None].agent, found[None].left) == (45.0, None, True)
    assert len(history.came(now() - timedelta(days=3), now(), None)) == 3
    assert history.came(now() - timedelta(hours=2), now(), "demo")[0].waited_s is None


def test_work_is_of_the_last_agent_who_had_it(site: Site, mei: User) -> None:
    """Handed on after ten minutes, and done five minutes later."""
    arrived = now() - timedelta(hours=5)
    talk = factories.conversation(
        factories.customer(site), state=State.RESOLVED, arrived_at=arrived, ended_in="live", last_agent=mei,
        resolved_at=arrived + timedelta(minutes=16),
    )  # fmt: skip
    for minutes in (1, 11):
        factories.entry(talk, "", role="system", kind="joined", at=arrived + timedelta(minutes=minutes))

    [one] = history.came(arrived - timedelta(hours=1), now(), None)

    assert (one.waited_s, one.worked_s) == (60.0, 300.0)


@pytest.mark.parametrize(("ended_in", "worked"), [("live", 540.0), ("parked", None), ("bot", None)])
def test_work_is_known_only_of_what_ended_with_its_agent(
    site: Site, mei: User, ended_in: str, worked: float | None
) -> None:
    """Of what was put aside nobody knows when the agent was done with it."""
    arrived = now() - timedelta(hours=5)
    talk = factories.conversation(
        factories.customer(site), state=State.RESOLVED, arrived_at=arrived, ended_in=ended_in, last_agent=mei,
        resolved_at=arrived + timedelta(minutes=10),
    )  # fmt: skip
    factories.entry(talk, "", role="system", kind="joined", at=arrived + timedelta(minutes=1))

    [one] = history.came(arrived - timedelta(hours=1), now(), None)

    assert (one.waited_s, one.worked_s) == (60.0, worked)


def test_who_went_back_to_the_bot_waited_nobody_knows_how_long(site: Site) -> None:
    arrived = now() - timedelta(hours=5)
    factories.conversation(
        factories.customer(site), state=State.RESOLVED, arrived_at=arrived, ended_in="bot", outcome="left",
        resolved_at=arrived + timedelta(minutes=10),
    )  # fmt: skip

    [one] = history.came(arrived - timedelta(hours=1), now(), None)

    assert (one.waited_s, one.left) == (None, False)
