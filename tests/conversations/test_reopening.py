"""Reopening what is over: who may, what it becomes, and what is left over of before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Role, User
from chatdesk.kernel.clock import now, stamp
from chatdesk.kernel.errors import NotAllowed, NotFound, Stale
from conversations import serving
from conversations.frames import desk
from conversations.lifecycle import State
from conversations.models import Conversation
from tests import factories
from tests.conversations.acts import acts, again, kinds, live, parks, resolves, seated, somebody, written

__all__ = ["written"]
pytestmark = pytest.mark.usefixtures("written")


@pytest.fixture
def mei() -> User:
    return seated("mei", capacity=1)


@pytest.fixture
def talk(mei: User) -> Conversation:
    return live(mei, needs={"en": 1})


def reopens(who: User, talk: Conversation) -> Any:
    return acts(serving.reopen, who, desk.Reopen(ref=1, conversation=str(talk.pk)))


def test_reopened_it_waits_for_its_last_agent_with_nothing_left_over(talk: Conversation, mei: User) -> None:
    parks(mei, talk, stamp(now() + timedelta(hours=1)))
    resolves(mei, talk)

    reopens(mei, talk)

    row = again(talk)
    assert (row.state, row.assignee, row.last_agent, row.parked_until, row.offer) == (
        State.QUEUED, None, mei, None, "",
    )  # fmt: skip
    assert kinds(talk)[-1] == "reopened"


def test_reopening_is_for_those_who_may_see_it(talk: Conversation, mei: User) -> None:
    resolves(mei, talk)

    with pytest.raises(NotFound):
        reopens(seated("bo"), talk)
    with pytest.raises(NotAllowed):
        reopens(factories.user("ann", role=Role.AUDITOR), talk)


def test_what_the_bot_alone_had_goes_back_to_the_bot(mei: User) -> None:
    talk = factories.conversation(somebody())
    resolves(mei, talk)
    sam = factories.user("sam", role=Role.SUPERVISOR)

    reopens(sam, talk)

    assert again(talk).state == State.BOT


def test_a_stale_state_is_told_apart_from_a_closed_one(talk: Conversation, mei: User) -> None:
    other = factories.conversation(somebody(), state=State.QUEUED)
    resolves(mei, talk)

    assert reopens(mei, other).dup
    factories.conversation(talk.customer)
    with pytest.raises(Stale):
        reopens(mei, talk)
