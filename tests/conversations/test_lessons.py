"""What is read from the last weeks for a new engine, and what the engine makes of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chatdesk.kernel.clock import now
from conversations import lessons
from conversations.lifecycle import State
from conversations.models import Conversation
from routing.engine import AgentSpec, Engine, Request
from routing.learn import Past
from tests import factories
from tests.conversations.acts import ago, somebody

pytestmark = pytest.mark.django_db
DAY = 86_400


def ended(
    ended_in: State, *, joined: tuple[float, ...] = (), ends: float = 400, **fields: Any
) -> Conversation:
    """Over since yesterday: it arrived, somebody joined, and it ended, each so many seconds after it arrived."""
    times = {"arrived_at": ago(DAY), "resolved_at": ago(DAY - ends)}
    talk = factories.conversation(
        somebody(), state=State.RESOLVED, ended_in=ended_in, **{"needs": {"en": 1}} | times | fields
    )
    for after in joined:
        factories.entry(talk, "", role="system", kind="joined", at=ago(DAY - after))
    return talk


def learnt() -> list[tuple[float | None, float | None, bool]]:
    def whole(seconds: float | None) -> float | None:
        return None if seconds is None else round(seconds)

    return [(whole(one.waited), whole(one.worked), one.in_vain) for one in lessons.past(now())]


def test_who_was_served_teaches_the_wait_and_the_work() -> None:
    ended(State.LIVE, joined=(40,), ends=400)

    assert learnt() == [(40, 360, False)]


def test_who_left_while_waiting_waited_in_vain() -> None:
    ended(State.QUEUED, ends=90)
    ended(State.OFFERED, ends=80)

    assert sorted(learnt()) == [(80, None, True), (90, None, True)]


def test_of_two_agents_the_first_ends_the_wait_and_the_last_did_the_work() -> None:
    ended(State.LIVE, joined=(40, 100), ends=400)

    assert learnt() == [(40, 300, False)]


def test_what_ended_parked_teaches_its_wait_only() -> None:
    ended(State.PARKED, joined=(40,), ends=DAY - 5)

    assert learnt() == [(40, None, False)]


def test_who_was_served_and_waited_again_did_not_wait_in_vain() -> None:
    ended(State.QUEUED, joined=(40,), ends=400)

    assert learnt() == [(40, None, False)]


def test_what_the_bot_ended_and_what_is_too_old_teach_nothing() -> None:
    ended(State.BOT, arrived_at=None)
    ended(State.LIVE, joined=(40,), resolved_at=ago(15 * DAY))

    assert learnt() == []


def test_the_past_is_told_in_its_order_and_read_in_one_query() -> None:
    for ends in (300, 100, 200):
        ended(State.QUEUED, ends=ends)

    with CaptureQueriesContext(connection) as seen:
        waits = [one.waited for one in lessons.past(now())]

    assert waits == sorted(waits)  # type: ignore[type-var]
    assert len(seen) == 1


def test_a_taught_engine_foretells_as_if_it_had_seen_them_all() -> None:
    """A hundred conversations of 1,200 s in the engine's own hands, and the same ones told as past."""
    seen, told = Engine(), Engine()
    for engine in (seen, told):
        engine.add_agent(AgentSpec(id="mei", skills={"en": 1}, capacity=1), 0.0)
    for turn in range(100):
        began = turn * 1200.0
        seen.request(Request(id=f"r{turn}", needs={"en": 1}, promise=60.0, arrived=began), began)
        seen.release(f"r{turn}", began + 1200.0)
        told.learn(Past({"en": 1}, "chat", waited=0.0, worked=1200.0))
    for engine in (seen, told):
        for name in ("served", "waits"):
            engine.request(Request(id=name, needs={"en": 1}, promise=60.0, arrived=120_000.0), 120_000.0)

    assert seen.estimate("waits", 120_000.0) == told.estimate("waits", 120_000.0)
    wait = told.estimate("waits", 120_000.0)
    assert wait is not None
    assert wait.mean > 600
