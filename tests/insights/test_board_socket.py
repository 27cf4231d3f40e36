"""The board over a real socket: who may see it, when it comes, and what it says to whom."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from accounts.models import Role
from conversations import board_feed, hub
from conversations.lifecycle import State
from tests import factories
from tests.conversations.conftest import Talk
from tests.flows.people import Agent
from tests.flows.places import Shop
from tests.insights.conftest import trail_now

PROMPT_S = 1.0


async def shown(agent: Agent, **fields: Any) -> dict[str, Any]:
    """The first board after asking for it."""
    await agent.does("board", on=True, **fields)
    return await agent.hears("board")


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMIN, Role.AUDITOR])
async def test_who_may_see_the_board_is_shown_it(shop: Shop, line: None, role: str):
    await sync_to_async(shop.employ)("vera", {"en": 1}, role=role)
    async with shop.agent("vera") as vera:
        assert (await shown(vera))["waiting"] == 0


async def test_an_agent_is_refused_and_that_is_on_record(shop: Shop, line: None):
    async with shop.agent("mei") as mei:
        refused = await mei.asks("board", on=True)
        await mei.wire.quiet("board")

        assert refused["code"] == "not_allowed"
        assert ("denied", "board", "denied") in await trail_now()


@pytest.mark.parametrize("named", [{"site": "nowhere"}, {"team": "nobody"}])
async def test_a_filter_that_names_nothing_is_not_found(shop: Shop, line: None, named: dict[str, str]):
    async with shop.agent("sam") as sam:
        assert (await sam.asks("board", on=True, **named))["code"] == "not_found"


async def test_a_change_is_on_the_board_within_a_second(shop: Shop, core: object):
    async with shop.agent("sam") as sam, shop.visitor() as lin:
        await shown(sam)
        await asyncio.sleep(board_feed.EVERY_S)

        await lin.says("hello")
        seen = await sam.wire.hears("board", PROMPT_S, bot=1)

        assert seen["today"]["conversations"] == sum(seen["arrivals"]["counts"]) == 1


async def test_an_agents_state_is_on_the_board_within_a_second(shop: Shop, core: object):
    async with shop.agent("sam") as sam, shop.agent("mei") as mei:
        before = await shown(sam)
        await asyncio.sleep(board_feed.EVERY_S)

        await mei.goes("online")
        seen = await sam.wire.hears("board", PROMPT_S, free=3)

        assert (before["agents"]["online"], seen["agents"]["online"]) == (0, 1)


async def test_it_needs_no_router_to_hear_of_an_agents_state(shop: Shop, line: None):
    async with shop.agent("sam") as sam, shop.agent("mei") as mei:
        await shown(sam)
        await asyncio.sleep(board_feed.EVERY_S)

        await mei.goes("online")

        assert (await sam.wire.hears("board", PROMPT_S, free=3))["agents"]["online"] == 1


async def test_another_filter_takes_the_place_of_the_first(shop: Shop, core: object):
    async with shop.agent("sam") as sam, shop.visitor() as lin:
        await shown(sam)
        await shown(sam, site="demo")
        await lin.says("hello")
        await asyncio.sleep(board_feed.EVERY_S * 3)

        assert [frame["site"] for frame in sam.wire.of("board")][1:].count(None) == 0


async def test_asking_again_is_one_stream_of_boards(shop: Shop, line: None):
    async with shop.agent("sam") as sam:
        for _ in range(3):
            await shown(sam)
        count = len(sam.wire.of("board"))
        await asyncio.sleep(board_feed.REFRESH_S + 0.3)

        assert len(sam.wire.of("board")) - count <= 2


async def test_many_changes_make_few_boards(shop: Shop, core: object):
    async with shop.agent("sam") as sam, shop.visitor() as lin:
        await shown(sam)
        count, loop = len(sam.wire.of("board")), asyncio.get_running_loop()
        began = loop.time()
        for number in range(8):
            await lin.says(f"line {number}")
            await asyncio.sleep(0.1)

        assert len(sam.wire.of("board")) - count <= (loop.time() - began) / 0.5 + 1


async def test_no_board_comes_after_it_was_put_away(shop: Shop, core: object):
    async with shop.agent("sam") as sam, shop.visitor() as lin:
        await shown(sam)
        await sam.does("board", on=False)
        await lin.says("hello")

        await sam.wire.quiet("board", board_feed.EVERY_S * 2)


async def test_who_looks_at_the_same_board_shares_its_making(
    shop: Shop, line: None, monkeypatch: pytest.MonkeyPatch
):
    made: list[object] = []
    figures = hub.feeds["board"]

    def counted(site: str | None, team: str | None) -> Any:
        made.append((site, team))
        return figures(site, team)

    monkeypatch.setitem(hub.feeds, "board", counted)
    async with shop.agent("sam") as one, shop.agent("sam") as two:
        first, second = await shown(one), await shown(two)

        assert first == second
        assert made == [(None, None)]


async def test_nothing_is_made_for_nobody(shop: Shop, line: None, monkeypatch: pytest.MonkeyPatch):
    async with shop.agent("sam") as sam:
        await shown(sam)
    made: list[object] = []
    monkeypatch.setitem(hub.feeds, "board", lambda *of: made.append(of))

    await asyncio.sleep(board_feed.REFRESH_S + 0.2)

    assert made == []


async def test_waits_grow_on_the_board_though_nothing_happens(talk: Talk, line: None):
    def wait() -> None:
        factories.conversation(factories.customer(talk.shop.site), state=State.QUEUED, needs={"en": 1})

    await sync_to_async(wait)()
    async with talk.shop.agent("sam") as sam:
        first, second = await shown(sam), await sam.hears("board")
        while second["oldest_wait_s"] < first["oldest_wait_s"] + 1:
            second = await sam.wire.hears("board", board_feed.REFRESH_S + 1)


async def test_names_of_visitors_are_for_who_may_see_all(talk: Talk, line: None):
    def prepare() -> None:
        talk.customer.name = "Lin Yue"
        talk.customer.save()
        talk.shop.employ("ines", {}, role=Role.AUDITOR)

    await sync_to_async(prepare)()
    async with talk.shop.agent("sam") as sam, talk.shop.agent("ines") as ines:
        named, unnamed = await shown(sam), await shown(ines)

        assert [row["name"] for row in named["rows"]] == ["Lin Yue"]
        assert [row["name"] for row in unnamed["rows"]] == [""]
        assert "Lin" not in str(unnamed)


async def test_a_board_that_fails_once_comes_at_the_next_tick(
    shop: Shop, line: None, monkeypatch: pytest.MonkeyPatch
):
    figures = hub.feeds["board"]
    failed: list[str | None] = []

    def fails_once(site: str | None, team: str | None) -> Any:
        if not failed:
            failed.append(site)
            raise RuntimeError("the database has gone")
        return figures(site, team)

    monkeypatch.setitem(hub.feeds, "board", fails_once)
    async with shop.agent("sam") as sam:
        assert (await shown(sam))["waiting"] == 0
