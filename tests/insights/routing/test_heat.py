"""Heat by REST: whole days by the clock of the site."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Site
from chatdesk.kernel.clock import now
from conversations.lifecycle import State
from tests import factories
from tests.api.conftest import Caller
from tests.insights.routing.floors import waiting

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_heat_is_of_whole_days_by_the_clock_of_the_site(vera: Caller, site: Site) -> None:
    Site.objects.filter(pk=site.pk).update(zone="Asia/Shanghai")
    factories.skill("zh", kind="language")
    there = now().astimezone(ZoneInfo("Asia/Shanghai"))
    noon = there.replace(hour=12, minute=10, second=0, microsecond=0) - timedelta(days=3)
    for after, outcome, ended in (
        (30, "left", "queued"),
        (60, "message", "offered"),
        (0, "resolved", "live"),
    ):
        talk = factories.conversation(
            factories.customer(site), state=State.RESOLVED, needs={"zh": 1}, arrived_at=noon, outcome=outcome,
            ended_in=ended, resolved_at=noon + timedelta(seconds=after or 500),
        )  # fmt: skip
        if not after:
            factories.entry(talk, "", role="system", kind="joined", at=noon + timedelta(seconds=90))
    waiting(site, needs={"zh": 1})  # today

    def row(measure: str) -> list[float | None]:
        told = vera.get(f"/routing/heat?site=demo&measure={measure}").json()
        assert (told["queues"], told["names"]["zh"]) == (["zh"], {"en": "zh", "zh": "zh"})
        assert told["days"] == 3
        assert len(told["slots"]) == len(told["values"][0]) == 48
        values: list[float | None] = told["values"][0]
        return values

    slot = 24
    assert row("arrivals")[slot] == 1.0
    assert sum(value or 0 for value in row("arrivals")) == 1.0
    assert row("wait")[slot] == 60.0
    assert row("abandoned")[slot] == 0.333
    assert row("wait")[slot + 1] is None


def test_without_a_whole_day_heat_is_empty(vera: Caller, site: Site) -> None:
    waiting(site, needs={"zh": 1})

    told = vera.get("/routing/heat").json()

    assert (told["days"], told["queues"], told["values"], told["from"]) == (0, [], [], None)


@pytest.mark.parametrize("query", ["measure=moon", "weeks=0", "weeks=14", "weekday=7", "weekday=-1"])
def test_heat_of_what_is_not_there_is_refused(vera: Caller, query: str) -> None:
    answer = vera.get(f"/routing/heat?{query}")

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_a_weekday_narrows_the_heat(vera: Caller, site: Site) -> None:
    begun = now() - timedelta(days=10)
    for day in range(10):
        at = begun + timedelta(days=day)
        past = factories.customer(site)
        factories.conversation(past, state=State.RESOLVED, needs={}, arrived_at=at, resolved_at=at + MINUTE)

    told = [vera.get(f"/routing/heat?weekday={weekday}").json() for weekday in range(7)]

    assert sum(one["days"] for one in told) == 10
    assert all(sum(one["values"][0]) == pytest.approx(1.0) for one in told if one["days"])
