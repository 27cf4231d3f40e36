"""Tickets: opened once, moved by the table, told in the conversation, reopened by a reply."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from chatdesk.kernel import bus
from chatdesk.kernel.clock import now
from chatdesk.kernel.errors import Invalid, Stale, TooLarge
from conversations.facts import LeftUnresolved
from conversations.lifecycle import State
from conversations.models import Conversation, Entry
from tests import factories
from tickets.lifecycle import Status
from tickets.models import Comment, Ticket
from tickets.services import change_state, comment, open_from_conversation, sweep, tell

pytestmark = pytest.mark.django_db
telling = pytest.mark.django_db(transaction=True)  # the journal writes in a thread of its own


def left(outcome: str = "ticket", **fields: Any) -> Conversation:
    """A conversation that was resolved without an answer."""
    defaults: dict[str, Any] = {"outcome": outcome, "rounds": 1, "resolved_at": now() - timedelta(minutes=1)}
    return factories.conversation(state=State.RESOLVED, **defaults | fields)


def told(of: Conversation) -> list[dict[str, str]]:
    return list(
        Entry.objects.filter(conversation=of, kind="ticket").order_by("seq").values_list("data", flat=True)
    )


@telling
def test_what_is_left_unresolved_becomes_a_ticket() -> None:
    talk = left(priority="high")
    factories.entry(talk, "My pot\n arrived broken")

    bus.announce(LeftUnresolved(talk.pk, "no_agent", {"phone": "123"}))

    ticket = Ticket.objects.get()
    assert (ticket.title, ticket.reason, ticket.state) == ("My pot arrived broken", "no_agent", "open")
    assert (ticket.customer, ticket.priority, ticket.contact) == (talk.customer, "high", {"phone": "123"})
    assert told(talk) == [{"number": ticket.number, "status": "open"}]


@telling
def test_the_same_leaving_heard_twice_is_one_ticket_and_one_entry() -> None:
    talk = left()

    first, again = (open_from_conversation(talk.pk, "no_agent") for _ in range(2))

    assert first == again
    assert len(told(talk)) == 1


def test_left_again_after_reopening_is_another_ticket() -> None:
    talk = left()
    first = open_from_conversation(talk.pk, "no_agent")
    Conversation.objects.update(rounds=2)

    assert open_from_conversation(talk.pk, "agent") != first


def test_a_long_first_message_is_cut_for_the_title() -> None:
    talk = left()
    factories.entry(talk, "tea " * 500)

    assert open_from_conversation(talk.pk, "no_agent").title.endswith("…")


@pytest.mark.parametrize(("locale", "title"), [("zh-CN", "未留言"), ("en", "Left without a message")])
def test_without_a_message_the_title_says_so(locale: str, title: str) -> None:
    assert open_from_conversation(left(locale=locale).pk, "no_agent").title == title


def test_numbers_have_six_digits() -> None:
    ticket = open_from_conversation(left().pk, "visitor")

    assert ticket.number == f"T-{ticket.pk:06d}"
    assert Ticket.objects.all().numbered(ticket.number) == ticket


@pytest.mark.parametrize("number", ["", "T-", "T-x", "T-1٣", "T-999999", "T-" + "9" * 40])
def test_there_is_no_such_number(number: str) -> None:
    with pytest.raises(Ticket.DoesNotExist):
        Ticket.objects.all().numbered(number)


@telling
def test_each_change_of_state_is_told_once() -> None:
    talk = left()
    ticket = open_from_conversation(talk.pk, "no_agent")

    change_state(ticket, Status.PENDING)
    tell(ticket)
    change_state(ticket, Status.OPEN)

    assert [line["status"] for line in told(talk)] == ["open", "pending", "open"]


def test_an_illegal_change_is_refused_and_changes_nothing() -> None:
    ticket = open_from_conversation(left().pk, "no_agent")

    with pytest.raises(Stale, match="open can't become closed"):
        change_state(ticket, Status.CLOSED)
    assert Ticket.objects.get().state == "open"


@telling
def test_the_loser_of_a_race_is_told() -> None:
    ticket = open_from_conversation(left().pk, "no_agent")
    Ticket.objects.update(state="solved")

    with pytest.raises(Stale, match="someone else"):
        change_state(ticket, Status.PENDING)


@telling
def test_the_same_state_again_is_no_change() -> None:
    talk = left()
    ticket = open_from_conversation(talk.pk, "no_agent")

    change_state(ticket, Status.OPEN)

    assert len(told(talk)) == 1


@pytest.mark.parametrize("state", ["solved", "closed"])
def test_a_reply_of_either_side_reopens(state: str, mei: User) -> None:
    for author in (mei, None):
        ticket = open_from_conversation(left().pk, "no_agent")
        Ticket.objects.filter(pk=ticket.pk).update(state=state)
        ticket.refresh_from_db()

        comment(ticket, author, text="One more thing")

        assert Ticket.objects.get(pk=ticket.pk).state == "open"
        Ticket.objects.all().delete()
        Conversation.objects.all().delete()
        ticket.customer.site.delete()


def test_a_public_answer_waits_for_the_customer(mei: User) -> None:
    ticket = open_from_conversation(left().pk, "no_agent")

    comment(ticket, mei, text="not yet", public=False)
    assert Ticket.objects.get().state == "open"

    comment(ticket, mei, text="Which pot was it?")
    assert Ticket.objects.get().state == "pending"

    ticket.refresh_from_db()
    comment(ticket, None, text="The red one")
    assert Ticket.objects.get().state == "open"


def test_a_public_answer_leaves_a_ticket_on_hold(mei: User) -> None:
    ticket = open_from_conversation(left().pk, "no_agent")
    change_state(ticket, Status.ON_HOLD)

    comment(ticket, mei, text="We are waiting for the potter")

    assert Ticket.objects.get().state == "on_hold"


def test_an_internal_comment_reopens_nothing(mei: User) -> None:
    ticket = open_from_conversation(left().pk, "no_agent")
    change_state(ticket, Status.SOLVED)

    comment(ticket, mei, text="called them", public=False)

    assert Ticket.objects.get().state == "solved"


def test_the_visitors_reply_ends_the_waiting_for_them(mei: User) -> None:
    ticket = open_from_conversation(left().pk, "no_agent")
    change_state(ticket, Status.PENDING)

    comment(ticket, mei, text="any news?")
    assert Ticket.objects.get().state == "pending"
    comment(ticket, None, text="here it is")
    assert Ticket.objects.get().state == "open"


@pytest.mark.parametrize(("text", "error"), [("  ", Invalid), ("x" * 10_001, TooLarge)])
def test_a_bad_comment_is_refused(text: str, error: type[Exception], mei: User) -> None:
    ticket = open_from_conversation(left().pk, "no_agent")

    with pytest.raises(error):
        comment(ticket, mei, text=text)
    assert not Comment.objects.exists()


@telling
@pytest.mark.parametrize("outcome", ["ticket", "message", "callback"])
def test_the_sweep_opens_what_a_crash_left_out(outcome: str) -> None:
    talk = left(outcome, left_reason="visitor", contact={"phone": "123"})

    assert sweep() == 1
    assert sweep() == 0

    ticket = Ticket.objects.get()
    assert (ticket.reason, ticket.contact) == ("visitor", {"phone": "123"})
    assert len(told(talk)) == 1


def test_the_sweep_lets_the_listener_be_first() -> None:
    left(resolved_at=now())

    assert sweep() == 0


@telling
def test_the_sweep_leaves_what_was_answered_alone() -> None:
    for outcome in ("resolved", "left", "closed"):
        factories.conversation(
            factories.customer(factories.site(outcome)), state=State.RESOLVED, outcome=outcome
        )

    assert sweep() == 0


@telling
def test_the_sweep_writes_the_entry_that_a_crash_left_out() -> None:
    talk = left()
    ticket = open_from_conversation(talk.pk, "no_agent")
    Ticket.objects.filter(pk=ticket.pk).update(state="pending", changes=1)

    assert sweep() == 1
    assert [line["status"] for line in told(talk)] == ["open", "pending"]


@telling
def test_four_days_after_solved_it_is_closed() -> None:
    ticket = open_from_conversation(left().pk, "no_agent")
    change_state(ticket, Status.SOLVED)
    assert sweep() == 0
    Ticket.objects.update(updated_at=now() - timedelta(days=4, minutes=1))

    assert sweep() == 1
    assert Ticket.objects.get().state == "closed"


def test_agents_see_own_unowned_and_the_teams_tickets(mei: User) -> None:
    bo, front, back = factories.user("bo"), factories.team("front"), factories.team("back")
    User.objects.filter(pk=mei.pk).update(team=front)
    mei.refresh_from_db()
    free = open_from_conversation(left().pk, "no_agent")
    customer, moment = free.customer, now()

    def other(**fields: Any) -> Ticket:
        return Ticket.objects.create(
            title="x", reason="agent", customer=customer, created_at=moment, updated_at=moment, **fields
        )

    own, teams = other(owner=mei, team=back), other(owner=bo, team=front)
    other(owner=bo, team=back)

    assert set(Ticket.objects.visible_to(mei)) == {free, own, teams}
    assert Ticket.objects.visible_to(factories.user("sam", role="supervisor")).count() == 4
    assert not Ticket.objects.visible_to(factories.user("kim", role="auditor"))
