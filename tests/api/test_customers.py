"""The customer's panel: what is on it, and for whom."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Role, User
from conversations import whereabouts
from conversations.lifecycle import State
from conversations.models import Conversation
from tests import factories
from tests.api.conftest import Caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(mei: User) -> Conversation:
    lin = factories.customer(
        name="Lin", email="lin@tea.example", verified=True, external_id="u1", locale="zh"
    )
    return factories.conversation(lin, state=State.LIVE, assignee=mei, last_agent=mei, epoch=1)


def panel(caller: Caller, talk: Conversation) -> Any:
    return caller.get(f"/customers/{talk.customer_id}")


def test_a_panel_says_who_where_and_what_was_before(agent: Caller, talk: Conversation, mei: User) -> None:
    before = factories.conversation(
        talk.customer, state=State.RESOLVED, last_agent=mei, score=4, outcome="resolved"
    )
    factories.entry(before, "Where is\nmy tea?")
    factories.entry(before, "and my cup")
    factories.ticket(talk.customer)
    whereabouts.moved(talk.customer_id, "tab", "https://shop.example/pots", "Pots")

    told = panel(agent, talk).json()

    whereabouts.left(talk.customer_id, "tab")
    assert (told["name"], told["verified"], told["email"], told["locale"]) == (
        "Lin", True, "lin@tea.example", "zh",
    )  # fmt: skip
    assert told["page"] == {"url": "https://shop.example/pots", "title": "Pots"}
    row = next(one for one in told["conversations"] if one["id"] == str(before.pk))
    assert (row["state"], row["outcome"], row["csat"], row["first_line"], row["agent"]["name"]) == (
        "resolved", "resolved", 4, "Where is my tea?", "Mei",
    )  # fmt: skip
    assert row["may_open"]
    assert [(one["title"], one["state"]) for one in told["tickets"]] == [("My pot arrived broken", "open")]


def test_what_is_claimed_is_shown_as_such(agent: Caller, talk: Conversation) -> None:
    customer = talk.customer
    customer.verified, customer.name, customer.email = False, "", ""
    customer.claimed = {"name": "Somebody", "email": "me@example.org"}
    customer.save()

    told = panel(agent, talk).json()

    assert (told["verified"], told["name"], told["email"], told["page"]) == (
        False, "Somebody", "me@example.org", None,
    )  # fmt: skip


def test_it_is_for_those_who_may_see_one_of_the_conversations(talk: Conversation, sam: User) -> None:
    ann = factories.user("ann", role=Role.AUDITOR)

    assert panel(Caller(factories.user("bo")), talk).status_code == 404
    assert panel(Caller(ann), talk).status_code == 403
    assert panel(Caller(sam), talk).status_code == 200


def test_who_waits_is_seen_by_all_and_what_a_colleague_had_stays_shut(talk: Conversation) -> None:
    Conversation.objects.update(state=State.RESOLVED, assignee=None, outcome="resolved")
    waiting = factories.conversation(talk.customer, state=State.QUEUED)
    factories.entry(talk, "my address is 7 Tea Lane")
    Conversation.objects.filter(pk=talk.pk).update(score=1)
    factories.ticket(talk.customer, conversation=talk, team=factories.team("other"), title="7 Tea Lane")

    answer = panel(Caller(factories.user("bo")), talk)
    told = answer.json()

    assert "Tea Lane" not in answer.content.decode()
    assert told["tickets"] == []
    assert [one["csat"] for one in told["conversations"]] == [None, None]

    assert {one["id"]: one["may_open"] for one in told["conversations"]} == {
        str(talk.pk): False,
        str(waiting.pk): True,
    }


def test_another_customers_things_are_not_on_it(agent: Caller, talk: Conversation) -> None:
    other = factories.customer(talk.site)
    factories.conversation(other)

    told = panel(agent, talk).json()

    assert [one["id"] for one in told["conversations"]] == [str(talk.pk)]
    assert told["tickets"] == []


@pytest.mark.parametrize("id", ["0", "x", "-1", "9" * 40, "١"])
def test_an_id_that_names_nobody_is_not_found(agent: Caller, id: str) -> None:
    assert agent.get(f"/customers/{id}").status_code == 404


def test_it_costs_six_queries_however_much_there_was(
    agent: Caller, talk: Conversation, django_assert_max_num_queries: Any
) -> None:
    for _ in range(10):
        before = factories.conversation(talk.customer, state=State.RESOLVED, last_agent=talk.assignee)
        factories.entry(before, "hello")
    agent.get("/me")

    with django_assert_max_num_queries(6):
        assert len(panel(agent, talk).json()["conversations"]) == 11
