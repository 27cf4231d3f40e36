"""The routing page of this moment agrees with the rows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Site, User
from chatdesk.kernel.clock import now
from conversations.lifecycle import State
from insights.routing import sight
from routing.models import Leader
from tests import factories
from tests.api.conftest import Caller
from tests.insights.routing.floors import waiting, works

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_a_queue_says_what_it_asks_for_and_who_could_serve_it(vera: Caller, site: Site) -> None:
    factories.skill("zh", kind="language")
    factories.skill("billing")
    works("mei", skills={"zh": 5, "billing": 3}, capacity=1)
    works("tom", "break", skills={"zh": 5, "billing": 2})
    works("ana", skills={"zh": 5})
    factories.seat(factories.user("bo"), skills={"zh": 5, "billing": 5})
    held: dict[str, Any] = {"state": State.LIVE, "assignee": User.objects.get(name="Mei")}
    factories.conversation(factories.customer(site), **held)
    waiting(site, needs={"billing": 2, "zh": 1}, arrived_at=now() - MINUTE / 2, promise_s=90.0)

    [queue] = vera.get("/routing/live").json()["queues"]

    assert queue["key"] == "zh+billing"
    assert {one["skill"]: one["level"] for one in queue["needs"]} == {"zh": 1, "billing": 2}
    assert (queue["waiting"], queue["offered"], queue["promise_s"]) == (1, 0, 90.0)
    assert 29 < queue["oldest_wait_s"] < 40
    assert queue["capable"] == {
        "online": 1, "free": 0, "busy": 0, "break": 1, "wrap_up": 0, "not_responding": 0, "offline": 1,
    }  # fmt: skip
    assert [step["after_s"] for step in queue["steps"]] == [60.0, 120.0]
    assert queue["steps"][0]["says"] == {"zh": "会 billing（1 级以上） 就行", "en": "Billing (1+) is enough"}
    assert queue["estimate"]["low_s"] <= queue["estimate"]["mean_s"] <= queue["estimate"]["high_s"]
    assert queue["estimate"]["mean_s"] > 0


def test_nobody_waits_for_who_is_free_and_nothing_is_foretold_where_nobody_can(
    vera: Caller, site: Site
) -> None:
    works("mei", skills={"zh": 5})
    for needs in ({"zh": 1}, {"fr": 1}):
        past = factories.customer(site)
        factories.conversation(past, state=State.RESOLVED, needs=needs, arrived_at=now() - MINUTE * 60)

    queues = {queue["key"]: queue for queue in vera.get("/routing/live").json()["queues"]}

    assert queues["zh"]["estimate"] == {"mean_s": 0.0, "low_s": 0.0, "high_s": 0.0}
    assert (queues["zh"]["waiting"], queues["zh"]["oldest_wait_s"], queues["zh"]["capable"]["free"]) == (
        0,
        None,
        1,
    )
    assert queues["fr"]["estimate"] is None


def test_who_waits_is_told_with_the_reason_in_the_order_of_arrival(vera: Caller, site: Site) -> None:
    mei = works("mei", skills={"zh": 5}, capacity=1)
    factories.conversation(factories.customer(site), state=State.LIVE, assignee=mei)
    late = waiting(site, "Late", needs={"zh": 1}, arrived_at=now() - MINUTE)
    early = waiting(site, "Early", needs={"zh": 1}, arrived_at=now() - 3 * MINUTE)

    shown = vera.get("/routing/live").json()["waiting"]

    assert [one["conversation"] for one in shown] == [str(early.pk), str(late.pk)]
    assert [one["name"] for one in shown] == ["Early", "Late"]
    assert shown[0]["why"] == {
        "zh": "能接 zh≥1 的坐席有 1 位：1 位名额已满",
        "en": "1 can serve zh≥1: 1 full",
    }


def test_whom_an_agent_is_asked_about_says_so(vera: Caller, site: Site) -> None:
    mei = works("mei", skills={"zh": 5})
    offer = {"offered_to": mei, "offer": "o1", "offer_expires_at": now() + MINUTE / 4}
    factories.conversation(
        factories.customer(site), state=State.OFFERED, needs={"zh": 1}, arrived_at=now(), **offer
    )

    page = vera.get("/routing/live").json()

    assert page["waiting"][0]["why"]["en"].startswith("Mei is being asked, ")
    assert (page["queues"][0]["waiting"], page["queues"][0]["offered"]) == (1, 1)
    assert page["checks"]["violations"] == []


def test_a_free_agent_is_about_to_be_asked(vera: Caller, site: Site) -> None:
    works("mei", skills={"zh": 5})
    waiting(site, needs={"zh": 1})

    assert vera.get("/routing/live").json()["waiting"][0]["why"] == sight.ASKED


def test_an_auditor_is_told_of_nobody_by_name(site: Site) -> None:
    waiting(site, "Lin Yue", needs={"zh": 1})
    auditor = Caller(factories.user(role="auditor"))

    assert "Lin" not in auditor.get("/routing/live").content.decode()


def test_a_site_narrows_the_queues(vera: Caller, site: Site) -> None:
    waiting(site, needs={"zh": 1})
    waiting(factories.site("other"), needs={"en": 1})

    def keys(path: str) -> set[str]:
        page = vera.get(path).json()
        assert len(page["waiting"]) == len(page["queues"])
        return {queue["key"] for queue in page["queues"]}

    assert keys("/routing/live") == {"zh", "en"}
    assert keys("/routing/live?site=demo") == {"zh"}


def test_what_the_routers_last_check_found_is_shown(vera: Caller, site: Site) -> None:
    assert vera.get("/routing/live").json()["checks"] == {"at": None, "violations": []}

    broken = {"rule": "RI2", "says": {"zh": "…", "en": "…"}, "agent": "7"}
    Leader.objects.create(pk=1, checked_at=now(), violations=[broken])

    assert vera.get("/routing/live").json()["checks"]["violations"] == [broken]


@pytest.mark.parametrize("number", [1, 30])
def test_it_costs_as_many_queries_however_many_wait(site: Site, number: int) -> None:
    vera = Caller(factories.user(role="supervisor"))
    works("mei", "break", skills={"zh": 5})
    for _ in range(number):
        waiting(site, needs={"zh": 1})
    sight.forget()

    with CaptureQueriesContext(connection) as asked:
        page = vera.get("/routing/live").json()

    assert len(page["waiting"]) == number
    assert len(asked) <= 16, [query["sql"] for query in asked]


def test_the_promise_is_the_shortest_of_those_who_wait(vera: Caller, site: Site) -> None:
    """Not of one who came last week."""
    vip = factories.customer(site)
    factories.conversation(
        vip, state=State.RESOLVED, needs={"zh": 1}, promise_s=15.0, arrived_at=now() - timedelta(days=2)
    )
    for promise in (60.0, 120.0):
        waiting(site, needs={"zh": 1}, promise_s=promise)

    assert vera.get("/routing/live").json()["queues"][0]["promise_s"] == 60.0


def test_whoever_looks_again_at_once_sees_the_same(vera: Caller, site: Site) -> None:
    """Asking how long a newcomer would wait leaves nobody waiting."""
    mei = works("mei", skills={"zh": 5}, capacity=1)
    factories.conversation(factories.customer(site), state=State.LIVE, assignee=mei)
    waiting(site, needs={"zh": 1})

    first, second = (vera.get("/routing/live").json()["queues"] for _ in range(2))

    assert first == second
    assert first[0]["estimate"] is not None


def test_one_that_cannot_be_routed_does_not_hide_the_others(vera: Caller, site: Site) -> None:
    broken, sound = waiting(site, needs={"zh": 1}, promise_s=0.0), waiting(site, needs={"zh": 1})

    shown = vera.get("/routing/live").json()

    assert [one["conversation"] for one in shown["waiting"]] == [str(broken.pk), str(sound.pk)]
    assert vera.get(f"/routing/waiting?conversation={broken.pk}").status_code == 200
