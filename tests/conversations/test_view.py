"""What a desk's socket shows and follows: cards at a bearable rate, its own conversations, and no longer than it may."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import pytest
from asgiref.sync import sync_to_async

from chatdesk.kernel.clock import now
from conversations import selectors
from conversations.cards import EVERY_S, Cards
from conversations.consumers import DeskConsumer
from conversations.frames.parts import Card
from conversations.models import Conversation
from tests.conversations.conftest import Talk
from tests.flows.wire import Wire


def card_of(talk: Talk, **fields: Any) -> Card:
    row = Conversation.objects.select_related(*selectors.whole()).get(pk=talk.row.pk)
    return msgspec.structs.replace(selectors.card(row, now()), **fields)


async def test_many_changes_of_one_card_are_two_the_last_of_them_whole(talk: Talk):
    seen: list[Card] = []
    cards = Cards(seen.append)
    card = await sync_to_async(card_of)(talk)

    for unread in range(20):
        cards.show(msgspec.structs.replace(card, unread=unread))
    await asyncio.sleep(EVERY_S * 1.5)

    assert [card.unread for card in seen] == [0, 19]


async def test_a_card_that_left_the_view_does_not_come_after_all(talk: Talk):
    seen: list[Card] = []
    cards = Cards(seen.append)
    card = await sync_to_async(card_of)(talk)
    cards.show(card)
    cards.show(card)

    assert cards.drop(card.id)
    await asyncio.sleep(EVERY_S * 1.5)

    assert (len(seen), cards.drop(card.id)) == (1, False)


async def test_shutting_ones_own_conversation_does_not_make_deaf(talk: Talk, line: None):
    async with talk.mei() as mei, talk.visitor() as lin:
        await mei.does("open", conversation=talk.id)
        mei.wire.sends("shut", conversation=talk.id)

        await lin.says("still there?")

        await mei.reads("message", text="still there?")


async def test_what_was_only_assigned_is_not_followed_after_its_end(talk: Talk, line: None):
    async with talk.mei() as mei, talk.visitor() as lin:
        await mei.resolves(talk.id)
        assert (await mei.hears("released"))["reason"] == "resolved"
        assert (await mei.hears("gone"))["conversation"] == talk.id

        await lin.does("rate", score=5)

        await mei.wire.quiet("entry", kind="rated")


async def test_what_was_opened_is_followed_after_its_end(talk: Talk, line: None):
    async with talk.mei() as mei, talk.visitor() as lin:
        await mei.does("open", conversation=talk.id)
        await mei.resolves(talk.id)

        await lin.does("rate", score=5)

        await mei.reads("rated")


async def test_shutting_gives_back_the_room_in_the_window(talk: Talk, line: None):
    await sync_to_async(talk.grows)(60)
    async with talk.shop.agent("sam", acks=False) as sam:
        for _ in range(3):
            await sam.does("open", conversation=talk.id)
            sam.wire.sends("shut", conversation=talk.id)

        assert sam.wire.closed is None


@pytest.mark.parametrize("after", [{"1": [-1, 0]}, {"1": [0, -5]}])
async def test_a_cursor_below_zero_is_malformed(talk: Talk, line: None, after: dict[str, list[int]]):
    async with talk.mei() as mei:
        mei.wires.append(await Wire(DeskConsumer).__aenter__())
        answer = await mei.asks("hello", **mei.introduction(), epoch=mei.epoch, after=after)

        assert answer["code"] == "malformed"


async def test_a_nul_anywhere_is_invalid_and_the_socket_stays(talk: Talk, line: None):
    async with talk.mei() as mei:
        refused = await mei.asks("state", state="break", reason="tea\x00")
        assert refused["code"] == "invalid"

        mei.wire.sends_text(r'{"type":"state","ref":990,"state":"break","reason":"C:\\u0000"}')
        assert (await mei.hears("ok", ref=990))["ref"] == 990
