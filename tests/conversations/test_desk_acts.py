"""What an agent may do where it is least obvious: taking, ending and reopening, twice and too late."""

from __future__ import annotations

import pytest

from chatdesk.kernel.errors import Busy, Closed, Fenced, NotAllowed, Stale, TooLarge
from conversations import serving
from conversations.frames import desk
from conversations.lifecycle import State
from conversations.models import Conversation
from routing.models import Decision, Seat
from tests import factories
from tests.conversations.acts import acts, again, kinds, live, resolves, seated, somebody, takes, written

__all__ = ["written"]
pytestmark = pytest.mark.usefixtures("written")


def test_taking_by_hand_is_on_record() -> None:
    mei = seated("mei")
    talk = factories.conversation(somebody(), state=State.QUEUED)

    takes(mei, talk)

    record = Decision.objects.get(conversation=str(talk.pk))
    assert (record.agent, record.rule, record.record["why"]["en"]) == (mei, "manual", "Taken by hand")


def test_taking_above_the_limit_names_it() -> None:
    mei = seated("mei", capacity=1)
    live(mei)

    with pytest.raises(Busy, match="1 of 1"):
        takes(mei, factories.conversation(somebody(), state=State.QUEUED))


def test_the_race_for_one_conversation_names_the_winner() -> None:
    mei, bo = seated("mei"), seated("bo")
    talk = factories.conversation(somebody(), state=State.QUEUED)
    takes(mei, talk)

    with pytest.raises(Stale, match="Mei"):
        takes(bo, talk)


@pytest.mark.parametrize("outcome", ["resolved", "ticket"])
def test_ending_what_nobody_has_twice_is_ending_it_once(outcome: str) -> None:
    mei = seated("mei")
    talk = factories.conversation(somebody(), state=State.QUEUED)

    resolves(mei, talk, outcome)

    assert resolves(mei, talk, outcome).dup
    assert kinds(talk).count("resolved") == 1


def test_ending_what_another_has_ended_is_closed() -> None:
    mei, bo = seated("mei"), seated("bo")
    talk = factories.conversation(somebody(), state=State.QUEUED)
    takes(bo, talk)
    Conversation.objects.filter(pk=talk.pk).update(assignee=mei, epoch=2)
    resolves(mei, talk)

    with pytest.raises(Closed):
        resolves(bo, talk)


def test_ending_under_an_assignment_that_is_over_is_fenced() -> None:
    mei, bo = seated("mei"), seated("bo")
    talk = factories.conversation(somebody(), state=State.QUEUED)
    takes(mei, talk)
    Conversation.objects.filter(pk=talk.pk).update(assignee=bo, epoch=2)

    with pytest.raises(Fenced):
        acts(serving.resolve, mei, frame(talk, "1"))
    with pytest.raises(NotAllowed):
        acts(serving.resolve, mei, frame(talk, "2"))


def frame(talk: Conversation, epoch: str) -> desk.Resolve:
    return desk.Resolve(ref=1, conversation=str(talk.pk), epoch=epoch, outcome="resolved")


def test_reopening_beside_another_open_one_names_it() -> None:
    mei = seated("mei")
    talk = live(mei)
    resolves(mei, talk)
    other = factories.conversation(talk.customer)

    with pytest.raises(Stale, match=str(other.pk)):
        acts(serving.reopen, mei, desk.Reopen(ref=1, conversation=str(talk.pk)))


def test_reopening_twice_is_reopening_once() -> None:
    mei = seated("mei")
    talk = live(mei)
    resolves(mei, talk)

    for _ in range(2):
        ok = acts(serving.reopen, mei, desk.Reopen(ref=1, conversation=str(talk.pk)))

    assert (ok.dup, again(talk).state, kinds(talk).count("reopened")) == (True, State.QUEUED, 1)


def test_a_reason_for_a_break_has_a_length() -> None:
    mei = seated("mei")

    with pytest.raises(TooLarge):
        acts(serving.set_state, mei, desk.SetState(ref=1, state="break", reason="x" * 81))
    assert Seat.objects.get().state == "online"
