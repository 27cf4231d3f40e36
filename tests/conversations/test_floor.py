"""The engine in line with the rows: transfers, rounds and restarts, without a router's loop."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import User
from chatdesk.kernel.clock import now
from conversations import floor
from conversations.floor import Mirror
from conversations.lifecycle import State
from conversations.models import Conversation, Refusal
from conversations.requests import request_of
from routing.firm import firm
from routing.models import Lease, Seat
from tests import factories
from tests.conversations.acts import (
    accepts,
    again,
    ago,
    declines,
    hands,
    live,
    parks,
    resolves,
    seated,
    somebody,
    takes,
    time_passes,
    written,
)

__all__ = ["written"]
pytestmark = pytest.mark.usefixtures("written")


@pytest.fixture
def mirror() -> Mirror:
    return Mirror("least_loaded")


@pytest.fixture
def mei() -> User:
    return seated("mei", capacity=2)


@pytest.fixture
def tom() -> User:
    return seated("tom", capacity=2)


def looks(mirror: Mirror, *, later: float = 0) -> dict[str, str]:
    """What it decides now: conversation to agent. Nobody's line is lost meanwhile."""
    Lease.objects.update(until=now() + timedelta(hours=1))
    seen = floor.look(now() + timedelta(seconds=later))
    return {decision.conversation: decision.agent for decision in mirror.follow(seen)}


def loads(mirror: Mirror, *people: User) -> list[int]:
    return [mirror.engine.load(str(person.pk)) for person in people]


def test_what_was_taken_from_the_bot_does_not_stop_the_router(mirror: Mirror, mei: User) -> None:
    takes(mei, factories.conversation(somebody()))

    looks(mirror)

    assert loads(mirror, mei) == [1]


def test_an_offered_transfer_counts_at_both(mirror: Mirror, mei: User, tom: User) -> None:
    talk = live(mei)
    looks(mirror)
    hands(mei, talk, agent=tom)

    assert looks(mirror) == {}
    assert loads(mirror, mei, tom) == [1, 1]


def test_a_yes_moves_the_units_in_one_step(mirror: Mirror, mei: User, tom: User) -> None:
    """With nobody else's slot given away in between: tom is full, and the one who waits gets mei's."""
    Seat.objects.update(capacity=1)
    talk = live(mei)
    hands(mei, talk, agent=tom)
    waiting = factories.conversation(somebody(), state=State.QUEUED)
    assert looks(mirror) == {}
    accepts(tom, talk)

    assert looks(mirror) == {str(waiting.pk): str(mei.pk)}
    assert loads(mirror, mei, tom) == [1, 1]
    assert mirror.held == {str(talk.pk): str(tom.pk), str(waiting.pk): str(mei.pk)}


@pytest.mark.parametrize("end", ["declined", "expired", "parked", "resolved"])
def test_an_offer_that_is_over_frees_the_colleague(mirror: Mirror, mei: User, tom: User, end: str) -> None:
    talk = live(mei)
    hands(mei, talk, agent=tom)
    looks(mirror)

    if end == "declined":
        declines(tom, talk)
    elif end == "expired":
        Conversation.objects.update(offer_expires_at=ago(1))
        time_passes()
    elif end == "parked":
        parks(mei, talk)
    else:
        resolves(mei, talk)

    looks(mirror)
    assert loads(mirror, mei, tom) == [0 if end in ("parked", "resolved") else 1, 0]


def test_a_new_router_finds_the_offered_transfer(mei: User, tom: User) -> None:
    talk = live(mei)
    hands(mei, talk, agent=tom)
    fresh = Mirror("least_loaded")

    assert looks(fresh) == {}
    assert loads(fresh, mei, tom) == [1, 1]

    accepts(tom, talk)
    looks(fresh)
    assert loads(fresh, mei, tom) == [0, 1]


def test_parked_ones_take_no_unit_of_a_new_router(mirror: Mirror, mei: User) -> None:
    talk = live(mei)
    parks(mei, talk)

    looks(mirror)

    assert loads(mirror, mei) == [0]


@pytest.mark.parametrize("restarted", [False, True])
def test_what_is_handed_on_does_not_come_back_in_this_round(
    mirror: Mirror, mei: User, restarted: bool
) -> None:
    full = seated("full", capacity=1)
    live(full)
    talk = live(mei, needs={"en": 1})
    looks(mirror)

    hands(mei, talk, skills={"zh": 1})
    mirror = Mirror("least_loaded") if restarted else mirror

    assert looks(mirror) == {}
    assert looks(mirror, later=55) == {}
    assert looks(mirror, later=61) == {str(talk.pk): str(mei.pk)}


def test_where_nobody_else_could_it_comes_back_after_ten_seconds(mirror: Mirror, mei: User) -> None:
    talk = live(mei, needs={"en": 1})
    looks(mirror)

    hands(mei, talk, skills={"zh": 1})

    assert looks(mirror) == {}
    assert looks(mirror, later=9) == {}
    assert looks(mirror, later=11) == {str(talk.pk): str(mei.pk)}


