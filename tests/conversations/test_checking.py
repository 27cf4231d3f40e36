"""The check of routing's rules finds each break that is planted in the rows, and nothing in a floor that is in order."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from accounts import audit
from accounts.models import User
from chatdesk.kernel.clock import now
from conversations import checking, floor
from conversations.journal import journal
from conversations.lifecycle import State
from conversations.models import Conversation, Refusal
from conversations.watchdog import Watchdog
from insights import board
from routing.engine import AgentSpec, Engine, Request
from routing.models import Decision, Leader, Lease, Seat
from tests import factories
from tests.conversations.acts import ago, live, seated, somebody, written

__all__ = ["written"]
pytestmark = pytest.mark.usefixtures("written")


@pytest.fixture
def mei() -> User:
    return seated("mei", skills={"zh": 5, "billing": 4}, capacity=1, since=ago(600))


@pytest.fixture
def tom() -> User:
    return seated("tom", skills={"en": 5}, state=Seat.State.BUSY, since=ago(600))


def waiting(**fields: Any) -> Conversation:
    plain: dict[str, Any] = {
        "needs": {"zh": 1},
        "arrived_at": ago(60),
        "since": ago(60),
        "state": State.QUEUED,
    }
    return factories.conversation(somebody(), **plain | fields)


def asked(agent: User, **fields: Any) -> Conversation:
    plain = {"state": State.OFFERED, "offered_to": agent, "offer": f"o{now().timestamp()}", "since": ago(15)}
    return waiting(**plain | {"offer_expires_at": ago(-5)} | fields)


def found() -> set[tuple[str, str | None]]:
    return {(one.rule, one.conversation) for one in checking.violations(floor.look(now()), 1)}


def decided(agent: User, talk: Conversation) -> dict[str, Any]:
    engine = Engine()
    engine.add_agent(AgentSpec(id=str(agent.pk), skills={"zh": 5}), now=0.0)
    [made] = engine.request(Request(id=str(talk.pk), needs={"zh": 1}, arrived=1.0), now=1.0)
    return made.record() | {"at": talk.since.timestamp()}


def test_a_floor_in_order_breaks_no_rule(mei: User, tom: User) -> None:
    live(mei, agent_spoke_at=now())
    waiting()
    waiting(needs={"ja": 1})
    waiting(arrived_at=now(), since=now())

    assert found() == set()


def two_for_one(mei: User, tom: User) -> Conversation:
    return live(mei, offered_to=mei, offer="o1", offer_expires_at=ago(-5), since=now())


def joined_twice(mei: User, tom: User) -> Conversation:
    talk = live(mei)
    for _ in range(2):
        factories.entry(talk, "", role="system", kind="joined", data={"agent": {"id": str(mei.pk)}})
    return talk


def paused(mei: User, tom: User) -> Conversation:
    Seat.objects.filter(user=tom).update(state=Seat.State.BREAK)
    return asked(tom, needs={"en": 1})


def unable(mei: User, tom: User) -> Conversation:
    return asked(tom)


def refused(mei: User, tom: User) -> Conversation:
    talk = asked(mei)
    Refusal.objects.create(conversation=talk, agent=mei, offer="before", at=ago(20))
    return talk


def idle_beside_a_visitor(mei: User, tom: User) -> Conversation:
    return waiting()


def passed_by(mei: User, tom: User) -> Conversation:
    asked(mei, arrived_at=ago(30))
    return waiting(since=ago(60))


def overdue(mei: User, tom: User) -> Conversation:
    return asked(mei, offer_expires_at=ago(11))


def left_with_the_lost(mei: User, tom: User) -> Conversation:
    Lease.objects.filter(user=mei).update(until=ago(80))
    return live(mei, agent_spoke_at=ago(200), since=ago(200))


def timeless(mei: User, tom: User) -> Conversation:
    return asked(mei, arrived_at=None)


def half_resolved(mei: User, tom: User) -> Conversation:
    return factories.conversation(somebody(), state=State.RESOLVED, outcome="")


def starving(mei: User, tom: User) -> Conversation:
    live(mei, agent_spoke_at=now())
    return waiting(arrived_at=ago(700), since=ago(700))


def widened_early(mei: User, tom: User) -> Conversation:
    talk = asked(mei, needs={"zh": 1, "billing": 5}, arrived_at=ago(100), since=ago(70))
    Decision.objects.create(
        conversation=str(talk.pk), agent=mei, rule="arrival", record=decided(mei, talk) | {"at": ago(65).timestamp()}, at=ago(65)
    )  # fmt: skip
    Conversation.objects.filter(pk=talk.pk).update(arrived_at=ago(100))
    return talk


def forged(mei: User, tom: User) -> Conversation:
    talk = asked(mei)
    record = decided(mei, talk) | {"agent": "another"}
    Decision.objects.create(conversation=str(talk.pk), agent=mei, rule="arrival", record=record, at=now())
    return talk


PLANTED: dict[str, list[Callable[[User, User], Conversation]]] = {
    "RI1": [two_for_one, joined_twice],
    "RI3": [paused, unable, refused],
    "RI4": [idle_beside_a_visitor],
    "RI5": [passed_by],
    "RI6": [overdue],
    "RI7": [left_with_the_lost, timeless],
    "RI8": [half_resolved],
    "RI9": [starving],
    "RI10": [widened_early],
    "RI11": [forged],
}
EACH = [(rule, plant) for rule, plants in PLANTED.items() for plant in plants]


@pytest.mark.parametrize(("rule", "plant"), EACH, ids=[plant.__name__ for _, plant in EACH])
def test_what_is_planted_is_found(
    mei: User, tom: User, rule: str, plant: Callable[[User, User], Conversation]
) -> None:
    talk = plant(mei, tom)

    assert (rule, str(talk.pk)) in found()


def test_more_than_the_slots_is_found_but_not_where_they_were_lowered_since(mei: User) -> None:
    live(mei, since=ago(50))
    live(mei, since=ago(50))
    over = [one.agent for one in checking.violations(floor.look(now()), 1) if one.rule == "RI2"]

    audit.record(
        "setting_changed", subject=f"seat-{Seat.objects.get(user=mei).pk}", detail={"capacity": True}
    )

    assert over == [str(mei.pk)]
    assert found() == set()


async def test_what_stands_at_the_second_look_is_told_once_to_log_and_board(
    mei: User, caplog: pytest.LogCaptureFixture
) -> None:
    await sync_to_async(Leader.objects.create)(pk=1)
    talk = await sync_to_async(waiting)()
    dog = Watchdog()
    with caplog.at_level(logging.ERROR, "chatdesk.router"):
        for _ in range(4):
            dog._next = 0.0
            await dog.look(await sync_to_async(floor.look)(now()))
            before = [line.getMessage() for line in caplog.records]
    await sync_to_async(journal.stop, thread_sensitive=False)()

    assert before == [f"rule RI4 of routing is broken: conversation {talk.pk}, agent None"]
    shown = await sync_to_async(board.snapshot)(now())
    assert next((need.code, need.figures) for need in shown.needs_you) == (
        "routing_check",
        {"rule": "RI4", "violations": 1},
    )
    row = await sync_to_async(Leader.objects.get)(pk=1)
    assert [(one["rule"], one["conversation"]) for one in row.violations] == [("RI4", str(talk.pk))]


async def test_what_is_gone_at_the_second_look_alarms_nobody(
    mei: User, caplog: pytest.LogCaptureFixture
) -> None:
    talk = await sync_to_async(waiting)()
    dog = Watchdog()
    await dog.look(await sync_to_async(floor.look)(now()))
    await sync_to_async(Conversation.objects.filter(pk=talk.pk).update)(state=State.BOT)
    await dog.look(await sync_to_async(floor.look)(now()))
    await sync_to_async(journal.stop, thread_sensitive=False)()

    assert [line for line in caplog.records if line.levelno >= logging.ERROR] == []
