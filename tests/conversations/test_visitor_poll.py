"""The visitor's wire without a socket: nothing lost, nothing doubled, the same frames and cursors."""

from __future__ import annotations

import asyncio
import json
import time

import pytest
from asgiref.sync import sync_to_async

from conversations import visitor_poll
from conversations.frames.parts import ANY_FRAME_BYTES
from conversations.rates import Rates
from tests.conversations.conftest import Talk
from tests.flows.people import new_id
from tests.flows.places import Shop
from tests.flows.poller import HELLO, Poller, of


def say(text: str, ref: int = 2, **fields: object) -> dict[str, object]:
    return {"type": "say", "ref": ref, "client_id": new_id(), "text": text} | fields


async def test_a_visitor_comes_in_and_speaks_in_one_poll(shop: Shop, core: object):
    lin = Poller()

    told = await lin.polls(HELLO, say("hello there"))

    assert of(told, "welcome")[0]["token"] == lin.token
    assert of(told, "ok")[0]["seq"] == 1
    assert of(told, "ready")


async def test_what_an_agent_says_ends_the_wait(talk: Talk, line: None):
    lin = Poller(talk.token)
    async with talk.mei() as mei:
        waiting = asyncio.ensure_future(lin.polls())
        await asyncio.sleep(0.3)
        assert not waiting.done()

        await mei.says("good day", talk.id)

        assert [frame["text"] for frame in of(await waiting, "entry")] == ["good day"]


async def test_an_answer_that_was_lost_comes_again(talk: Talk, line: None):
    lin = Poller(talk.token)
    await sync_to_async(talk.grows)(3)

    lost = await lin.polls(keep=False)
    again = await lin.polls()

    assert of(lost, "entry") == of(again, "entry")
    assert [frame["seq"] for frame in of(again, "entry")] == [1, 2, 3]


async def test_what_is_named_in_after_does_not_come_again(talk: Talk, line: None):
    lin = Poller(talk.token)
    await sync_to_async(talk.grows)(3)
    lin.after = {talk.id: 2}

    assert [frame["seq"] for frame in of(await lin.polls(), "entry")] == [3]


async def test_the_same_words_sent_twice_are_written_once(talk: Talk, line: None):
    lin, said = Poller(talk.token), say("only once")

    first = of(await lin.polls(said), "ok")[0]
    second = of(await lin.polls(said), "ok")[0]

    assert (second["seq"], second["dup"]) == (first["seq"], True)


async def test_more_than_a_window_holds_comes_in_several_polls_without_a_gap(talk: Talk, line: None):
    lin = Poller(talk.token)
    await sync_to_async(talk.grows)(150)

    while lin.after.get(talk.id, 0) < 150:
        assert of(await lin.polls(), "entry")

    assert [frame["seq"] for frame in of(lin.frames, "entry")] == list(range(1, 151))


async def test_a_cursor_of_another_database_starts_afresh(talk: Talk, line: None):
    lin = Poller(talk.token)
    await sync_to_async(talk.grows)(3)
    lin.after, lin.epoch = {talk.id: 2}, "another"

    assert of(await lin.polls(), "reset")[0]["reason"] == "epoch"


async def test_with_nothing_to_tell_it_answers_before_the_client_gives_up(
    talk: Talk, line: None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(visitor_poll, "LONGEST_S", 0.5)
    began = time.monotonic()

    told = await Poller(talk.token).polls()

    assert (of(told, "entry"), time.monotonic() - began > 0.4) == ([], True)


async def test_a_place_in_line_that_came_between_two_polls_is_told_at_once(shop: Shop, core: object):
    lin = Poller()
    await lin.polls(HELLO, {"type": "ask_human", "ref": 2})

    while not of(lin.frames, "queue"):
        await lin.polls(within=5)


async def test_a_place_in_line_that_is_known_is_no_news(
    talk: Talk, line: None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(visitor_poll, "LONGEST_S", 0.6)
    lin = Poller(talk.token)
    async with talk.mei() as mei:
        await mei.does("open", conversation=talk.id)
        await lin.polls(say("seen?"))
        mei.wire.sends("read", conversation=talk.id, seq=1)
        await lin.polls()
        await lin.polls()
        began = time.monotonic()

        told = await lin.polls()

    assert of(told, "seen")
    assert time.monotonic() - began > 0.5


async def test_a_refusal_is_the_sockets(talk: Talk, line: None):
    told = await Poller(talk.token).polls(say(""))

    assert [(frame["ref"], frame["code"]) for frame in of(told, "refused")] == [(2, "invalid")]


@pytest.mark.parametrize("first", [[], [HELLO]])
@pytest.mark.parametrize("origin", ["https://evil.example", None])
async def test_a_page_of_another_site_hears_nothing(
    talk: Talk, line: None, first: list[dict[str, object]], origin: str | None
):
    lin = Poller(talk.token, origin=origin)

    problem = (await lin.polls(*first))[0]

    assert (lin.status, problem["code"]) == (403, "not_allowed")
    assert "access-control-allow-origin" not in lin.headers


async def test_a_page_of_the_site_may_read_the_answer(talk: Talk, line: None):
    lin = Poller(talk.token)
    await lin.polls(say("hello"))

    assert lin.headers["access-control-allow-origin"] == lin.origin
    assert lin.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("token", ["", "nobody's"])
async def test_without_a_visitor_it_asks_for_hello(shop: Shop, core: object, token: str):
    lin = Poller(token)

    problem = (await lin.polls())[0]

    assert (lin.status, problem["code"]) == (403, "not_allowed")
    assert "hello" in problem["detail"]


async def test_an_agents_note_never_reaches_a_poll(talk: Talk, line: None):
    lin = Poller(talk.token)
    async with talk.mei() as mei:
        waiting = asyncio.ensure_future(lin.polls())
        await asyncio.sleep(0.2)
        await mei.notes("between us", talk.id)
        await mei.says("good day", talk.id)

        told = await waiting

    assert "between us" not in json.dumps(told)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400), (b"[]", 400), (b'{"frames": 3}', 400), (b'{"more": 1}', 400),
        (b'{"frames": [' + b'{"type":"ping"},' * 40 + b'{"type":"ping"}]}', 400),
        (b" " * (ANY_FRAME_BYTES + 1), 413),
    ],
)  # fmt: skip
async def test_what_is_no_poll_is_refused_with_a_sentence(shop: Shop, core: object, body: bytes, status: int):
    lin = Poller("x")

    problem = json.loads(await lin.posts(body))

    assert lin.status == status
    assert "poll" in problem["detail"]


async def test_polling_too_fast_is_slowed_down(talk: Talk, line: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(visitor_poll, "rates", Rates(per_s=1, burst=1))
    lin = Poller(talk.token)
    await lin.polls(say("one"))

    await lin.polls(say("two"))

    assert (lin.status, lin.headers["retry-after"]) == (429, "1")


async def test_a_server_that_goes_says_so(talk: Talk, line: None):
    from conversations.sockets import DRAINING, sockets

    lin = Poller(talk.token)
    waiting = asyncio.ensure_future(lin.polls())
    await asyncio.sleep(0.3)
    for socket in tuple(sockets):
        await socket.close(DRAINING)

    await waiting

    assert lin.closed == DRAINING
