"""Handing a conversation to a colleague: who has it at each moment, what is written, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Role, User
from chatdesk.kernel.errors import Busy, Invalid, NotFound, Stale
from conversations import offers, serving, transfers
from conversations.frames import desk, parts
from conversations.lifecycle import State
from conversations.models import Conversation, Note
from routing.models import Decision, Lease, Seat
from tests import factories
from tests.conversations.acts import (
    accepts,
    acts,
    again,
    ago,
    declines,
    hands,
    kinds,
    live,
    seated,
    somebody,
    time_passes,
    written,
)

__all__ = ["written"]
pytestmark = pytest.mark.usefixtures("written")


@pytest.fixture
def mei() -> User:
    return seated("mei", skills={"zh": 5, "en": 4, "billing": 4})


@pytest.fixture
def tom() -> User:
    return seated("tom", skills={"en": 5, "tech": 3})


@pytest.fixture
def talk(mei: User) -> Conversation:
    return live(mei, needs={"en": 1, "billing": 2})


def pending(talk: Conversation) -> tuple[Any, ...]:
    row = again(talk)
    return row.state, row.assignee, row.offered_to, bool(row.offer)


def units(agent: User) -> int:
    held = Conversation.objects.filter(assignee=agent, state=State.LIVE).count()
    return held + Conversation.objects.filter(offered_to=agent).count()


# --- to a colleague --------------------------------------------------------------------------------------------------
def test_a_colleague_who_is_asked_has_no_more_than_an_offer(talk: Conversation, mei: User, tom: User) -> None:
    hands(mei, talk, agent=tom, text="knows the old printer")

    assert pending(talk) == (State.LIVE, mei, tom, True)
    assert (units(mei), units(tom)) == (1, 1)
    assert kinds(talk) == []
    assert list(Note.objects.values_list("author_name", "text")) == [("Mei", "knows the old printer")]
    assert again(talk).offer_text == "knows the old printer"


def test_a_yes_hands_it_over_under_a_new_epoch(talk: Conversation, mei: User, tom: User) -> None:
    hands(mei, talk, agent=tom)

    ok = accepts(tom, talk)

    row = again(talk)
    assert (row.state, row.assignee, row.last_agent, ok.epoch) == (State.LIVE, tom, tom, "2")
    assert (row.offered_to, row.offer, row.offer_text) == (None, "", "")
    assert kinds(talk) == ["left", "joined"]
    assert (units(mei), units(tom)) == (0, 1)


def test_a_no_leaves_it_with_the_sender(talk: Conversation, mei: User, tom: User) -> None:
    hands(mei, talk, agent=tom)

    declines(tom, talk, "at lunch in a minute")

    assert pending(talk) == (State.LIVE, mei, None, False)
    assert (again(talk).epoch, kinds(talk)) == (1, [])


def test_no_answer_in_time_leaves_it_with_the_sender(talk: Conversation, mei: User, tom: User) -> None:
    hands(mei, talk, agent=tom)
    Conversation.objects.update(offer_expires_at=ago(1))

    time_passes()

    assert pending(talk) == (State.LIVE, mei, None, False)
    assert Seat.objects.get(user=tom).missed == 1


def test_a_colleague_who_goes_away_leaves_it_with_the_sender(
    talk: Conversation, mei: User, tom: User
) -> None:
    hands(mei, talk, agent=tom)
    Lease.objects.filter(user=tom).update(until=ago(1))

    time_passes()

    assert pending(talk) == (State.LIVE, mei, None, False)
    assert Seat.objects.get(user=tom).missed == 0


def test_the_same_transfer_twice_is_one(talk: Conversation, mei: User, tom: User) -> None:
    hands(mei, talk, agent=tom, text="once")
    offer = again(talk).offer

    assert hands(mei, talk, agent=tom, text="once").dup
    assert (again(talk).offer, Note.objects.count()) == (offer, 1)


def test_the_same_transfer_after_the_yes_is_a_dup_and_not_fenced(
    talk: Conversation, mei: User, tom: User
) -> None:
    frame = desk.Transfer(
        ref=1, conversation=str(talk.pk), epoch="1", to=parts.Target(agent=str(tom.pk)), text=None
    )
    acts(transfers.transfer, mei, frame)
    accepts(tom, talk)

    assert acts(transfers.transfer, mei, frame).dup
    assert again(talk).assignee == tom


def test_after_a_no_the_same_colleague_can_be_asked_again(talk: Conversation, mei: User, tom: User) -> None:
    hands(mei, talk, agent=tom)
    declines(tom, talk)

    assert not hands(mei, talk, agent=tom).dup
    assert pending(talk) == (State.LIVE, mei, tom, True)


def test_asking_another_colleague_takes_the_first_offer_back(
    talk: Conversation, mei: User, tom: User
) -> None:
    bo = seated("bo")
    hands(mei, talk, agent=tom)
    first = again(talk).offer

    hands(mei, talk, agent=bo)

    assert pending(talk) == (State.LIVE, mei, bo, True)
    with pytest.raises(Stale):
        acts(offers.accept, tom, desk.Accept(ref=1, offer=first))
    assert (units(tom), units(bo)) == (0, 1)


def test_a_transfer_is_on_record(talk: Conversation, mei: User, tom: User) -> None:
    hands(mei, talk, agent=tom)

    record = Decision.objects.get(conversation=str(talk.pk))
    assert (record.agent, record.rule, record.record["why"]["en"]) == (
        tom,
        "manual",
        "handed over by Mei",
    )


@pytest.mark.parametrize("state", ["offline", "break", "busy", "wrap_up", "not_responding"])
def test_a_colleague_who_takes_nothing_is_not_asked(
    talk: Conversation, mei: User, tom: User, state: str
) -> None:
    Seat.objects.filter(user=tom).update(state=state)

    with pytest.raises(Busy, match=r"Tom .*choose somebody else"):
        hands(mei, talk, agent=tom)
    assert pending(talk) == (State.LIVE, mei, None, False)


def test_a_colleague_without_a_socket_is_offline(talk: Conversation, mei: User, tom: User) -> None:
    Lease.objects.filter(user=tom).delete()

    with pytest.raises(Busy, match="offline"):
        hands(mei, talk, agent=tom)


def test_a_full_colleague_is_named_with_the_limit(talk: Conversation, mei: User) -> None:
    tom = seated("tom", capacity=1)
    live(tom)

    with pytest.raises(Busy, match="1 of 1"):
        hands(mei, talk, agent=tom)
    assert (again(talk).offer, Note.objects.count()) == ("", 0)


def test_an_offered_transfer_fills_the_colleagues_unit(talk: Conversation, mei: User) -> None:
    tom = seated("tom", capacity=1)
    hands(mei, talk, agent=tom)
    other = factories.conversation(somebody(), state=State.QUEUED)

    with pytest.raises(Busy, match="1 of 1"):
        acts(serving.take, tom, desk.Take(ref=1, conversation=str(other.pk)))


def test_ones_own_unit_is_no_target(talk: Conversation, mei: User) -> None:
    with pytest.raises(Invalid, match="with you already"):
        hands(mei, talk, agent=mei)


@pytest.mark.parametrize("agent", ["999999", "x", "٣", ""])
def test_an_unknown_colleague_is_not_found(talk: Conversation, mei: User, agent: str) -> None:
    with pytest.raises((NotFound, Invalid)):
        hands(mei, talk, agent=agent)


def test_whoever_may_not_answer_is_no_target(talk: Conversation, mei: User) -> None:
    ann = seated("ann")
    User.objects.filter(pk=ann.pk).update(role=Role.AUDITOR)
    gone = seated("gone")
    User.objects.filter(pk=gone.pk).update(is_active=False)

    for nobody in (ann, gone):
        with pytest.raises(NotFound):
            hands(mei, talk, agent=nobody)


@pytest.mark.parametrize(
    "to",
    [
        parts.Target(),
        parts.Target(agent="1", team="care"),
        parts.Target(skills={}),
        parts.Target(team=""),
    ],
)
def test_exactly_one_target_is_named(talk: Conversation, mei: User, to: parts.Target) -> None:
    frame = desk.Transfer(ref=1, conversation=str(talk.pk), epoch="1", to=to)

    with pytest.raises(Invalid, match="name one of"):
        acts(transfers.transfer, mei, frame)
