"""Why one conversation still waits, and who is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Site, User
from chatdesk.kernel.clock import now
from conversations.lifecycle import State
from tests import factories
from tests.api.conftest import Caller
from tests.insights.routing.floors import waiting, works

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_one_that_waits_says_why_and_what_comes_next(vera: Caller, site: Site) -> None:
    works("mei", "break", skills={"zh": 5, "billing": 2})
    talk = waiting(site, needs={"zh": 1, "billing": 2}, arrived_at=now() - MINUTE * 1.5)

    told = vera.get(f"/routing/waiting?conversation={talk.pk}").json()

    assert told["why"]["en"] == "1 can serve billing≥1 and zh≥1: 1 on break; at 2 min billing≥1 is dropped"
    assert told["step"] == 1
    assert 89 < told["waited_s"] < 100
    assert told["next"] == {"at_s": 120.0, "says": {"zh": "不再要求 billing≥1", "en": "Billing≥1 is dropped"}}


def test_an_agent_is_told_why_of_what_they_may_see(site: Site, mei: User) -> None:
    talk = waiting(site, needs={"fr": 1})

    assert Caller(mei).get(f"/routing/waiting?conversation={talk.pk}").json()["next"] is None


@pytest.mark.parametrize("which", ["0", "abc", "99999999"])
def test_one_that_is_not_there_is_not_found(vera: Caller, which: str) -> None:
    assert vera.get(f"/routing/waiting?conversation={which}").status_code == 404
    assert vera.get(f"/routing/decisions?conversation={which}").status_code == 404


def test_of_one_that_does_not_wait_nothing_is_explained(vera: Caller, site: Site) -> None:
    talk = factories.conversation(factories.customer(site))

    told = vera.get(f"/routing/waiting?conversation={talk.pk}").json()

    assert (told["why"], told["next"]) == (None, None)


def test_an_auditor_may_not_open_one_conversation(site: Site) -> None:
    talk, auditor = waiting(site), Caller(factories.user(role="auditor"))

    assert auditor.get(f"/routing/waiting?conversation={talk.pk}").status_code == 403
    assert auditor.get(f"/routing/decisions?conversation={talk.pk}").status_code == 403


def test_of_others_conversations_an_agent_is_told_nothing(site: Site, mei: User) -> None:
    held: dict[str, Any] = {"state": State.LIVE, "assignee": factories.user("ada")}
    talk = factories.conversation(factories.customer(site), **held)

    assert Caller(mei).get(f"/routing/decisions?conversation={talk.pk}").status_code == 404
