"""What falls due while a visitor waits: offers that come to nothing, tickets, and nothing that comes too early."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from chatdesk.kernel.clock import now
from conversations.lifecycle import State
from conversations.models import Conversation, VisitorLease
from routing.models import Calendar, Seat
from tests import factories
from tests.conversations.acts import again, ago, kinds, live, seated, somebody, time_passes, written

__all__ = ["written"]
pytestmark = pytest.mark.usefixtures("written")


def waits(**fields: Any) -> Conversation:
    """A queued conversation whose visitor is here."""
    talk = factories.conversation(somebody(), state=State.QUEUED, **{"needs": {"en": 1}} | fields)
    VisitorLease.objects.create(connection=f"v{talk.pk}", customer=talk.customer, until=ago(-45))
    return talk


def offered(agent: User, **fields: Any) -> Conversation:
    asked = {"offered_to": agent, "offer": "an-offer", "offer_expires_at": ago(-20)}
    talk = waits(**fields)
    Conversation.objects.filter(pk=talk.pk).update(state=State.OFFERED, **asked)
    return talk


def test_nothing_is_due_of_one_who_just_came() -> None:
    seated("mei")
    talk = waits()

    assert time_passes() == 0
    assert again(talk).state == State.QUEUED


def test_an_offer_to_who_went_on_a_break_waits_again_with_its_time() -> None:
    mei = seated("mei")
    talk = offered(mei)
    Seat.objects.update(state=Seat.State.BREAK)

    time_passes()

    assert (again(talk).state, again(talk).arrived_at) == (State.QUEUED, talk.arrived_at)
    assert Seat.objects.get().missed == 0


def test_an_offer_to_a_seat_that_is_gone_waits_again() -> None:
    mei = seated("mei")
    talk = offered(mei)
    Seat.objects.all().delete()

    time_passes()

    assert again(talk).state == State.QUEUED


def test_two_missed_offers_make_an_agent_not_responding() -> None:
    mei = seated("mei")
    talk = offered(mei)

    for _ in range(2):
        Conversation.objects.filter(pk=talk.pk).update(
            state=State.OFFERED, offered_to=mei, offer="o", offer_expires_at=ago(1)
        )
        time_passes()

    assert Seat.objects.get().state == Seat.State.NOT_RESPONDING
    assert again(talk).state == State.QUEUED


def test_one_who_waited_too_long_gets_a_ticket() -> None:
    seated("mei")
    talk = waits(arrived_at=ago(601))

    time_passes()

    row = again(talk)
    assert (row.state, row.outcome, row.left_reason) == (State.RESOLVED, "ticket", "unanswered")
    assert talk.entries.get(kind="resolved").data == {"outcome": "ticket", "by": {"role": "system"}}


def test_one_who_was_served_for_long_and_waits_again_gets_no_ticket_at_once() -> None:
    seated("mei")
    talk = waits(arrived_at=ago(3600))
    factories.entry(talk, "", role="system", kind="queued", at=ago(5))

    time_passes()

    assert again(talk).state == State.QUEUED


def test_a_visitor_who_is_gone_gets_a_ticket() -> None:
    seated("mei")
    talk = waits(arrived_at=ago(300))
    VisitorLease.objects.update(until=ago(121))

    time_passes()

    assert again(talk).outcome == "ticket"


def test_a_conversation_that_staff_reopened_does_not_end_because_its_visitor_is_away() -> None:
    seated("mei")
    talk = waits(arrived_at=now())
    VisitorLease.objects.update(until=ago(3600))

    time_passes()

    assert again(talk).state == State.QUEUED


@pytest.mark.parametrize(("online", "reason"), [(True, "no_agent"), (False, "desk_closed")])
def test_a_ticket_after_a_while_with_nobody_who_could_ever_take_it(online: bool, reason: str) -> None:
    if online:
        seated("mei", skills={"zh": 5})
    talk = waits()

    time_passes()
    assert again(talk).unreachable_since is not None
    Conversation.objects.update(unreachable_since=ago(31))
    time_passes()

    assert (again(talk).outcome, again(talk).left_reason) == ("ticket", reason)


NEVER: list[list[list[int]]] = [[]] * 7


@pytest.mark.parametrize("of", ["site", "team"])
def test_out_of_hours_the_ticket_says_that_the_desk_was_closed(of: str) -> None:
    seated("mei", skills={"zh": 5})
    talk = waits(unreachable_since=ago(31), team=factories.team("repairs"))
    Calendar.objects.create(week=NEVER, **{of: getattr(talk, of)})

    time_passes()

    assert (again(talk).outcome, again(talk).left_reason) == ("ticket", "desk_closed")


def test_somebody_who_meets_the_needs_after_the_last_step_is_worth_waiting_for() -> None:
    seated("mei", skills={"en": 1})
    talk = waits(needs={"en": 1, "billing": 2}, unreachable_since=ago(31))

    time_passes()

    assert (again(talk).state, again(talk).unreachable_since) == (State.QUEUED, None)


def test_what_cannot_be_done_to_one_is_still_done_to_the_others() -> None:
    """A seat that is deleted beside a pending offer once broke the whole pass."""
    mei = seated("mei")
    gone, late = offered(mei, offer_expires_at=ago(1)), waits(arrived_at=ago(601))
    Seat.objects.all().delete()

    time_passes()

    assert (again(gone).state, again(late).state) == (State.QUEUED, State.RESOLVED)


def test_an_agent_without_a_seat_any_more_gives_back_what_they_have() -> None:
    mei = seated("mei")
    talk = live(mei, agent_spoke_at=now())
    Seat.objects.all().delete()

    time_passes()

    assert (again(talk).state, kinds(talk)) == (State.QUEUED, ["queued"])
