"""States of agents: reasons of a break, wrap-up across a restart, missed offers, devices that come and go."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Policy, User
from chatdesk.kernel.clock import now
from conversations import dispatch, due, floor, moves, places, serving
from conversations.closing import Due
from conversations.frames import desk
from conversations.journal import journal
from conversations.lifecycle import State
from conversations.models import Conversation
from insights import board
from routing.models import Lease, Seat
from tests import factories
from tests.conversations.acts import (
    acts,
    again,
    ago,
    live,
    resolves,
    seated,
    somebody,
    there,
    time_passes,
    written,
)
from tests.flows.places import Shop

__all__ = ["written"]
pytestmark = pytest.mark.usefixtures("written")


@pytest.fixture
def mei() -> User:
    return seated("mei", capacity=2)


def state(agent: User) -> str:
    return places.agent_frames(floor.look(now()))[str(agent.pk)].state


def asked(agent: User) -> Conversation:
    offer: dict[str, Any] = {
        "state": State.OFFERED,
        "offered_to": agent,
        "offer": f"o{now().timestamp()}",
        "needs": {"en": 1},
    }
    return factories.conversation(somebody(), arrived_at=ago(30), offer_expires_at=ago(1), **offer)


# --- breaks, wrap-up, missed offers ------------------------------------------------------------------------------------
def test_the_board_shows_why_somebody_is_on_a_break(mei: User) -> None:
    acts(serving.set_state, mei, desk.SetState(ref=1, state="break", reason="Lunch"))

    [person] = board.snapshot(now()).people

    assert (person.state, person.reason) == ("break", "Lunch")


async def test_a_desk_is_told_the_firms_reasons_of_a_break(shop: Shop, line: None) -> None:
    await Policy.objects.acreate(pk=Policy.ONLY, breaks=["Lunch"])
    async with shop.agent("mei") as mei:
        assert mei.welcome["breaks"] == ["Lunch"]


def test_wrap_up_is_shown_survives_a_restart_and_ends_by_itself(mei: User) -> None:
    Seat.objects.filter(user=mei).update(wrap_up_s=30)
    resolves(mei, live(mei))
    waiting = factories.conversation(somebody(), state=State.QUEUED, needs={"en": 1}, arrived_at=now())
    seen = floor.look(now())

    fresh = dispatch.engine_of(seen.firm)

    assert (state(mei), fresh.follow(seen)) == ("wrap_up", [])
    Seat.objects.filter(user=mei).update(until=ago(1))
    time_passes()
    seen = floor.look(now())
    assert state(mei) == "online"
    assert [one.conversation for one in fresh.follow(seen)] == [str(waiting.pk)]


def test_two_missed_offers_in_a_row_are_not_responding_and_one_click_comes_back(mei: User) -> None:
    for _ in range(2):
        assert state(mei) == "online"
        asked(mei)
        time_passes()

    assert state(mei) == "not_responding"
    acts(serving.set_state, mei, desk.SetState(ref=1, state="online"))
    assert (state(mei), Seat.objects.get(user=mei).missed) == ("online", 0)


# --- devices -------------------------------------------------------------------------------------------------------------
def test_whoever_has_one_device_left_is_not_lost(mei: User) -> None:
    Lease.objects.update(until=ago(100))
    there(mei)
    talk = live(mei, agent_spoke_at=None)

    assert time_passes() == 0
    assert again(talk).assignee == mei


@pytest.mark.parametrize(("lost", "state"), [(50, State.LIVE), (61, State.QUEUED)])
def test_whoever_had_answered_keeps_it_for_the_grace(mei: User, lost: int, state: State) -> None:
    talk = live(mei, agent_spoke_at=now(), since=ago(300))
    Lease.objects.update(until=ago(lost))

    time_passes()

    assert again(talk).state == state


def test_a_closed_laptop_gives_unanswered_visitors_back_within_a_minute_with_their_time(mei: User) -> None:
    came = ago(40)
    talk = live(mei, arrived_at=came)
    tom = seated("tom")
    closed = now()
    Lease.objects.filter(user=mei).update(until=closed + timedelta(seconds=45))  # the last beat was just now
    for second in range(61):
        at = closed + timedelta(seconds=second)
        Lease.objects.filter(user=tom).update(until=at + timedelta(seconds=45))
        seen = floor.look(at)
        for item in [item for item in floor_due(seen) if item.conversation == talk.pk]:
            journal.run(item.do)
        if again(talk).state == State.QUEUED:
            break

    assert second <= 46
    assert again(talk).arrived_at == came
    [decision] = dispatch.engine_of(seen.firm).follow(floor.look(at))
    assert (decision.conversation, decision.agent) == (str(talk.pk), str(tom.pk))


def floor_due(seen: floor.Floor) -> list[Due]:
    return list(due.due(seen))


@pytest.mark.parametrize("answered", [True, False])
def test_a_link_that_is_off_ten_seconds_in_every_thirty_changes_nothing(mei: User, answered: bool) -> None:
    begun = now()
    talk = live(mei, agent_spoke_at=begun + timedelta(minutes=20) if answered else None, since=begun)
    for second in range(0, 300, 5):
        at = begun + timedelta(seconds=second)
        if second % 30 < 20:  # beats every 15 s while the link is there
            Lease.objects.filter(user=mei).update(until=at + timedelta(seconds=45))
        about = [item for item in floor_due(floor.look(at)) if item.conversation == talk.pk]
        if not answered and second >= 120:
            break  # from here on the agent is silent, which is another matter
        assert about == []

    assert (again(talk).assignee, again(talk).epoch) == (mei, 1)


def test_a_lowered_capacity_keeps_what_is_open_and_gives_nothing_new(mei: User) -> None:
    first, second = live(mei), live(mei)
    Seat.objects.filter(user=mei).update(capacity=1)
    factories.conversation(somebody(), state=State.QUEUED, needs={"en": 1}, arrived_at=now())
    seen = floor.look(now())

    assert dispatch.engine_of(seen.firm).follow(seen) == []
    assert {again(talk).assignee for talk in (first, second)} == {mei}


def test_a_skill_taken_away_while_somebody_waits_for_it_is_said_and_ends_as_a_ticket(mei: User) -> None:
    factories.skill("ja", kind="language")
    Seat.objects.filter(user=mei).update(skills={"ja": 3})
    talk = factories.conversation(somebody(), state=State.QUEUED, needs={"ja": 1}, arrived_at=now())
    Seat.objects.filter(user=mei).update(skills={"en": 3})
    mirror = dispatch.engine_of(floor.look(now()).firm)
    mirror.follow(floor.look(now()))

    why = dispatch.explain(mirror, floor.look(now()).firm, str(talk.pk))
    time_passes()
    Conversation.objects.filter(pk=talk.pk).update(unreachable_since=ago(31))
    time_passes()

    assert why is not None
    assert why["en"].startswith("Nobody can serve ja: nobody has ja")
    assert (again(talk).state, again(talk).outcome) == (State.RESOLVED, "ticket")


def test_an_agent_who_goes_for_good_mid_chat_leaves_a_visitor_who_waits_again(mei: User) -> None:
    came = ago(60)
    talk = live(mei, arrived_at=came, agent_spoke_at=ago(5))
    tom = seated("tom")
    User.objects.filter(pk=mei.pk).update(is_active=False)

    time_passes()

    assert (again(talk).state, again(talk).arrived_at) == (State.QUEUED, came)
    seen = floor.look(now())
    assert [one.agent for one in dispatch.engine_of(seen.firm).follow(seen)] == [str(tom.pk)]
    assert moves.promise_s(again(talk)) == 60.0
