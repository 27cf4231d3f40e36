"""Handing a conversation on, straight in the journal: who has it at each moment, what is written, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Role, User
from chatdesk.kernel.errors import Busy, Closed, DeskError, Fenced, Invalid, NotAllowed, NotFound, Stale
from conversations import offers, serving, transfers, visiting
from conversations.frames import desk, parts, visitor
from conversations.lifecycle import State
from conversations.models import Conversation, Note, Refusal
from routing.models import Decision, Lease, Seat
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
        "Mei wants to hand it to you",
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
