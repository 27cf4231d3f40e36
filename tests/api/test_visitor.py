"""REST for visitors: their own things only, from pages of their site only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from chatdesk.kernel.clock import now
from conversations.models import Conversation
from customers.models import Customer, VisitorToken
from customers.services import new_visitor
from tests import factories
from tests.factories import ORIGIN
from tickets.models import Ticket
from tickets.services import comment

pytestmark = pytest.mark.django_db
API = "/api/v1/visitor"


def ask(path: str, token: str, *, origin: str | None = ORIGIN, **headers: str) -> Any:
    asked = {"Authorization": f"Bearer {token}"} | ({"Origin": origin} if origin else {}) | headers
    return Client().get(API + path, headers=asked)


@pytest.fixture
def lin() -> tuple[Customer, str]:
    return factories.visitor()


def test_a_visitor_reads_the_own_timeline(lin: tuple[Customer, str]) -> None:
    customer, token = lin
    talk = factories.conversation(customer)
    factories.entry(talk, "hello")

    answer = ask(f"/conversations/{talk.pk}/entries?limit=200", token)

    assert [(frame["type"], frame["text"]) for frame in answer.json()["items"]] == [("entry", "hello")]


def test_what_is_another_visitors_is_not_found(lin: tuple[Customer, str]) -> None:
    customer, token = lin
    ticket = factories.ticket(factories.customer(customer.site))

    assert ask(f"/conversations/{ticket.conversation_id}/entries", token).status_code == 404
    assert ask(f"/tickets/{ticket.number}", token).status_code == 404
    assert ask("/tickets", token).json()["items"] == []


def test_a_ticket_shows_number_state_and_public_comments(lin: tuple[Customer, str]) -> None:
    customer, token = lin
    ticket = factories.ticket(customer)
    mei = factories.user("mei")
    comment(ticket, mei, text="We will call you.")
    comment(ticket, mei, text="difficult one", public=False)

    shown = ask(f"/tickets/{ticket.number}", token).json()

    assert (shown["number"], shown["state"]) == (ticket.number, "pending")
    assert [(line["author"], line["text"]) for line in shown["comments"]] == [("Mei", "We will call you.")]
    assert "difficult" not in str(shown)
    assert [item["number"] for item in ask("/tickets", token).json()["items"]] == [ticket.number]


def test_the_visitors_reply_reopens_the_ticket(lin: tuple[Customer, str]) -> None:
    customer, token = lin
    ticket = factories.ticket(customer)
    Ticket.objects.update(state="solved")

    answer = Client().post(
        f"{API}/tickets/{ticket.number}/comments",
        {"text": "Still broken"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "Origin": ORIGIN},
    )

    assert (answer.status_code, answer.json()["role"]) == (201, "visitor")
    assert Ticket.objects.get().state == "open"


def test_tickets_go_along_with_the_talk_to_a_verified_customer(lin: tuple[Customer, str]) -> None:
    customer, token = lin
    ticket = factories.ticket(customer)
    verified, other = new_visitor(customer.site, "en", now())
    Conversation.objects.update(customer=verified)

    assert ask(f"/tickets/{ticket.number}", other).status_code == 200
    assert ask(f"/tickets/{ticket.number}", token).status_code == 404


@pytest.mark.parametrize(
    "origin", [None, "null", "https://evil.example", "http://shop.example", ORIGIN + ":8443"]
)
def test_another_page_reads_nothing(lin: tuple[Customer, str], origin: str | None) -> None:
    answer = ask("/tickets", lin[1], origin=origin)

    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert not answer.has_header("Access-Control-Allow-Origin")


def test_a_page_of_our_own_host_is_known_by_its_referrer(lin: tuple[Customer, str]) -> None:
    assert ask("/tickets", lin[1], origin=None, Referer=ORIGIN + "/tea").status_code == 200
    assert ask("/tickets", lin[1], origin=None, Referer="https://evil.example/").status_code == 403


@pytest.mark.parametrize("token", ["vt_forged", "x" * 5000, "cd_key"])
def test_a_forged_token_is_refused(lin: tuple[Customer, str], token: str) -> None:
    assert ask("/tickets", token).json()["code"] == "not_allowed"


def test_an_expired_token_is_refused(lin: tuple[Customer, str]) -> None:
    known = VisitorToken.objects.get()
    VisitorToken.objects.update(used_at=known.used_at - timedelta(days=30))

    assert "expired" in ask("/tickets", lin[1]).json()["detail"]


def test_pages_of_the_site_may_read_the_answer(lin: tuple[Customer, str]) -> None:
    answer = ask("/tickets", lin[1])

    assert answer["Access-Control-Allow-Origin"] == ORIGIN
    assert not answer.has_header("Access-Control-Allow-Credentials")
    assert "Origin" in answer["Vary"]


@pytest.mark.parametrize(("origin", "allowed"), [(ORIGIN, ORIGIN), ("https://evil.example", None)])
def test_a_browser_that_asks_first_is_told(
    lin: tuple[Customer, str], origin: str, allowed: str | None
) -> None:
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization",
    }

    answer = Client().options(API + "/tickets", headers=asked)

    assert answer.status_code == 204
    assert answer.get("Access-Control-Allow-Origin") == allowed
    assert ("authorization" in answer.get("Access-Control-Allow-Headers", "")) is (allowed is not None)


def test_staff_endpoints_let_no_foreign_page_read(lin: tuple[Customer, str]) -> None:
    answer = Client().get("/api/v1/me", headers={"Origin": ORIGIN})

    assert not answer.has_header("Access-Control-Allow-Origin")
