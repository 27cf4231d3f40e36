"""Decisions by REST: in words, checked again, with what came of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Site, User
from chatdesk.kernel.clock import now, stamp
from conversations.lifecycle import State
from conversations.models import Conversation
from routing.models import Decision
from tests import factories
from tests.api.conftest import Caller
from tests.insights.routing.floors import waiting

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def decided(talk: Conversation, agent: User, **fields: Any) -> Decision:
    """By an engine, out of two."""
    other = factories.user()
    record: dict[str, Any] = {
        "conversation": str(talk.pk), "agent": str(agent.pk), "rule": "arrival", "waited": 4.0, "promise": 60.0,
        "step": 0, "policy": "promise/1", "at": now().timestamp(), "why": {"zh": "因", "en": "because"},
        "candidates": [
            {"id": str(agent.pk), "figures": [0.0, 0.5, 0.0, -1.0]},
            {"id": str(other.pk), "figures": [1.0, 0.5, 0.0, -1.0]},
        ],
        "eligible": 2, "excluded": {"full": 1}, "runner_up": str(other.pk), "margin": 1.0,
    } | fields.pop("record", {})  # fmt: skip
    made = {"rule": record["rule"], "at": now()} | fields
    return Decision.objects.create(conversation=str(talk.pk), agent=agent, record=record, **made)


def test_a_decision_is_told_in_words_and_checked_again(vera: Caller, site: Site, mei: User) -> None:
    talk = waiting(site)
    row = decided(talk, mei)

    [told] = vera.get(f"/routing/decisions?conversation={talk.pk}").json()["items"]

    assert (told["at"], told["rule"], told["agent"]) == (
        stamp(row.at),
        "arrival",
        {"id": str(mei.pk), "name": "Mei"},
    )
    assert [(one["name"], one["chosen"]) for one in told["candidates"]] == [
        ("Mei", True),
        (User.objects.order_by("-pk")[0].name, False),
    ]
    assert told["candidates"][0]["figures"][0] == {
        "name": {"zh": "手上有会话", "en": "Has an open chat"}, "value": 0.0, "says": {"zh": "否", "en": "no"},
    }  # fmt: skip
    assert told["excluded"] == [
        {"reason": "full", "says": {"zh": "1 位名额已满", "en": "1 full"}, "count": 1}
    ]
    assert (told["recomputed"], told["outcome"], told["eligible"]) == (True, None, 2)


def test_a_record_that_does_not_bear_its_choice_out_says_so(vera: Caller, site: Site, mei: User) -> None:
    decided(waiting(site), mei, record={"margin": 2.0})

    assert vera.get("/routing/decisions").json()["items"][0]["recomputed"] is False


def test_what_was_chosen_by_hand_compares_nobody(vera: Caller, site: Site, mei: User) -> None:
    talk = factories.conversation(factories.customer(site), state=State.LIVE, assignee=mei)
    moment = now()
    factories.entry(talk, "", role="system", kind="joined", at=moment, data={"agent": {"id": str(mei.pk)}})
    Decision.objects.create(
        conversation=str(talk.pk),
        agent=mei,
        rule="manual",
        at=moment,
        record={"why": {"zh": "接", "en": "took"}},
    )

    [told] = vera.get("/routing/decisions").json()["items"]

    assert (told["candidates"], told["recomputed"], told["outcome"]) == ([], None, "accepted")


@pytest.mark.parametrize(
    ("written", "shown"),
    [("accepted_elsewhere", "accepted"), ("declined", "declined"), ("expired", "expired"), ("lost", "lost"),
     ("closed", "withdrawn"), ("left", "withdrawn"), ("taken", "taken"), ("", None)],
)  # fmt: skip
def test_what_came_of_an_offer_is_told(
    vera: Caller, site: Site, mei: User, written: str, shown: str | None
) -> None:
    decided(waiting(site), mei, outcome=written)

    assert vera.get("/routing/decisions").json()["items"][0]["outcome"] == shown


def test_where_a_slot_chose_the_conversations_are_named(vera: Caller, site: Site, mei: User) -> None:
    talk, other = waiting(site, "Lin"), waiting(site, "Bo")
    figures = [[-1.0, 5.0], [-0.5, 6.0]]
    ranked = [{"id": str(row.pk), "figures": each} for row, each in zip((talk, other), figures, strict=True)]
    decided(talk, mei, record={"rule": "slot", "candidates": ranked})

    [told] = vera.get("/routing/decisions").json()["items"]
    faceless = Caller(factories.user(role="auditor")).get("/routing/decisions").json()["items"][0]

    assert [(one["name"], one["chosen"]) for one in told["candidates"]] == [("Lin", True), ("Bo", False)]
    assert [one["name"] for one in faceless["candidates"]] == ["", ""]


def test_the_latest_of_a_site_come_first(vera: Caller, site: Site, mei: User) -> None:
    rows = [decided(waiting(site), mei) for _ in range(2)]
    decided(waiting(factories.site("other")), mei)

    def ids(path: str) -> list[str]:
        return [one["id"] for one in vera.get(path).json()["items"]]

    assert ids("/routing/decisions?site=demo") == [str(row.pk) for row in reversed(rows)]
    assert len(ids("/routing/decisions")) == 3


def test_skills_go_by_their_names(vera: Caller, site: Site, mei: User) -> None:
    factories.skill("zh", kind="language", name={"zh": "中文", "en": "Chinese"})
    decided(waiting(site), mei, record={"why": {"zh": "会 zh≥1 的只有这位", "en": "The only one with zh≥1."}})

    [told] = vera.get("/routing/decisions").json()["items"]

    assert told["why"] == {"zh": "会中文的只有这位", "en": "The only one with Chinese."}
