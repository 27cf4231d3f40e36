"""Comparison, what-if and advice by REST, on rows of made-up weeks."""

from __future__ import annotations

import asyncio
import inspect
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Site, User
from chatdesk.kernel.clock import now, stamp
from conversations.lifecycle import State
from insights.metrics import midnight
from insights.routing import api, comparing, history, material, plans, staff
from tests import factories
from tests.api.conftest import Caller
from tests.insights.routing.floors import ASKED, UTC, ask, weeks, works

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("tool", ASKED)
@pytest.mark.parametrize(
    ("role", "status"), [("agent", 403), ("supervisor", 200), ("admin", 200), ("auditor", 200)]
)
def test_who_may_ask(tool: str, role: str, status: int) -> None:
    assert ask(Caller(factories.user(role=role)), tool).status_code == status


@pytest.mark.parametrize("tool", ASKED)
def test_a_site_that_is_not_there_is_not_found(vera: Caller, tool: str) -> None:
    assert ask(vera, tool, "?site=nowhere").status_code == 404


@pytest.mark.parametrize(
    ("tool", "query", "body"),
    [("forecast", "?days=0", None), ("forecast", "?days=29", None), ("compare", "", {"days": 15}),
     ("compare", "", {"days": -1}), ("what-if", "", {"agents": [4]}), ("what-if", "", {"agents": []})],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(vera: Caller, tool: str, query: str, body: Any) -> None:
    answer = ask(vera, tool, query, body)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_nothing_heavy_runs_on_the_loop() -> None:
    """Django gives what isn't a coroutine a thread."""
    for tool in (
        plans.routing_forecast,
        plans.routing_advice,
        plans.routing_compare,
        plans.routing_what_if,
        api.routing_live,
    ):
        assert not inspect.iscoroutinefunction(tool)
        assert not asyncio.iscoroutinefunction(tool)


def test_without_a_past_the_tools_say_what_is_missing(vera: Caller, site: Site) -> None:
    told = ask(vera, "forecast").json()

    assert (told["needs_days"], told["mean"], told["tested"], told["holidays"]) == (14, [], None, [])
    assert ask(vera, "compare").json()["conversations"] == 0
    assert ask(vera, "what-if").json()["method"] is None
    assert (ask(vera, "advice").json()["base"], ask(vera, "advice").json()["rows"]) == (None, [])


# --- comparison ------------------------------------------------------------------------------------------------------
def test_the_last_days_are_compared_with_each_policy(vera: Caller, site: Site, mei: User) -> None:
    factories.seat(mei, skills={"en": 5}, capacity=1)
    weeks(site, mei, days=10, at=(10, 10, 14))

    told = ask(vera, "compare").json()

    assert (told["conversations"], told["agents"]) == (21, 1)
    assert [one["policy"] for one in told["policies"] if one["now"]] == ["promise"]
    assert len(told["policies"]) == 5
    for one in told["policies"]:
        assert one["mean_wait_s"] == pytest.approx(
            200.0, abs=60
        )  # one of three waits ten minutes, if patient
    assert told["to"] == stamp(midnight(now(), UTC))


def test_who_was_served_was_patient_so_long_and_who_left_no_longer(site: Site, mei: User) -> None:
    weeks(site, mei, days=3)
    gone = now() - timedelta(hours=30)
    factories.conversation(
        factories.customer(site), state=State.RESOLVED, arrived_at=gone, outcome="left", ended_in="queued",
        resolved_at=gone + timedelta(seconds=45),
    )  # fmt: skip
    since = midnight(now(), UTC) - timedelta(days=5)
    came = history.came(since, now(), None)

    told = comparing.visits(came, since, None)

    for one, (at, _, worked, patience) in zip(came, told["visits"], strict=True):
        assert at == (one.at - since).total_seconds()
        assert patience == 45.0 if one.left else patience > 60.0
        assert worked == 600.0  # who left is given what others took
    assert told == comparing.visits(came, since, None)


# --- what-if and advice ----------------------------------------------------------------------------------------------
def test_what_if_goes_by_who_is_there_now(vera: Caller, site: Site) -> None:
    mei = works("mei", skills={"en": 5}, capacity=1)
    weeks(site, mei, days=14, at=tuple(range(24)))

    told = ask(vera, "what-if", body={"agents": [0, 2]}).json()

    assert told["method"] == "simulated"  # each took just ten minutes, which no formula assumes
    assert [row["agents"] for row in told["rows"]] == [0, 2]
    assert told["rows"][0]["p80_wait_s"] >= told["rows"][1]["p80_wait_s"]
    basis = told["based_on"]
    assert (basis["agents"], basis["team"], basis["handling_s"], basis["days"]) == ("now", 1, 600.0, 14)
    assert basis["arrivals_per_h"] == pytest.approx(1.0, rel=0.1)
    assert basis["unserved"] == []


def test_for_another_hour_it_goes_by_who_usually_works_then(site: Site) -> None:
    mei, tom = works("mei"), works("tom")
    weeks(site, mei, days=14, at=tuple(range(8, 16)))
    weeks(site, tom, days=14, at=tuple(range(16, 23)))
    seen = material.past(None, UTC, now())

    def there(hour: int) -> tuple[str, list[str]]:
        how, found = staff.team(seen, now().replace(hour=hour), now(), present=False)
        return how, [spec.id for spec in found]

    assert there(11) == ("usual", [str(mei.pk)])
    assert there(19) == ("usual", [str(tom.pk)])
    assert there(3) == ("all", [str(mei.pk), str(tom.pk)])


def test_who_comes_at_an_hour_is_counted_at_that_hour(site: Site, mei: User) -> None:
    weeks(site, mei, days=14, at=(10, 10, 14))
    seen = material.past(None, UTC, now())

    [one] = material.streams(seen, now().replace(hour=10), material.widening(None))

    assert one["rate"] * 3600 == pytest.approx(2.0, rel=0.01)
    assert (one["needs"], one["promise"], one["work"]) == ({"en": 1}, 60.0, 600.0)
    assert material.streams(seen, now().replace(hour=3), material.widening(None)) == []
    assert material.busiest_hour(seen, now()).hour == 10
    assert material.busiest_hour(seen, now()) > now() - timedelta(hours=1)


def test_a_queue_that_nobody_can_serve_is_named_and_left_out(vera: Caller, site: Site) -> None:
    mei = works("mei", skills={"en": 5})
    weeks(site, mei, days=14, at=tuple(range(24)))
    weeks(site, mei, days=14, at=tuple(range(24)), needs={"ja": 1})

    basis = ask(vera, "what-if").json()["based_on"]

    assert basis["unserved"] == ["ja"]
    assert basis["arrivals_per_h"] == pytest.approx(1.0, rel=0.1)


def test_patience_is_what_all_waited_for_each_who_left(site: Site, mei: User) -> None:
    weeks(site, mei, days=10, at=(10,))
    for _ in range(4):
        gone = now() - timedelta(hours=30)
        factories.conversation(
            factories.customer(site), state=State.RESOLVED, arrived_at=gone, outcome="left", ended_in="queued",
            resolved_at=gone + timedelta(seconds=100),
        )  # fmt: skip

    came = history.came(now() - timedelta(days=28), now(), None)

    assert material.patience_s(came) == (600 + 10 * 60 + 4 * 100) / 5
    assert material.patience_s([]) == 600.0


def test_the_advice_is_to_teach_what_is_scarce(vera: Caller, site: Site) -> None:
    mei = works("mei", skills={"en": 5, "zh": 5}, capacity=1)
    tom = works("tom", skills={"en": 5}, capacity=1)
    at = tuple(hour for hour in range(9, 19) for _ in range(3))
    weeks(site, mei, days=14, at=at, needs={"zh": 1})
    weeks(site, tom, days=14, at=tuple(range(9, 19)))

    told = ask(vera, "advice").json()

    best = told["rows"][0]
    assert (best["agent"], best["skill"]) == ({"id": str(tom.pk), "name": "Tom"}, "zh")
    assert best["saves_low_s"] > 0
    assert best["mean_wait_s"] < told["base"]["mean_wait_s"]
    assert told["based_on"]["agents"] == "usual"
