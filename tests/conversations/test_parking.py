"""Parked and back: by the visitor, by time, by hand, and into the queue where the agent can't."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import Role, User
from chatdesk.kernel.clock import now, stamp
from chatdesk.kernel.errors import Busy, Closed, DeskError, Fenced, Invalid, NotAllowed, NotFound
from conversations import parking, serving, visiting
from conversations.frames import desk, visitor
from conversations.lifecycle import State
from conversations.models import Conversation
from routing.models import Lease, Seat
from tests import factories
from tests.conversations.acts import (
    acts,
    again,
    ago,
    does,
    kinds,
    live,
    new_id,
    parks,
    resolves,
    says,
    seated,
    somebody,
    takes,
    time_passes,
    written,
)

__all__ = ["written"]
pytestmark = pytest.mark.usefixtures("written")


@pytest.fixture
def mei() -> User:
    return seated("mei", capacity=1)


@pytest.fixture
def talk(mei: User) -> Conversation:
    return live(mei, needs={"en": 1})


def ahead(**of_time: float) -> str:
    return stamp(now() + timedelta(**of_time))


def test_parked_it_takes_no_unit_and_writes_no_line(talk: Conversation, mei: User) -> None:
    parks(mei, talk)

    assert (again(talk).state, again(talk).assignee, kinds(talk)) == (State.PARKED, mei, [])
    takes(mei, factories.conversation(somebody(), state=State.QUEUED))


def test_the_visitors_word_brings_it_back_under_the_same_epoch(talk: Conversation, mei: User) -> None:
    parks(mei, talk, ahead(hours=2))

    says(talk.customer, "still there?")

    row = again(talk)
    assert (row.state, row.assignee, row.epoch, row.parked_until) == (State.LIVE, mei, 1, None)
    assert kinds(talk) == ["message"]


@pytest.mark.parametrize("hindrance", ["full", "busy", "wrap_up", "offline", "lost"])
def test_where_the_agent_cannot_it_waits_with_half_the_promise(
    talk: Conversation, mei: User, hindrance: str
) -> None:
    parks(mei, talk)
    if hindrance == "full":
        takes(mei, factories.conversation(somebody(), state=State.QUEUED))
    elif hindrance == "lost":
        Lease.objects.update(until=ago(1))
    else:
        Seat.objects.update(state=hindrance)

    says(talk.customer, "hello again")

    row = again(talk)
    assert (row.state, row.assignee, row.last_agent, row.promise_s) == (State.QUEUED, None, mei, 30.0)
    assert kinds(talk) == ["message"]


def test_a_time_brings_it_back(talk: Conversation, mei: User) -> None:
    parks(mei, talk, ahead(hours=1))
    assert time_passes() == 0

    Conversation.objects.update(parked_until=ago(1))
    time_passes()

    assert (again(talk).state, again(talk).epoch, again(talk).parked_until) == (State.LIVE, 1, None)


def test_a_time_that_is_up_while_the_agent_is_away_lets_it_wait(talk: Conversation, mei: User) -> None:
    parks(mei, talk, ahead(hours=1))
    Seat.objects.update(state="offline")

    Conversation.objects.update(parked_until=ago(1))
    time_passes()

    assert (again(talk).state, again(talk).last_agent) == (State.QUEUED, mei)


def test_parked_without_a_time_it_ends_after_a_day_of_silence(talk: Conversation, mei: User) -> None:
    parks(mei, talk)
    Conversation.objects.update(since=ago(86_401))

    time_passes()

    assert (again(talk).state, kinds(talk)) == (State.RESOLVED, ["resolved", "rating_request"])


def test_a_time_beyond_that_day_is_kept(talk: Conversation, mei: User) -> None:
    parks(mei, talk, ahead(days=3))
    Conversation.objects.update(since=ago(86_401))

    time_passes()

    assert again(talk).state == State.PARKED


def test_a_silent_visitor_is_parked_by_time(talk: Conversation, mei: User) -> None:
    Conversation.objects.update(since=ago(601), agent_spoke_at=ago(601))

    time_passes()

    assert (again(talk).state, again(talk).parked_until) == (State.PARKED, None)


def test_parking_twice_is_parking_once_and_another_time_is_taken(talk: Conversation, mei: User) -> None:
    until = ahead(hours=1)
    parks(mei, talk, until)
    since = again(talk).since

    assert parks(mei, talk, until).dup
    assert not parks(mei, talk, ahead(hours=2)).dup
    assert again(talk).since == since
    assert (again(talk).parked_until or now()) > now() + timedelta(minutes=90)


def test_a_word_of_the_agent_brings_it_back(talk: Conversation, mei: User) -> None:
    parks(mei, talk)

    acts(serving.say, mei, said(talk))

    assert (again(talk).state, kinds(talk)) == (State.LIVE, ["message"])


def test_a_word_without_a_free_unit_is_busy_and_not_written(talk: Conversation, mei: User) -> None:
    parks(mei, talk)
    takes(mei, factories.conversation(somebody(), state=State.QUEUED))

    with pytest.raises(Busy, match="1 of 1"):
        acts(serving.say, mei, said(talk))
    assert (again(talk).state, kinds(talk)) == (State.PARKED, [])


def said(talk: Conversation) -> desk.DeskSay:
    return desk.DeskSay(ref=1, client_id=new_id(), conversation=str(talk.pk), epoch="1", text="found it")


def test_another_may_take_it(talk: Conversation, mei: User) -> None:
    bo = seated("bo")
    parks(mei, talk, ahead(hours=1))

    takes(bo, talk)

    row = again(talk)
    assert (row.state, row.assignee, row.epoch, row.parked_until) == (State.LIVE, bo, 2, None)
    assert kinds(talk) == ["left", "joined"]


def test_taking_back_ones_own_keeps_the_epoch(talk: Conversation, mei: User) -> None:
    parks(mei, talk)

    assert takes(mei, talk).epoch == "1"
    assert kinds(talk) == []


def test_a_supervisor_takes_it_over(talk: Conversation, mei: User) -> None:
    sam = seated("sam")
    User.objects.filter(pk=sam.pk).update(role=Role.SUPERVISOR)
    sam.refresh_from_db()
    parks(mei, talk)

    acts(serving.take, sam, desk.Takeover(ref=1, conversation=str(talk.pk)))

    assert (again(talk).state, again(talk).assignee) == (State.LIVE, sam)


def test_it_can_be_ended_by_either_side(mei: User) -> None:
    mine, theirs = live(mei), live(mei)
    for talk in (mine, theirs):
        parks(mei, talk, ahead(hours=1))

    resolves(mei, mine)
    does(visiting.leave, theirs.customer, visitor.Leave(ref=1))

    assert {again(talk).state for talk in (mine, theirs)} == {State.RESOLVED}
    assert {again(talk).parked_until for talk in (mine, theirs)} == {None}


@pytest.mark.parametrize(
    ("until", "says_"),
    [
        ("tomorrow", "a time such as"),
        ("", "a time such as"),
        ("2999-01-01T00:00:00", "offset"),
        ("2020-01-01T00:00:00Z", "passed"),
        ("2999-01-01T00:00:00Z", "30 days"),
        ("0001-01-01T00:00:00+23:59", "passed"),
        ("9999-12-31T23:59:59-23:59", "30 days"),
    ],
)
def test_a_time_that_is_none_is_refused(talk: Conversation, mei: User, until: str, says_: str) -> None:
    with pytest.raises(Invalid, match=says_):
        parks(mei, talk, until)
    assert again(talk).state == State.LIVE


def test_an_offset_is_understood(talk: Conversation, mei: User) -> None:
    until = (now() + timedelta(hours=9)).astimezone(tz=None).isoformat()

    parks(mei, talk, until)

    assert again(talk).parked_until == datetime.fromisoformat(until)


@pytest.mark.parametrize(
    ("change", "epoch", "error"),
    [
        ({}, "2", Fenced),
        ({"state": State.RESOLVED, "assignee": None}, "1", Closed),
        ({"state": State.QUEUED, "assignee": None}, None, NotAllowed),
        ({"state": State.BOT, "assignee": None}, None, NotAllowed),
    ],
)
def test_only_what_is_live_under_the_present_epoch_is_parked(
    talk: Conversation, mei: User, change: dict[str, Any], epoch: str | None, error: type[DeskError]
) -> None:
    Conversation.objects.update(**change)

    with pytest.raises(error):
        acts(parking.park, mei, desk.Park(ref=1, conversation=str(talk.pk), epoch=epoch))


def test_only_whoever_has_it_parks_it(talk: Conversation, mei: User) -> None:
    for stranger in (seated("bo"), factories.user("ann", role=Role.AUDITOR)):
        with pytest.raises(NotAllowed):
            acts(parking.park, stranger, desk.Park(ref=1, conversation=str(talk.pk), epoch="1"))
    with pytest.raises(NotFound):
        acts(parking.park, mei, desk.Park(ref=1, conversation="0", epoch="1"))
