"""What a waiting visitor is told of their place, and what they may choose instead."""

from __future__ import annotations

import pytest

from chatdesk.kernel.clock import now
from conversations import floor, places
from conversations.models import Conversation
from routing.models import Calendar
from tests.conversations.acts import ago, seated
from tests.conversations.test_waiting import waits

pytestmark = pytest.mark.django_db


def told(*talks: Conversation) -> list[tuple[int, bool]]:
    frames = places.queue_frames(floor.look(now()))
    return [(frames[talk.pk][1].position, "message" in frames[talk.pk][1].options) for talk in talks]


def test_the_place_counts_those_who_compete_for_the_same_agents() -> None:
    seated("mei")
    first, second = waits(arrived_at=ago(9)), waits(arrived_at=ago(5))

    assert told(first, second) == [(1, False), (2, False)]


def test_who_waits_long_may_choose_otherwise() -> None:
    seated("mei")

    assert told(waits(arrived_at=ago(61))) == [(1, True)]


def test_where_nobody_can_take_it_the_choices_come_at_once() -> None:
    assert told(waits()) == [(1, True)]


def test_outside_the_sites_hours_the_choices_come_at_once() -> None:
    seated("mei")
    talk = waits()
    Calendar.objects.create(site=talk.site, week=[[]] * 7)

    assert told(talk) == [(1, True)]


def test_beyond_the_cap_of_the_queue_the_choices_come_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATDESK_SET", "queue_cap=1")
    seated("mei")
    first, second = waits(arrived_at=ago(9)), waits(arrived_at=ago(5))

    assert told(first, second) == [(1, False), (2, True)]
