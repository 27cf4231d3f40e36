"""What falls due while an agent has a conversation: lost, silent, parked, closed, and back again."""

from __future__ import annotations

import pytest

from chatdesk.kernel.clock import now
from conversations.lifecycle import State
from conversations.models import Refusal
from routing.models import Lease, Seat
from tests import factories
from tests.conversations.acts import again, ago, kinds, live, says, seated, takes, time_passes, written

__all__ = ["written"]
pytestmark = pytest.mark.usefixtures("written")


def test_a_lost_agent_who_never_answered_loses_it_at_once_with_its_time() -> None:
    mei = seated("mei")
    talk = live(mei)
    Lease.objects.update(until=ago(0.1))

    time_passes()

    row = again(talk)
    assert (row.state, row.arrived_at, row.queue_reason) == (State.QUEUED, talk.arrived_at, "agent_lost")


@pytest.mark.parametrize(("lost_s", "state"), [(50, State.LIVE), (61, State.QUEUED)])
def test_a_lost_agent_who_had_answered_has_a_time_of_grace(lost_s: float, state: State) -> None:
    mei = seated("mei")
    talk = live(mei, agent_spoke_at=ago(120), since=ago(200))
    Lease.objects.update(until=ago(lost_s))

    time_passes()

    assert again(talk).state == state


def test_a_link_that_comes_back_within_the_grace_changes_nothing() -> None:
    mei = seated("mei")
    talk = live(mei, agent_spoke_at=ago(5))
    Lease.objects.create(connection="second", user=mei, until=ago(3600))

    assert time_passes() == 0
    assert again(talk).assignee == mei


def test_saying_it_again_does_not_give_a_silent_agent_more_time() -> None:
    mei = seated("mei")
    talk = live(mei, since=ago(400), visitor_spoke_at=ago(1))
    factories.entry(talk, "hello?", at=ago(301))
    factories.entry(talk, "anybody?", at=ago(1))

    time_passes()

    assert (again(talk).state, again(talk).queue_reason) == (State.QUEUED, "agent_silent")


def test_a_silent_agent_is_reminded_before_the_talk_is_taken_away() -> None:
    mei = seated("mei")
    talk = live(mei, since=ago(400), visitor_spoke_at=ago(121))
    factories.entry(talk, "hello?", at=ago(121))

    time_passes()

    assert (again(talk).state, again(talk).labels) == (State.LIVE, ["unanswered"])
    assert time_passes() == 0  # said once


def test_what_the_silent_agent_lost_is_not_theirs_again_in_this_round() -> None:
    mei = seated("mei")
    talk = live(mei, since=ago(400), visitor_spoke_at=ago(301))

    time_passes()

    assert Refusal.objects.get().agent == mei
    assert again(talk).state == State.QUEUED


def test_an_agent_who_answered_in_time_keeps_it() -> None:
    mei = seated("mei")
    talk = live(mei, since=ago(900), visitor_spoke_at=ago(301), agent_spoke_at=ago(300))

    assert time_passes() == 0
    assert again(talk).state == State.LIVE


def test_a_visitor_who_asked_for_a_person_without_a_word_is_not_kept_waiting_forever() -> None:
    mei = seated("mei")
    talk = live(mei, since=ago(301))

    time_passes()

    assert again(talk).state == State.QUEUED


def test_a_silent_visitor_is_parked_and_nothing_is_written() -> None:
    mei = seated("mei")
    talk = live(mei, since=ago(900), visitor_spoke_at=ago(700), agent_spoke_at=ago(601))

    time_passes()

    assert (again(talk).state, again(talk).assignee, kinds(talk)) == (State.PARKED, mei, [])


def test_a_parked_visitor_who_speaks_is_live_again_under_the_same_epoch() -> None:
    mei = seated("mei")
    talk = live(mei, state=State.PARKED)

    says(talk.customer)

    row = again(talk)
    assert (row.state, row.epoch, kinds(row)) == (State.LIVE, 1, ["message"])


def test_a_parked_visitor_waits_anew_when_the_agent_is_full() -> None:
    mei = seated("mei", capacity=1)
    live(mei)
    talk = live(mei, state=State.PARKED, arrived_at=ago(3600), needs={"en": 1}, promise_s=60)

    says(talk.customer)

    row = again(talk)
    assert (row.state, row.last_agent, row.promise_s, row.needs) == (State.QUEUED, mei, 30, {"en": 1})
    assert row.arrived_at is not None
    assert row.arrived_at > ago(60)
    assert kinds(row) == ["message"]


def test_returning_twice_does_not_quarter_the_promise() -> None:
    mei = seated("mei")
    Seat.objects.update(state=Seat.State.BUSY)
    talk = live(mei, state=State.PARKED, needs={"en": 1}, promise_s=30)

    says(talk.customer)

    assert again(talk).promise_s == 30


def test_a_conversation_parked_for_a_day_is_closed_and_may_be_rated() -> None:
    mei = seated("mei")
    talk = live(mei, state=State.PARKED, since=ago(86_401))

    time_passes()

    assert (again(talk).state, again(talk).outcome) == (State.RESOLVED, "resolved")
    assert kinds(talk) == ["resolved", "rating_request"]


def test_a_colleague_may_take_what_is_parked() -> None:
    mei, bo = seated("mei"), seated("bo")
    talk = live(mei, state=State.PARKED)

    ok = takes(bo, talk)

    assert (again(talk).assignee, ok.epoch) == (bo, "2")
    assert kinds(talk) == ["left", "joined"]


def test_who_takes_their_own_parked_one_goes_on_under_the_same_epoch() -> None:
    mei = seated("mei")
    talk = live(mei, state=State.PARKED, agent_spoke_at=now())

    ok = takes(mei, talk)

    assert (again(talk).state, ok.epoch, kinds(talk)) == (State.LIVE, "1", [])
