"""A transfer and what comes in between, into the queue for a team or skills, and who may hand on at all."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Role, User
from chatdesk.kernel.errors import Closed, DeskError, Fenced, Invalid, NotAllowed, NotFound, Stale
from conversations import serving, transfers, visiting
from conversations.frames import desk, parts, visitor
from conversations.lifecycle import State
from conversations.models import Conversation, Note, Refusal
from routing.models import Lease, Seat
from tests import factories
from tests.conversations.acts import (
    accepts,
    acts,
    again,
    ago,
    declines,
    does,
    hands,
    kinds,
    live,
    parks,
    resolves,
    seated,
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


# --- what comes in between -------------------------------------------------------------------------------------------
def test_the_visitor_leaving_ends_the_offer_too(talk: Conversation, mei: User, tom: User) -> None:
    hands(mei, talk, agent=tom)

    does(visiting.leave, talk.customer, visitor.Leave(ref=1))

    assert pending(talk) == (State.RESOLVED, None, None, False)


def test_resolving_ends_the_offer_too(talk: Conversation, mei: User, tom: User) -> None:
    hands(mei, talk, agent=tom)

    resolves(mei, talk)

    assert pending(talk) == (State.RESOLVED, None, None, False)


def test_parking_takes_the_offer_back(talk: Conversation, mei: User, tom: User) -> None:
    hands(mei, talk, agent=tom)

    parks(mei, talk)

    assert pending(talk) == (State.PARKED, mei, None, False)


def test_a_supervisors_takeover_ends_the_offer(talk: Conversation, mei: User, tom: User) -> None:
    sam = seated("sam")
    User.objects.filter(pk=sam.pk).update(role=Role.SUPERVISOR)
    sam.refresh_from_db()
    hands(mei, talk, agent=tom)

    acts(serving.take, sam, desk.Takeover(ref=1, conversation=str(talk.pk)))

    assert pending(talk) == (State.LIVE, sam, None, False)
    assert again(talk).epoch == 2


def test_a_supervisor_hands_back_the_same_way(talk: Conversation, mei: User) -> None:
    sam = seated("sam")
    User.objects.filter(pk=sam.pk).update(role=Role.SUPERVISOR)
    sam.refresh_from_db()
    acts(serving.take, sam, desk.Takeover(ref=1, conversation=str(talk.pk)))

    hands(sam, talk, agent=mei, text="done")
    accepts(mei, talk)

    assert (again(talk).assignee, again(talk).epoch) == (mei, 3)


def test_a_lost_sender_ends_the_offer_and_it_waits_with_its_time(
    talk: Conversation, mei: User, tom: User
) -> None:
    arrived = again(talk).arrived_at
    hands(mei, talk, agent=tom)
    Lease.objects.filter(user=mei).update(until=ago(60))

    time_passes()

    assert pending(talk) == (State.QUEUED, None, None, False)
    assert again(talk).arrived_at == arrived


def test_a_colleague_may_say_yes_while_the_sender_is_in_their_grace(
    talk: Conversation, mei: User, tom: User
) -> None:
    Conversation.objects.update(agent_spoke_at=ago(5))
    hands(mei, talk, agent=tom)
    Lease.objects.filter(user=mei).update(until=ago(1))
    time_passes()

    accepts(tom, talk)

    assert again(talk).assignee == tom


def test_what_is_offered_is_not_parked_for_silence(talk: Conversation, mei: User, tom: User) -> None:
    hands(mei, talk, agent=tom)
    Conversation.objects.update(since=ago(10_000), agent_spoke_at=ago(9_999))

    time_passes()

    assert pending(talk) == (State.LIVE, mei, tom, True)


# --- into the queue --------------------------------------------------------------------------------------------------
def test_a_team_gets_it_through_the_queue_with_its_time(talk: Conversation, mei: User, tom: User) -> None:
    globe = factories.team("global")
    Seat.objects.filter(user=tom).update(team=globe)
    arrived = again(talk).arrived_at

    hands(mei, talk, team="global", text="wants a tour")

    row = again(talk)
    assert (row.state, row.assignee, row.team, row.arrived_at) == (State.QUEUED, None, globe, arrived)
    assert kinds(talk) == ["transferred"]
    assert talk.entries.get().data == {"to": {"team": "global", "name": "Global"}}
    assert Note.objects.get().text == "wants a tour"
    assert Refusal.objects.get().agent == mei


def test_skills_replace_the_topic_and_keep_the_language(talk: Conversation, mei: User, tom: User) -> None:
    hands(mei, talk, skills={"tech": 3})

    row = again(talk)
    assert (row.state, row.needs, row.team) == (State.QUEUED, {"en": 1, "tech": 3}, None)
    assert talk.entries.get().data == {"to": {"skills": {"tech": 3}}}


def test_a_demanded_language_replaces_the_visitors(talk: Conversation, mei: User, tom: User) -> None:
    factories.skill("zh", kind="language")

    hands(mei, talk, skills={"zh": 2})

    assert again(talk).needs == {"zh": 2}


@pytest.mark.parametrize(
    ("skills", "says"),
    [
        ({"juggling": 1}, "choose one of"),
        ({"tech": 0}, "from 1 to 5"),
        ({"tech": 6}, "from 1 to 5"),
        ({"tech": 5}, "highest level is 3"),
        ({str(n): 1 for n in range(6)}, "at most 5"),
    ],
)
def test_skills_that_nobody_has_are_refused(
    talk: Conversation, mei: User, tom: User, skills: dict[str, int], says: str
) -> None:
    with pytest.raises(Invalid, match=says):
        hands(mei, talk, skills=skills)
    assert again(talk).state == State.LIVE


def test_a_team_without_seats_or_a_wrong_key_is_refused(talk: Conversation, mei: User) -> None:
    factories.team("empty")

    with pytest.raises(Invalid, match="nobody has a seat"):
        hands(mei, talk, team="empty")
    with pytest.raises(NotFound):
        hands(mei, talk, team="nowhere")


def test_the_same_transfer_to_a_team_twice_is_one(talk: Conversation, mei: User, tom: User) -> None:
    Seat.objects.update(team=factories.team("global"))
    frame = desk.Transfer(ref=1, conversation=str(talk.pk), epoch="1", to=parts.Target(team="global"))

    acts(transfers.transfer, mei, frame)

    assert acts(transfers.transfer, mei, frame).dup
    assert kinds(talk) == ["transferred"]


def test_a_decline_from_the_team_does_not_forget_who_handed_it_on(
    talk: Conversation, mei: User, tom: User
) -> None:
    hands(mei, talk, skills={"tech": 1})
    Conversation.objects.update(state=State.OFFERED, offer="o1", offered_to=tom, offer_expires_at=ago(-9))

    declines(tom, talk)

    assert again(talk).demands["transfer"]["by"] == str(mei.pk)


# --- who may ---------------------------------------------------------------------------------------------------------
def frame(talk: Conversation, epoch: str | None, to: User) -> desk.Transfer:
    return desk.Transfer(
        ref=1, conversation=str(talk.pk), epoch=epoch, to=parts.Target(agent=str(to.pk)), text=None
    )


@pytest.mark.parametrize(
    ("change", "epoch", "error"),
    [
        ({}, "2", Fenced),
        ({}, None, Fenced),
        ({"state": State.RESOLVED, "assignee": None}, "1", Closed),
        ({"state": State.PARKED}, "1", Stale),
        ({"state": State.QUEUED, "assignee": None}, None, NotAllowed),
        ({"state": State.BOT, "assignee": None}, None, NotAllowed),
    ],
)
def test_only_what_is_live_under_the_present_epoch_is_handed_on(
    talk: Conversation,
    mei: User,
    tom: User,
    change: dict[str, Any],
    epoch: str | None,
    error: type[DeskError],
) -> None:
    Conversation.objects.update(**change)

    with pytest.raises(error):
        acts(transfers.transfer, mei, frame(talk, epoch, tom))


def test_only_whoever_has_it_hands_it_on(talk: Conversation, mei: User, tom: User) -> None:
    bo = seated("bo")
    ann = factories.user("ann", role=Role.AUDITOR)

    for stranger in (bo, ann):
        with pytest.raises(NotAllowed):
            acts(transfers.transfer, stranger, frame(talk, "1", tom))
    with pytest.raises(NotFound):
        acts(
            transfers.transfer,
            mei,
            desk.Transfer(ref=1, conversation="0", epoch="1", to=parts.Target(team="x")),
        )