def test_a_new_wait_is_a_new_round(mirror: Mirror, mei: User, tom: User) -> None:
    talk = factories.conversation(somebody(), state=State.QUEUED, needs={"en": 1})
    Refusal.objects.create(conversation=talk, agent=mei, offer="o1", at=now())
    takes(tom, talk)
    looks(mirror)
    Seat.objects.filter(user=tom).update(state="offline")
    Lease.objects.filter(user=tom).update(until=ago(99))
    time_passes()

    assert again(talk).state == State.QUEUED
    seen = floor.look(now())
    assert {one.conversation: one.agent for one in mirror.follow(seen)} == {str(talk.pk): str(mei.pk)}


def test_what_is_handed_on_goes_by_its_new_needs(mirror: Mirror, mei: User) -> None:
    kim = seated("kim", skills={"en": 1, "tech": 2})
    talk = live(mei, needs={"zh": 5})
    looks(mirror)

    hands(mei, talk, skills={"tech": 2})

    assert looks(mirror) == {str(talk.pk): str(kim.pk)}


def test_new_needs_count_also_where_the_router_saw_nothing_in_between(mirror: Mirror, mei: User) -> None:
    kim = seated("kim", skills={"en": 1, "tech": 2})
    talk = factories.conversation(somebody(), state=State.QUEUED, needs={"ja": 1})
    assert looks(mirror) == {}

    takes(mei, talk)
    hands(mei, talk, skills={"tech": 2})

    assert looks(mirror) == {str(talk.pk): str(kim.pk)}


def test_a_long_talk_keeps_its_demands_when_handed_on(mirror: Mirror, mei: User, tom: User) -> None:
    """Steps count from the transfer, not from an arrival long ago."""
    talk = live(mei, needs={"en": 1}, arrived_at=ago(3_600))
    kim = seated("kim", skills={"en": 1, "tech": 3}, capacity=1)
    live(kim)
    looks(mirror)

    hands(mei, talk, skills={"tech": 3})

    assert looks(mirror, later=1) == {}
    assert looks(mirror, later=121) == {str(talk.pk): str(tom.pk)}


def test_a_team_alone_is_asked_at_first(mirror: Mirror, mei: User, tom: User) -> None:
    Seat.objects.filter(user=tom).update(team=factories.team("global"))
    bo = seated("bo")
    talk = live(mei, needs={"en": 1}, arrived_at=ago(3_600))

    hands(mei, talk, team="global")

    assert looks(mirror) == {str(talk.pk): str(tom.pk)}
    assert bo.pk


def test_the_sender_is_not_preferred_when_the_round_is_over(mirror: Mirror, mei: User, tom: User) -> None:
    talk = live(mei, needs={"en": 1})
    hands(mei, talk, skills={"zh": 1})

    request = request_of(again(talk), firm())

    assert request.sticky is None


def test_whoever_had_it_after_a_transfer_is_preferred_again(mei: User, tom: User) -> None:
    talk = live(mei, needs={"en": 1})
    hands(mei, talk, skills={"zh": 1})
    takes(tom, talk)

    assert request_of(again(talk), firm()).sticky == str(tom.pk)


def test_refusals_of_earlier_rounds_are_over(mirror: Mirror, mei: User) -> None:
    talk = factories.conversation(somebody(), state=State.QUEUED, needs={"en": 1})
    Refusal.objects.create(conversation=talk, agent=mei, offer="old", at=ago(61))

    assert looks(mirror) == {str(talk.pk): str(mei.pk)}


# --- wrap-up ---------------------------------------------------------------------------------------------------------
def test_who_has_just_ended_one_wraps_up_and_is_given_nothing(mirror: Mirror, mei: User) -> None:
    Seat.objects.filter(user=mei).update(wrap_up_s=30)
    resolves(mei, live(mei))
    waiting = factories.conversation(somebody(), state=State.QUEUED, needs={"en": 1})

    assert looks(mirror) == {}
    assert Seat.objects.get(user=mei).state == "wrap_up"

    Seat.objects.update(until=ago(1))
    time_passes()
    assert Seat.objects.get(user=mei).state == "online"
    assert looks(mirror) == {str(waiting.pk): str(mei.pk)}


def test_a_new_router_finds_who_is_wrapping_up(mei: User) -> None:
    Seat.objects.filter(user=mei).update(wrap_up_s=30)
    resolves(mei, live(mei))
    factories.conversation(somebody(), state=State.QUEUED, needs={"en": 1})

    assert looks(Mirror("least_loaded")) == {}
    assert time_passes() == 0


def test_a_yes_from_a_colleague_lets_the_sender_wrap_up(mei: User, tom: User) -> None:
    Seat.objects.filter(user=mei).update(wrap_up_s=30)
    talk = live(mei)
    hands(mei, talk, agent=tom)
    assert Seat.objects.get(user=mei).state == "online"

    accepts(tom, talk)

    assert Seat.objects.get(user=mei).state == "wrap_up"


@pytest.mark.parametrize("state", ["busy", "break"])
def test_wrapping_up_leaves_a_chosen_state_alone(mei: User, state: str) -> None:
    Seat.objects.filter(user=mei).update(wrap_up_s=30, state=state)

    resolves(mei, live(mei))

    assert Seat.objects.get(user=mei).state == state
