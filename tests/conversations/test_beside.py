"""What the desk sees beside the lines, over real sockets: colleagues, typing, marks and pages."""

from __future__ import annotations

import pytest
from asgiref.sync import sync_to_async

from conversations.models import Conversation
from tests.conversations.conftest import Talk
from tests.flows.people import Agent
from tests.flows.wire import Frame

ROBES = {"url": "https://shop.example/teapots", "title": "Teapots"}


async def hands(talk: Talk, who: Agent, to: str, **fields: object) -> Frame:
    agent = str(talk.shop.users[to].pk)
    return await who.does("transfer", conversation=talk.id, epoch="1", to={"agent": agent}, **fields)


# --- who looks on --------------------------------------------------------------------------------------------------------
async def test_colleagues_see_who_has_it_open_and_the_visitor_does_not(talk: Talk, line: None):
    async with talk.mei() as mei, talk.shop.agent("sam") as sam, talk.visitor() as lin:
        await mei.does("open", conversation=talk.id)
        await mei.wire.quiet("viewing")

        await sam.does("open", conversation=talk.id)
        assert names(await mei.hears("viewing")) == ["Sam"]
        assert names(await sam.hears("viewing")) == ["Mei"]

        sam.wire.sends("shut", conversation=talk.id)
        assert names(await mei.hears("viewing")) == []

        await sam.does("watch", conversation=talk.id)
        assert names(await mei.hears("viewing")) == ["Sam"]
        await sam.wire.hangs_up()
        assert names(await mei.hears("viewing")) == []
        assert lin.wire.of("viewing") == []


async def test_whoever_has_it_sees_who_looks_also_without_opening_it(talk: Talk, line: None):
    async with talk.mei() as mei, talk.shop.agent("sam") as sam:
        await sam.does("open", conversation=talk.id)

        assert names(await mei.hears("viewing")) == ["Sam"]
        await sam.wire.quiet("viewing")


async def test_shutting_ones_own_ends_the_looking_too(talk: Talk, line: None):
    async with talk.mei() as mei, talk.shop.agent("sam") as sam:
        await sam.does("open", conversation=talk.id)
        await mei.does("open", conversation=talk.id)
        assert names(await sam.hears("viewing")) == ["Mei"]

        mei.wire.sends("shut", conversation=talk.id)

        assert names(await sam.hears("viewing")) == []


async def test_a_second_device_is_the_same_colleague(talk: Talk, line: None):
    async with talk.mei() as mei, talk.mei() as phone, talk.shop.agent("sam") as sam:
        await sam.does("open", conversation=talk.id)
        await mei.does("open", conversation=talk.id)
        await sam.hears("viewing")
        await phone.does("open", conversation=talk.id)

        await sam.wire.quiet("viewing")
        assert names(await phone.hears("viewing")) == ["Sam"]


def names(frame: Frame) -> list[str]:
    return [one["name"] for one in frame["agents"]]


# --- typing ------------------------------------------------------------------------------------------------------------
async def test_typing_goes_both_ways_and_ends_with_the_socket(talk: Talk, line: None):
    async with talk.mei() as mei, talk.visitor() as lin:
        mei.wire.sends("typing", conversation=talk.id, on=True, preview="a draft")
        heard = await lin.hears("typing")
        assert (heard["role"], heard["name"], heard["on"], heard.get("preview")) == (
            "agent",
            "Mei",
            True,
            None,
        )

        lin.wire.sends("typing", on=True, preview="I would like")
        assert (await mei.hears("typing"))["preview"] == "I would like"

        await lin.wire.hangs_up()
        assert (await mei.hears("typing"))["on"] is False
        await lin.connects()
        await mei.wire.hangs_up()
        await mei.connects()


async def test_fast_typing_is_told_at_a_bearable_pace_and_the_last_wins(talk: Talk, line: None):
    async with talk.mei() as mei, talk.visitor() as lin:
        for end in range(30):
            lin.wire.sends("typing", on=True, preview="x" * end)

        await mei.hears("typing", preview="x" * 29)

        assert len(mei.wire.of("typing")) < 6


async def test_who_only_looks_on_is_not_seen_typing(talk: Talk, line: None):
    async with talk.shop.agent("sam") as sam, talk.visitor() as lin:
        await sam.does("open", conversation=talk.id)

        sam.wire.sends("typing", conversation=talk.id, on=True)

        await lin.wire.quiet("typing")


