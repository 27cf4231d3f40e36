"""How a conversation ends when nobody can help here and now: tickets, words left, the bot again."""

from __future__ import annotations

import pytest
from asgiref.sync import sync_to_async

from conversations.models import Conversation
from tests.flows.people import Visitor
from tests.flows.places import Set, Shop
from tests.flows.transcripts import tells

ASK = {"en": "let me talk to a person please", "zh": "我要转人工"}


async def row_of(talk: str) -> Conversation:
    return await sync_to_async(Conversation.objects.get)(pk=int(talk))


async def waits(lin: Visitor) -> str:
    """Ask for a person and be queued."""
    talk = (await lin.does("ask_human"))["conversation"]
    await lin.reads("queued")
    return str(talk)


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_nobody_reachable_makes_a_ticket(shop: Shop, core: object, routing: Set, lang: str):
    routing("unreachable_s=0.2")
    async with shop.visitor(locale=lang) as lin:
        said = await lin.says(ASK[lang])

        resolved = await lin.reads("resolved", within=8)

        assert resolved["data"]["outcome"] == "ticket"
        assert (await lin.reads("ticket"))["data"]["number"].startswith("T-")
        assert (await row_of(said["conversation"])).left_reason == "desk_closed"
        await lin.reconnects()
        fresh = shop.visitor(locale=lang)
        fresh.token = lin.token
        async with fresh:
            tells(f"nobody is there {lang}", said["conversation"], fresh.wire.of("entry"), visitor=lin)


async def test_a_desk_without_the_language_is_no_agent(shop: Shop, core: object, routing: Set):
    routing("unreachable_s=0.2")
    async with shop.agent("tom") as tom, shop.visitor(locale="zh") as lin:
        await tom.goes("online")

        said = await lin.says("我要转人工")
        await lin.reads("ticket", within=8)

        assert (await row_of(said["conversation"])).left_reason == "no_agent"


async def test_who_chose_to_wait_waits_on(shop: Shop, core: object, routing: Set):
    async with shop.visitor() as lin:
        await waits(lin)
        await lin.does("prefer", option="wait")
        routing("unreachable_s=0.1")

        await lin.wire.quiet("entry", 2.5, kind="resolved")


async def test_with_nobody_there_the_first_place_lists_every_option(shop: Shop, core: object):
    async with shop.visitor() as lin:
        await waits(lin)

        place = await lin.hears("queue")

        assert (place["position"], place["options"]) == (1, ["wait", "message", "callback", "bot"])


async def test_a_message_left_becomes_a_ticket(shop: Shop, core: object):
    async with shop.visitor() as lin:
        await waits(lin)

        await lin.does("prefer", option="message", text="Please write to me", email="lin@tea.example")

        assert (await lin.reads("message"))["text"] == "Please write to me"
        assert (await lin.reads("resolved"))["data"]["outcome"] == "message"
        assert (await lin.reads("ticket"))["data"]["status"] == "open"


async def test_a_message_left_twice_is_one(shop: Shop, core: object):
    async with shop.visitor() as lin:
        await waits(lin)
        word = {"option": "message", "text": "Please write to me"}
        first = await lin.does("prefer", **word)

        again = await lin.does("prefer", **word)

        assert again["dup"]
        assert again["conversation"] == first["conversation"]


async def test_a_call_back_without_a_number_is_invalid(shop: Shop, core: object):
    async with shop.visitor() as lin:
        await waits(lin)

        refused = await lin.asks("prefer", option="callback")

        assert refused["code"] == "invalid"
        assert "phone" in refused["message"]


async def test_a_call_back_keeps_the_number(shop: Shop, core: object):
    async with shop.visitor() as lin:
        ok = await lin.does("prefer", option="callback", phone="+86 10 1234 5678")

        assert (await lin.reads("resolved"))["data"]["outcome"] == "callback"
        assert (await row_of(ok["conversation"])).contact == {"phone": "+86 10 1234 5678"}


async def test_back_to_the_bot_withdraws_the_offer(shop: Shop, core: object):
    async with shop.agent("mei") as mei, shop.visitor() as lin:
        await mei.goes("online")
        await waits(lin)
        offer = await mei.hears("offer")

        await lin.does("prefer", option="bot")

        assert (await lin.reads("notice"))["data"] == {"code": "bot"}
        assert (await mei.hears("withdrawn"))["offer"] == offer["offer"]
        await lin.says("How long does delivery take?")
        assert (await lin.reads("message", text="Two to four working days."))["author"]["role"] == "bot"


async def test_leaving_ends_it_and_tells_the_agent(shop: Shop, core: object):
    async with shop.agent("mei") as mei, shop.visitor() as lin:
        await mei.goes("online")
        await waits(lin)
        talk = await mei.accepts()

        await lin.does("leave")

        assert (await mei.reads("resolved", conversation=talk))["data"]["outcome"] == "left"
        assert (await mei.hears("released"))["conversation"] == talk


async def test_an_unknown_option_is_invalid(shop: Shop, core: object):
    async with shop.visitor() as lin:
        await waits(lin)

        assert (await lin.asks("prefer", option="shout"))["code"] == "invalid"


async def test_a_word_after_the_end_opens_it_again_for_the_same_agent(shop: Shop, core: object):
    async with shop.agent("mei") as mei, shop.visitor() as lin:
        await mei.goes("online")
        await waits(lin)
        talk = await mei.accepts()
        await mei.resolves(talk)
        await lin.reads("resolved")

        await lin.says("one more thing", conversation=talk)

        await lin.reads("reopened")
        assert await mei.accepts() == talk


async def test_a_word_without_a_name_after_the_end_begins_anew(shop: Shop, core: object):
    async with shop.visitor() as lin:
        first = await lin.says("How long does delivery take?")
        await lin.does("leave")

        second = await lin.says("hello again")

        assert second["conversation"] != first["conversation"]
        assert second["seq"] == 1
        assert (await lin.hears("entry", conversation=second["conversation"]))["seq"] == 1


async def test_naming_the_old_one_while_another_is_open_is_stale(shop: Shop, core: object):
    async with shop.visitor() as lin:
        first = await lin.says("How long does delivery take?")
        await lin.does("leave")
        second = await lin.says("hello again")

        old = first["conversation"]
        refused = await lin.asks("say", text="and this", client_id="another-one-1", conversation=old)

        assert refused["code"] == "stale"
        assert second["conversation"] in refused["message"]


async def test_a_repeat_never_opens_it_again(shop: Shop, core: object):
    async with shop.visitor() as lin:
        first = await lin.says("hello", client_id="said-once-1")
        await lin.does("leave")

        again = await lin.says("hello", client_id="said-once-1", conversation=first["conversation"])

        assert again["dup"]
        assert (await row_of(first["conversation"])).state == "resolved"
