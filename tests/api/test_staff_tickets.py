"""REST for staff: tickets, and doing a POST once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import Caller
from tickets.models import Comment, Ticket

pytestmark = pytest.mark.django_db


def test_a_ticket_is_read_answered_and_solved(agent: Caller, ticket: Ticket) -> None:
    listed = agent.get("/tickets?state=open").json()["items"]
    added = agent.send("post", f"/tickets/{ticket.number}/comments", {"text": "We will call you."})
    changed = agent.send("patch", f"/tickets/{ticket.number}", {"state": "solved"})

    assert [item["number"] for item in listed] == [ticket.number]
    assert (added.status_code, changed.status_code) == (201, 200)
    shown = agent.get(f"/tickets/{ticket.number}").json()
    assert (shown["state"], shown["comments"][0]["text"]) == ("solved", "We will call you.")
    assert shown["conversation"] == str(ticket.conversation_id)


@pytest.mark.parametrize(("body", "status"), [
    ({"state": "closed"}, 409), ({"state": "nowhere"}, 422), ({}, 422), ({"state": "solved", "owner": 1}, 422), ("not json", 400),
])  # fmt: skip
def test_a_bad_change_of_a_ticket_is_refused(agent: Caller, ticket: Ticket, body: Any, status: int) -> None:
    answer = agent.send("patch", f"/tickets/{ticket.number}", body)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert Ticket.objects.get().state == "open"


def test_a_post_with_the_same_key_is_done_once(agent: Caller, ticket: Ticket) -> None:
    path, body = f"/tickets/{ticket.number}/comments", {"text": "once"}

    first, again = (agent.send("post", path, body, **{"Idempotency-Key": "k1"}) for _ in range(2))

    assert first.json() == again.json()
    assert (first.status_code, again.status_code, again["Idempotency-Replayed"]) == (201, 201, "true")
    assert Comment.objects.count() == 1


def test_the_same_key_for_another_body_is_a_conflict(agent: Caller, ticket: Ticket) -> None:
    path = f"/tickets/{ticket.number}/comments"
    agent.send("post", path, {"text": "once"}, **{"Idempotency-Key": "k1"})

    assert (
        agent.send("post", path, {"text": "twice"}, **{"Idempotency-Key": "k1"}).json()["code"]
        == "client_id_conflict"
    )


def test_a_refused_post_leaves_its_key_free(agent: Caller, ticket: Ticket) -> None:
    path = f"/tickets/{ticket.number}/comments"

    assert agent.send("post", path, {"text": " "}, **{"Idempotency-Key": "k1"}).status_code == 400
    assert agent.send("post", path, {"text": "now"}, **{"Idempotency-Key": "k1"}).status_code == 201
