"""The delivery contract: once, in order, acknowledged after commit, resumed without a gap, within a window."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connection

from conversations import serving, visiting
from conversations.frames import desk, visitor
from conversations.journal import Tx, journal
from conversations.models import Entry
from conversations.visitor_socket import VisitorSocket
from tests.conversations.conftest import Talk
from tests.factories import ORIGIN
from tests.flows.wire import Wire

grows = sync_to_async(Talk.grows)


async def test_the_same_words_from_twelve_threads_are_one_entry(talk: Talk, line: None):
    def say(ref: int) -> tuple[int | None, bool]:
        frame = visitor.Say(ref=ref, client_id="c0ffee00", text="hello")
        ok = journal.run(lambda tx: visiting.say(tx, talk.shop.site, talk.customer, frame))
        return ok.seq, ok.dup

    answers = await asyncio.get_running_loop().run_in_executor(None, lambda: in_threads(say, range(12)))

    assert sorted(answers) == [(1, False)] + [(1, True)] * 11
    assert await Entry.objects.acount() == 1


async def test_the_same_words_over_five_sockets_are_one_entry(talk: Talk, line: None):
    people = [talk.visitor() for _ in range(5)]
    for person in people:
        await person.connects()

    answers = await asyncio.gather(*(person.says("hello", client_id="c0ffee00") for person in people))

    assert [answer["seq"] for answer in answers] == [1] * 5
    assert sum(answer.get("dup", False) for answer in answers) == 4
    for person in people:
        await person.reads("message")
        await person.wire.hangs_up()


async def test_other_words_under_a_used_client_id_conflict(talk: Talk, line: None):
    async with talk.visitor() as lin:
        await lin.says("hello", client_id="c0ffee00")

        refused = await lin.asks("say", text="good-bye", client_id="c0ffee00")

        assert refused["code"] == "client_id_conflict"


async def test_two_spellings_of_one_text_are_one(talk: Talk, line: None):
    async with talk.visitor() as lin:
        await lin.says("cafe\u0301", client_id="c0ffee00")

        assert (await lin.says("caf\u00e9", client_id="c0ffee00"))["dup"]


async def test_entries_are_numbered_without_gaps_whoever_writes(talk: Talk, line: None):
    def speak(turn: int) -> None:
        def operation(tx: Tx) -> None:
            if turn % 3 == 0:
                tx.append(tx.lock(talk.row.pk), "notice", data={"code": "bot"})
                raise sqlite3.OperationalError("planted: this one fails and must leave no hole")
            if turn % 3 == 1:
                said = visitor.Say(ref=1, client_id=f"visitor-{turn:03d}", text="v")
                visiting.say(tx, talk.shop.site, talk.customer, said)
            else:
                line_ = desk.DeskSay(
                    ref=1, client_id=f"agent-{turn:03d}", conversation=talk.id, epoch="1", text="a"
                )
                serving.say(tx, talk.shop.users["mei"], line_)

        future = journal.submit(operation)
        future.exception(timeout=20)

    await asyncio.get_running_loop().run_in_executor(None, lambda: in_threads(speak, range(60)))

    seqs = [seq async for seq in Entry.objects.order_by("seq").values_list("seq", flat=True)]
    assert seqs == list(range(1, 41))


def in_threads(act: Callable[[int], Any], items: Iterable[int]) -> list[Any]:
    with ThreadPoolExecutor(12) as pool:
        return list(pool.map(act, items))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="holds up the writer by SQLite's one lock")
async def test_nothing_is_acknowledged_before_it_is_committed(talk: Talk, line: None):
    async with talk.visitor() as lin:
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")  # nobody else can write now
        lin.wire.sends("say", ref=900, text="hello", client_id="c0ffee00")

        await lin.wire.quiet("ok", 0.4, ref=900)
        other.execute("ROLLBACK")

        await lin.hears("ok", ref=900)
        assert other.execute("SELECT count(*) FROM conversations_entry").fetchone() == (1,)
        other.close()


# --- resume ----------------------------------------------------------------------------------------------------------
async def test_who_missed_nothing_gets_nothing(talk: Talk, line: None):
    async with talk.visitor() as lin:
        await lin.says("one")
        await lin.reads("message")

        await lin.reconnects()

        assert [frame["type"] for frame in lin.wire.frames if frame["type"] in ("entry", "reset")] == []


async def test_who_missed_some_gets_them_in_order_before_ready(talk: Talk, line: None):
    async with talk.visitor() as lin:
        await lin.says("one")
        await lin.reads("message")
        await lin.wire.hangs_up(1006)
        talk.row.last_seq = 1
        await grows(talk, 300)

        await lin.connects(epoch=lin.epoch, after={talk.id: 1})

        kinds = [frame["type"] for frame in lin.wire.frames if frame["type"] in ("entry", "ready")]
        seqs = [frame["seq"] for frame in lin.wire.frames if frame["type"] == "entry"]
        assert kinds == ["entry"] * 300 + ["ready"]
        assert seqs == list(range(2, 302))


async def test_who_names_nothing_gets_it_from_the_beginning(talk: Talk, line: None):
    await grows(talk, 3)
    async with talk.visitor() as lin:
        assert lin.complete() == {talk.id: 3}


@pytest.mark.parametrize(
    ("length", "after", "epoch", "reason"),
    [(1_002, 1, None, "behind"), (3, 4, None, "ahead"), (3, 3, "another-database", "epoch")],
)
async def test_who_can_not_be_caught_up_starts_afresh(
    talk: Talk, line: None, length: int, after: int, epoch: str | None, reason: str
):
    await grows(talk, length)
    async with talk.visitor() as lin:
        await lin.wire.hangs_up()
        await lin.connects(epoch=epoch or lin.epoch, after={talk.id: after})

        assert await lin.hears("reset") == {
            "type": "reset", "conversation": talk.id, "head": length, "reason": reason,
        }  # fmt: skip
        said = await lin.says("and on it goes")
        assert (await lin.reads("message"))["seq"] == said["seq"] == length + 1


async def test_after_without_an_epoch_is_ignored(talk: Talk, line: None):
    await grows(talk, 3)
    async with talk.visitor() as lin:
        await lin.wire.hangs_up()
        await lin.connects(after={talk.id: 2})

        assert len([frame for frame in lin.wire.frames if frame["type"] == "entry"]) == 3


async def test_replay_sends_again_then_says_ok(talk: Talk, line: None):
    await grows(talk, 5)
    async with talk.visitor() as lin:
        live = {frame["seq"]: frame for frame in lin.entries()}
        before = len(lin.frames)

        await lin.does("replay", conversation=talk.id, after=2)

        again = lin.frames[before:]
        assert [frame["type"] for frame in again] == ["entry"] * 3 + ["ok"]
        assert again[:3] == [live[seq] for seq in (3, 4, 5)]


async def test_an_entry_is_the_same_live_and_replayed_and_on_both_sides(talk: Talk, line: None):
    async with talk.mei() as mei, talk.visitor() as lin:
        await mei.says("Good morning", talk.id)
        live = await lin.reads("message")

        await lin.does("replay", conversation=talk.id, after=0)

        assert await lin.reads("message") == live
        assert await mei.reads("message") == live


async def test_a_missed_hint_heals_at_the_next_heartbeat(talk: Talk, line: None):
    async with talk.visitor() as lin, talk.mei() as mei:
        await grows(talk, 2)  # nobody was told
        await lin.wire.quiet("entry", 0.2)

        lin.wire.sends("ping")
        mei.wire.sends("ping")

        assert (await lin.hears("pong"))["heads"] == {talk.id: 2}
        assert (await mei.hears("pong"))["heads"] == {talk.id: [2, 0]}
        assert [(await lin.reads("message"))["seq"] for _ in range(2)] == [1, 2]
        assert [(await mei.reads("message"))["seq"] for _ in range(2)] == [1, 2]


# --- back-pressure ---------------------------------------------------------------------------------------------------
async def test_sixty_four_entries_wait_for_got(talk: Talk, line: None):
    await grows(talk, 100)
    async with Wire(VisitorSocketApp, origin=ORIGIN, acks=False) as wire:
        await hello(wire, talk)
        await wire.quiet("ready", 0.4)
        assert entries(wire) == list(range(1, 65))

        wire.sends("got", conversation=talk.id, seq=20)
        await wire.quiet("ready", 0.4)
        assert entries(wire) == list(range(1, 85))

        wire.sends("got", conversation=talk.id, seq=10_000)
        assert (await wire.hears("ready"))["heads"] == {talk.id: 100}


async def test_the_window_counts_bytes_too(talk: Talk, line: None):
    await grows(talk, 20, "茶" * 3_000)
    async with Wire(VisitorSocketApp, origin=ORIGIN, acks=False) as wire:
        await hello(wire, talk)
        await wire.quiet("ready", 0.4)

        sizes = [len(json.dumps(f, ensure_ascii=False).encode()) for f in wire.frames if f["type"] == "entry"]
        assert 36 * 1024 < sum(sizes) <= 48 * 1024


class Impatient(VisitorSocket):
    """Who gives up on a full window, on a silent hello and on silence sooner."""

    stuck_s, hello_s, silence_s = 0.2, 0.2, 0.3


async def test_a_window_that_stays_full_is_closed(talk: Talk, line: None):
    await grows(talk, 100)
    async with Wire(lambda *asgi: Impatient(*asgi).run(), origin=ORIGIN, acks=False) as wire:
        await hello(wire, talk)

        assert await wire.ends() == 4008


async def test_without_hello_the_socket_is_closed(line: None):
    async with Wire(lambda *asgi: Impatient(*asgi).run(), origin=ORIGIN) as wire:
        assert await wire.ends() == 4008


async def test_a_silent_socket_is_closed(talk: Talk, line: None):
    async with Wire(lambda *asgi: Impatient(*asgi).run(), origin=ORIGIN) as wire:
        await hello(wire, talk)

        assert await wire.ends() == 4008


async def VisitorSocketApp(*asgi):  # noqa: N802
    await VisitorSocket(*asgi).run()


async def hello(wire: Wire, talk: Talk) -> None:
    said = {"protocol": 1, "device": "d", "site": talk.shop.site.key, "token": talk.token}
    assert (await wire.asks("hello", **said))["type"] == "welcome"


def entries(wire: Wire) -> list[int]:
    return [frame["seq"] for frame in wire.frames if frame["type"] == "entry"]


# --- how many --------------------------------------------------------------------------------------------------------
async def test_the_sixth_socket_of_a_visitor_replaces_the_oldest(talk: Talk, line: None):
    people = [talk.visitor() for _ in range(6)]
    for person in people:
        await person.connects()

    assert await people[0].wire.ends() == 4509
    assert [person.wire.closed for person in people[1:]] == [None] * 5
    for person in people:
        await person.wire.hangs_up()


# --- notes -----------------------------------------------------------------------------------------------------------
async def test_a_note_is_numbered_apart_and_never_reaches_the_visitor(talk: Talk, line: None):
    async with talk.mei() as mei, talk.visitor() as lin:
        ok = await mei.notes("she sounds upset", talk.id)
        assert (await mei.hears("note"))["n"] == ok["n"] == 1
        await mei.says("Hello", talk.id)
        await lin.reads("message")
        await lin.reconnects()

        assert all("upset" not in json.dumps(frame) for frame in lin.frames)
        assert [frame["seq"] for frame in lin.entries()] == [1]
