"""REST for staff: who gets in, who may see what, and how errors look."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Site, User
from chatdesk import pacing
from chatdesk.kernel.clock import now
from conversations.lifecycle import State
from conversations.models import Conversation, Note
from conversations.rates import Rates
from routing.models import Decision, Lease
from tests import factories
from tests.api.conftest import API, Caller
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


PATHS = [
    "/me", "/sites", "/teams", "/agents", "/skills", "/articles", "/articles/a", "/conversations", "/conversations/1",
    "/conversations/1/entries", "/conversations/1/notes", "/conversations/1/decisions", "/conversations/1/bot",
    "/tickets", "/tickets/T-000001", "/board/wait_accuracy",
    "/visitor/tickets", "/visitor/tickets/T-000001", "/visitor/conversations/1/entries", "/board/waiting",
    "/customers/1", "/audit", "/routing/live", "/routing/decisions", "/routing/waiting", "/routing/heat",
    "/routing/forecast", "/routing/advice",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_nobody_gets_in_without_a_key(client: Client, path: str) -> None:
    answer = client.get(API + path)

    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer.json()["code"] == "not_allowed"


def test_every_path_of_the_api_is_in_the_list_above(client: Client) -> None:
    listed = client.get(API + "/openapi.json").json()["paths"]
    reads = {path for path, operations in listed.items() if "get" in operations}

    assert len(reads) == len(PATHS)


@pytest.mark.parametrize("header", ["Bearer cd_wrong", "Bearer", "Basic abc", "cd_wrong"])
def test_a_wrong_key_gets_nowhere(client: Client, header: str) -> None:
    assert client.get(API + "/me", headers={"Authorization": header}).status_code == 401


def test_the_key_says_whom_it_acts_for(agent: Caller, mei: User) -> None:
    assert agent.get("/me").json()["email"] == mei.email


def test_the_session_of_the_desk_reads_too(client: Client, mei: User) -> None:
    client.force_login(mei)

    assert client.get(API + "/me").json()["id"] == str(mei.pk)


def test_a_session_changes_something_only_with_its_csrf_token(
    browser: Client, mei: User, ticket: Ticket
) -> None:
    browser.force_login(mei)
    path, body = f"{API}/tickets/{ticket.number}", {"state": "pending"}

    assert browser.patch(path, body, content_type="application/json").status_code == 403
    assert Ticket.objects.get().state == "open"
    browser.get("/desk/")
    token = browser.cookies["csrftoken"].value
    assert (
        browser.patch(path, body, content_type="application/json", headers={"X-CSRFToken": token}).status_code
        == 200
    )


def test_an_agent_sees_own_and_waiting_conversations_only(agent: Caller, mei: User) -> None:
    bo = factories.user("bo")
    site = factories.site()
    mine = factories.conversation(factories.customer(site), state=State.LIVE, assignee=mei)
    waits = factories.conversation(factories.customer(site), state=State.QUEUED)
    others = factories.conversation(factories.customer(site), state=State.LIVE, assignee=bo)

    seen = [card["id"] for card in agent.get("/conversations").json()["items"]]

    assert seen == [str(waits.pk), str(mine.pk)]
    assert agent.get(f"/conversations/{others.pk}/entries").status_code == 404
    assert agent.get(f"/conversations/{others.pk}/notes").status_code == 404


def test_the_transcript_behind_a_ticket_opens_for_whoever_sees_it(agent: Caller, ticket: Ticket) -> None:
    assert agent.get(f"/tickets/{ticket.number}").status_code == 200
    assert agent.get(f"/conversations/{ticket.conversation_id}/entries").status_code == 200


def test_a_supervisor_sees_all_and_an_auditor_nothing(sam: User) -> None:
    factories.conversation(state=State.LIVE, assignee=factories.user("bo"))

    assert len(Caller(sam).get("/conversations").json()["items"]) == 1
    auditor = Caller(factories.user("kim", role="auditor"))
    assert auditor.get("/conversations").status_code == 403
    assert auditor.get("/tickets").status_code == 403


def test_conversations_are_filtered_by_state(admin: Caller) -> None:
    site = factories.site()
    queued = factories.conversation(factories.customer(site), state=State.QUEUED)
    factories.conversation(factories.customer(site))

    assert [card["id"] for card in admin.get("/conversations?state=queued").json()["items"]] == [
        str(queued.pk)
    ]
    assert admin.get("/conversations?state=lost").json()["code"] == "malformed"


def test_the_timeline_comes_in_frames_oldest_first(admin: Caller) -> None:
    talk = factories.conversation()
    for text in ("one", "two", "three"):
        factories.entry(talk, text)

    last_two = admin.get(f"/conversations/{talk.pk}/entries?limit=2").json()["items"]
    earlier = admin.get(f"/conversations/{talk.pk}/entries?limit=2&before={last_two[0]['seq']}").json()[
        "items"
    ]

    assert [(frame["type"], frame["seq"], frame["text"]) for frame in last_two] == [
        ("entry", 2, "two"),
        ("entry", 3, "three"),
    ]
    assert [frame["text"] for frame in earlier] == ["one"]


def test_one_conversation_is_its_card(admin: Caller) -> None:
    talk = factories.conversation()

    card = admin.get(f"/conversations/{talk.pk}").json()

    assert (card["id"], card["state"], card["site"]) == (str(talk.pk), talk.state, talk.site.key)


def test_notes_and_decisions_of_a_conversation(admin: Caller, ada: User) -> None:
    talk = factories.conversation()
    moment = talk.created_at
    Note.objects.create(
        conversation=talk,
        n=1,
        author=ada,
        author_name="Ada",
        client_id="note-0001",
        text="careful",
        at=moment,
    )
    Decision.objects.create(
        conversation=str(talk.pk), agent=ada, rule="agent", record={"why": "only one"}, at=moment
    )

    assert admin.get(f"/conversations/{talk.pk}/notes").json()["items"][0]["text"] == "careful"
    assert admin.get(f"/conversations/{talk.pk}/decisions").json()["items"][0]["record"] == {
        "why": "only one"
    }


@pytest.mark.parametrize("id", ["0", "x", "1.0", "-1", "9" * 40, "١"])
def test_an_id_that_names_nothing_is_not_found(admin: Caller, id: str) -> None:
    assert admin.get(f"/conversations/{id}/entries").json()["code"] == "not_found"


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "cursor=bogus", "cursor=%00", "cursor=" + "x" * 500]
)
def test_a_bad_page_is_refused(admin: Caller, query: str) -> None:
    answer = admin.get(f"/conversations?{query}")

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_pages_meet_without_gap_or_overlap(admin: Caller) -> None:
    site = factories.site()
    made = [factories.conversation(factories.customer(site)).pk for _ in range(5)]
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = admin.get(f"/conversations?limit=2&cursor={cursor}").json()
        seen += [card["id"] for card in answer["items"]]
        cursor = answer["next"]

    assert seen == [str(pk) for pk in reversed(made)]


def test_who_has_no_socket_open_is_offline_to_colleagues(agent: Caller, mei: User) -> None:
    factories.seat(mei)
    tom = factories.user("tom")
    factories.seat(tom)
    Lease.objects.create(connection="c1", user=tom, until=now() + timedelta(seconds=45))

    states = {one["name"]: one["state"] for one in agent.get("/agents").json()["items"]}

    assert states == {"Mei": "offline", "Tom": "online"}


def test_a_path_that_is_none(agent: Caller) -> None:
    assert agent.get("/nothing").status_code == 404


def test_conversations_cost_the_same_however_many(admin: Caller, django_assert_num_queries: Any) -> None:
    site = factories.site()
    for _ in range(20):
        factories.conversation(factories.customer(site))
    Conversation.objects.update(last_agent=factories.user("bo"))
    admin.get("/me")

    with django_assert_num_queries(2):
        assert len(admin.get("/conversations").json()["items"]) == 20


def test_who_asks_too_fast_is_told_to_wait_and_others_are_not(
    agent: Caller, admin: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing, "rates", Rates(per_s=0.1, burst=2))

    first, _, refused = (agent.get("/me") for _ in range(3))

    assert first["RateLimit"] == '"default";r=1;t=0'
    assert (refused.status_code, refused.json()["code"], refused["Retry-After"]) == (429, "rate", "10")
    assert admin.get("/me").status_code == 200


@pytest.mark.parametrize(("role", "status"), [("agent", 403), ("supervisor", 200), ("auditor", 200)])
@pytest.mark.parametrize("path", ["/sites", "/teams"])
def test_what_the_board_can_be_narrowed_to_is_for_who_sees_it(
    client: Client, mei: User, path: str, role: str, status: int
) -> None:
    mei.role = role
    mei.save()
    client.force_login(mei)

    assert client.get(API + path).status_code == status


def test_only_administrators_read_more_of_a_site_than_its_name(client: Client, mei: User, site: Site) -> None:
    client.force_login(mei)
    seen = {}
    for role in ("supervisor", "admin"):
        mei.role = role
        mei.save()
        seen[role] = set(client.get(API + "/sites").json()["items"][0])

    assert seen["supervisor"] == {"key", "name"}
    assert {"key", "name", "origins", "theme"} <= seen["admin"]
