"""Between processes: what one hub publishes reaches the sockets of another, and what is missed is polled for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any, get_args

import msgspec
import pytest
import pytest_asyncio

from accounts.facts import Revoked
from accounts.models import User
from chatdesk.kernel import bus
from chatdesk.kernel.clock import now
from chatdesk.kernel.layer import InProcessLayer
from conversations import batches, hub, relay, selectors
from conversations.batches import Batch, Carried, carried, fact_of, pack, unpack
from conversations.facts import RoutingChanged
from conversations.frames import told
from conversations.frames.parts import Colleague
from conversations.hub import Effects, Hub
from conversations.relay import Relay
from conversations.viewing import Viewers
from tests import factories


class Ear:
    """Hears everything of the topics it joins."""

    def __init__(self) -> None:
        self.heard: list[Any] = []

    def on_entry(self, conversation: int, seq: int, text: str) -> None:
        self.heard.append((conversation, seq, text))

    def on_note(self, conversation: int, n: int, text: str) -> None:
        self.heard.append(("note", conversation, n, text))

    def on_card(self, card: Any) -> None:
        self.heard.append(card)

    def on_frame(self, frame: Any) -> None:
        self.heard.append(frame)


class Line(InProcessLayer):
    """A layer that may be down."""

    down = False

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        if self.down:
            raise ConnectionError("no Redis")
        await super().group_send(group, message)


class Process:
    """One process's hub, its end of the line, and how often it polled."""

    def __init__(self, line: Line) -> None:
        self.hub, self.viewers, self.polls = Hub(), Viewers(), 0
        self.hub.loop = asyncio.get_running_loop()
        self.relay = Relay(self.hub, self.viewers, line, self.poll)
        self.relay.start()

    async def poll(self) -> None:
        self.polls += 1

    def ear(self, topic: str) -> Ear:
        self.hub.join(topic, ear := Ear())
        return ear


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "BEAT_S", 0.05)
    monkeypatch.setattr(relay, "DEAF_S", 0.4)


@pytest.fixture
def line() -> Line:
    return Line()


@pytest_asyncio.fixture
async def two(line: Line) -> AsyncIterator[list[Process]]:
    both = [Process(line), Process(line)]
    await asyncio.sleep(0.1)
    yield both
    for one in both:
        await one.relay.stop()


async def until(true: Any) -> None:
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.01)


async def test_an_entry_reaches_the_other_process_once_and_does_not_come_back(two: list[Process]):
    here, there = (one.ear(hub.talk(7)) for one in two)

    two[0].hub.publish(Effects(entries=[(7, 1, "one")]))
    await until(lambda: there.heard)
    await asyncio.sleep(0.2)

    assert here.heard == there.heard == [(7, 1, "one")]


async def test_what_is_told_only_here_stays_here(two: list[Process]):
    there = two[1].ear(hub.notes(7))
    typing = told.Typing(conversation="7", role="visitor", name="lin", on=True)

    two[0].hub.publish(Effects(tells=[(hub.notes(7), typing)], only_here=True))
    two[0].hub.publish(Effects(notes=[(7, 1, "after")]))
    await until(lambda: there.heard)

    assert there.heard == [("note", 7, 1, "after")]


async def test_a_quiet_line_that_is_up_is_never_polled_beside(two: list[Process]):
    await asyncio.sleep(0.6)

    assert [one.polls for one in two] == [0, 0]


async def test_a_line_that_is_down_is_polled_for_and_once_more_when_it_is_up(two: list[Process], line: Line):
    line.down = True
    await until(lambda: all(one.polls >= 2 for one in two))
    assert not two[0].relay.up
    line.down = False
    await until(lambda: all(one.relay.up for one in two))
    await asyncio.sleep(0.3)
    polled = [one.polls for one in two]
    await asyncio.sleep(0.3)

    assert [one.polls for one in two] == polled


async def test_a_batch_that_is_missing_is_polled_for_once(two: list[Process]):
    two[0].relay._batch.no += 1
    await until(lambda: two[1].polls)
    await asyncio.sleep(0.3)

    assert two[1].polls == 1


async def test_what_nobody_understands_is_polled_for(two: list[Process], line: Line):
    await line.group_send(relay.GROUP, {"type": "batch", "batch": b"\xc1"})

    await until(lambda: two[1].polls)


@pytest.fixture
def heard() -> Iterator[list[Any]]:
    facts: list[Any] = []
    for kind in (RoutingChanged, Revoked):
        bus.on(kind, facts.append)
    yield facts
    for kind in (RoutingChanged, Revoked):
        bus.off(kind, facts.append)


async def test_a_fact_is_announced_once_in_every_process(two: list[Process], heard: list[Any]):
    """Both share this test's bus: the one who announces hears it, and what came over the line is not sent again."""
    fact = Revoked(3, sessions=frozenset({"a"}), keys=frozenset({1}))
    for one in two[1:]:
        bus.off(Revoked, one.relay.pass_on)
    bus.announce(fact)
    await asyncio.sleep(0.4)

    assert heard == [fact, fact]


class Somebody:
    colleague = Colleague(id="5", name="Mei")


async def test_who_has_it_open_in_another_process_is_shown_and_forgotten(two: list[Process]):
    mei = Somebody()
    two[0].viewers.begin(7, mei)
    await until(lambda: two[1].viewers.of(7) == [mei.colleague])
    two[0].viewers.end(7, mei)
    await until(lambda: two[1].viewers.of(7) == [])


async def test_a_process_that_ended_looks_at_nothing(two: list[Process], monkeypatch: pytest.MonkeyPatch):
    two[0].viewers.begin(7, Somebody())
    await until(lambda: two[1].viewers.of(7))
    monkeypatch.setattr(relay, "GONE_S", 0.3)
    for task in two[0].relay._tasks:
        task.cancel()  # as a kill -9

    await until(lambda: two[1].viewers.of(7) == [])


@pytest.mark.parametrize("fact", [RoutingChanged(), Revoked(3, keys=frozenset({1, 2}))])
def test_facts_come_out_as_they_went_in(fact: object):
    assert fact_of(*msgspec.msgpack.decode(msgspec.msgpack.encode(carried(fact)))) == fact


def test_cards_come_out_as_they_went_in(mei: User):
    card = selectors.card(factories.conversation(), now())
    tells: list[tuple[str, Carried]] = [("desk", told.Agent(id="1", state="online", load=1, capacity=3))]

    again = unpack(pack(Batch("a", 1, cards=[card], tells=tells)))

    assert (again.cards, again.tells) == ([card], tells)


def test_the_frames_of_the_line_are_told_apart():
    tags = [kind.__struct_config__.tag for kind in get_args(batches.Carried)]

    assert len(set(tags)) == len(tags)