async def test_who_is_asked_is_not_seen_typing_yet(talk: Talk, line: None):
    async with talk.mei() as mei, talk.shop.agent("tom") as tom, talk.visitor() as lin:
        await tom.goes("online")
        await hands(talk, mei, "tom")
        await tom.hears("offer")

        tom.wire.sends("typing", conversation=talk.id, on=True)

        await lin.wire.quiet("typing")


# --- marks -------------------------------------------------------------------------------------------------------------
async def test_marks_outlive_a_reload_on_both_sides(talk: Talk, line: None):
    talk_with_lines = sync_to_async(talk.grows)
    await talk_with_lines(3)
    async with talk.mei() as mei, talk.visitor() as lin:
        lin.wire.sends("read", seq=2)
        await mei.hears("seen", role="visitor", seq=2)
        mei.wire.sends("read", conversation=talk.id, seq=3)
        await lin.hears("seen", role="agent", seq=3)

        await mei.reconnects()
        assert (await mei.hears("seen"))["seq"] == 2
        await mei.does("open", conversation=talk.id)
        assert (await mei.hears("seen"))["seq"] == 2
        await lin.reconnects()
        assert (await lin.hears("seen"))["seq"] == 3


async def test_reading_on_one_device_is_read_on_the_other(talk: Talk, line: None):
    await sync_to_async(talk.grows)(2)
    async with talk.mei() as mei, talk.mei() as phone:
        mei.wire.sends("read", conversation=talk.id, seq=2)

        assert (await phone.hears("card"))["card"]["unread"] == 0


# --- pages -------------------------------------------------------------------------------------------------------------
async def test_the_page_is_shown_live_and_to_who_opens(talk: Talk, line: None):
    async with talk.mei() as mei, talk.visitor() as lin:
        lin.wire.sends("page", **ROBES)
        assert (await mei.hears("page"))["url"] == ROBES["url"]

        await mei.does("open", conversation=talk.id)
        page = await mei.hears("page")
        assert (page["title"], page["conversation"]) == ("Teapots", talk.id)
        assert not await sync_to_async(
            lambda: Conversation.objects.filter(last_line__icontains="teapots").exists()
        )()


async def test_the_page_of_hello_counts_too(talk: Talk, line: None):
    async with talk.mei() as mei:
        lin = talk.visitor()
        await lin.connects(page={"url": ROBES["url"], "title": "Teapots", "referrer": ""})

        assert (await mei.hears("page"))["url"] == ROBES["url"]
        await lin.wire.hangs_up()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "http://[", "teapots", ""])
async def test_what_is_no_address_is_not_shown(talk: Talk, line: None, url: str):
    async with talk.mei() as mei, talk.visitor() as lin:
        lin.wire.sends("page", url=url, title="x")
        await lin.does("say", text="after", client_id="after-the-page")

        await mei.reads("message", text="after")
        assert mei.wire.of("page") == []


# --- colleagues ----------------------------------------------------------------------------------------------------------
async def test_who_is_named_in_a_note_is_told_and_may_look(talk: Talk, line: None):
    async with talk.mei() as mei, talk.shop.agent("tom") as tom:
        assert (await tom.asks("open", conversation=talk.id))["code"] == "not_found"

        named = [str(talk.shop.users["tom"].pk)]
        said = {
            "conversation": talk.id,
            "text": "@Tom do you know this kiln?",
            "client_id": "note-with-a-name",
        }
        await mei.does("note", **said, mentions=named)
        assert (await mei.does("note", **said, mentions=named))["dup"]

        told = await tom.hears("mentioned")
        assert (told["conversation"], told["n"], told["by"]["name"]) == (talk.id, 1, "Mei")
        await tom.wire.quiet("mentioned")
        await tom.does("open", conversation=talk.id)
        await mei.says("one moment", talk.id)
        await tom.reads("message", text="one moment")
        await tom.wire.quiet("gone")


@pytest.mark.parametrize(
    ("mentions", "code"), [(["999999"], "not_found"), (["x"], "not_found"), (["1"] * 11, "too_large")]
)
async def test_a_note_that_names_nobody_is_not_written(
    talk: Talk, line: None, mentions: list[str], code: str
):
    async with talk.mei() as mei:
        refused = await mei.asks(
            "note", conversation=talk.id, text="@?", client_id="note-to-nobody", mentions=mentions
        )

        assert refused["code"] == code
        assert await sync_to_async(talk.row.notes.count)() == 0


async def test_a_new_desk_is_told_how_its_colleagues_are(talk: Talk, core: object):
    async with talk.shop.agent("tom") as tom:
        await tom.goes("online")
        await tom.hears("agent", state="online")

        async with talk.mei() as mei:
            assert (await mei.hears("agent", name="Tom"))["state"] == "online"
