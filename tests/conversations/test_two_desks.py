"""Transfers, parking and wrap-up over real sockets: what each desk, and the visitor, is told."""

from __future__ import annotations

import pytest
from asgiref.sync import sync_to_async

from chatdesk.kernel.clock import now
from conversations.models import Conversation
from routing.models import Seat
from tests.conversations.conftest import Talk
from tests.flows.people import Agent
from tests.flows.places import Set
from tests.flows.wire import Frame

ROBES = {"url": "https://shop.example/teapots", "title": "Teapots"}


async def hands(talk: Talk, who: Agent, to: str, **fields: object) -> Frame:
    agent = str(talk.shop.users[to].pk)
    return await who.does("transfer", conversation=talk.id, epoch="1", to={"agent": agent}, **fields)


@pytest.fixture
def answered(talk: Talk) -> None:
    """Mei has written already: the router waits for her for a while."""
    Conversation.objects.update(agent_spoke_at=now())


# --- a transfer between two desks --------------------------------------------------------------------------------------
async def test_a_colleague_is_asked_says_yes_and_has_it(talk: Talk, line: None):
    async with talk.mei() as mei, talk.shop.agent("tom") as tom, talk.visitor() as lin:
        await tom.goes("online")

        await hands(talk, mei, "tom", text="knows the kiln")
        offer = await tom.hears("offer")
        assert (offer["by"]["name"], offer["text"], offer["card"]["state"]) == (
            "Mei",
            "knows the kiln",
            "live",
        )
        assert (await mei.hears("handed"))["outcome"] == "offered"
        await mei.says("one moment", talk.id)

        await tom.does("accept", offer=offer["offer"])
        assert (await tom.hears("assigned"))["epoch"] == "2"
        assert (await mei.hears("handed"))["outcome"] == "accepted"
        assert (await mei.hears("released"))["reason"] == "transferred"
        assert (await mei.hears("gone"))["conversation"] == talk.id
        await lin.reads("left")
        await lin.reads("joined")
        refused = await mei.asks(
            "say", conversation=talk.id, epoch="1", text="x", client_id="after-the-transfer"
        )
        assert refused["code"] == "fenced"
        assert "knows the kiln" not in str(lin.frames)


async def test_a_no_comes_back_with_its_words(talk: Talk, line: None):
    async with talk.mei() as mei, talk.shop.agent("tom") as tom:
        await tom.goes("online")
        await hands(talk, mei, "tom")
        offer = await tom.hears("offer")

        await tom.does("decline", offer=offer["offer"], reason="in a call")

        assert (await mei.hears("handed", outcome="declined"))["reason"] == "in a call"
        assert (await tom.hears("withdrawn"))["reason"] == "declined"
        await mei.says("still with me", talk.id)
        await mei.wire.quiet("released")


async def test_no_answer_comes_back_in_time(talk: Talk, answered: None, core: object, routing: Set):
    routing("offer_s=1")
    async with talk.mei() as mei, talk.shop.agent("tom") as tom:
        await mei.goes("online")
        await tom.goes("online")
        await hands(talk, mei, "tom")
        await tom.hears("offer")

        assert (await mei.hears("handed", outcome="expired"))["to"]["name"] == "Tom"
        assert (await tom.hears("withdrawn"))["reason"] == "expired"


async def test_both_desks_find_a_pending_transfer_after_a_reload(talk: Talk, line: None):
    async with talk.mei() as mei, talk.shop.agent("tom") as tom:
        await tom.goes("online")
        await hands(talk, mei, "tom", text="please")
        before = await tom.hears("offer")

        await tom.reconnects()
        await mei.reconnects()

        assert (await tom.hears("offer"))["offer"] == before["offer"]
        assert (await mei.hears("handed"))["expires_at"]
        cards = [card["id"] for card in tom.welcome["conversations"]]
        assert cards == [talk.id]


async def test_the_visitor_leaving_withdraws_it(talk: Talk, line: None):
    async with talk.mei() as mei, talk.shop.agent("tom") as tom, talk.visitor() as lin:
        await tom.goes("online")
        await hands(talk, mei, "tom")
        await tom.hears("offer")

        await lin.does("leave")

        assert (await tom.hears("withdrawn"))["reason"] == "left"
        assert (await mei.hears("released"))["reason"] == "resolved"


async def test_into_the_queue_and_to_the_next_one(talk: Talk, answered: None, core: object):
    async with talk.mei() as mei, talk.shop.agent("tom") as tom, talk.visitor() as lin:
        await mei.goes("online")
        await tom.goes("online")

        await mei.does("transfer", conversation=talk.id, epoch="1", to={"skills": {"tech": 2}})

        assert (await mei.hears("released"))["reason"] == "transferred"
        assert (await lin.reads("transferred"))["data"] == {"to": {"skills": {"tech": 2}}}
        assert (await tom.accepts()) == talk.id
        assert [f["kind"] for f in lin.entries()] == ["transferred", "joined"]


# --- parked ------------------------------------------------------------------------------------------------------------
async def test_a_parked_one_comes_back_with_a_word_to_the_agent(talk: Talk, line: None):
    async with talk.mei() as mei, talk.visitor() as lin:
        await mei.goes("online")
        await mei.does("park", conversation=talk.id, epoch="1")
        assert (await mei.hears("card"))["card"]["state"] == "parked"

        await lin.says("me again")

        back = await mei.hears("assigned")
        assert (back["epoch"], back["card"]["state"]) == ("1", "live")


async def test_wrapping_up_is_shown_and_ends_by_choice(talk: Talk, answered: None, core: object):
    await sync_to_async(Seat.objects.update)(wrap_up_s=60)
    async with talk.mei() as mei, talk.shop.agent("tom") as tom:
        await mei.goes("online")
        await mei.hears("agent", state="online")
        await mei.resolves(talk.id)

        assert (await tom.hears("agent", state="wrap_up"))["name"] == "Mei"
        await mei.hears("agent", state="wrap_up")
        await mei.goes("online")

        await mei.hears("agent", state="online")
        assert (await sync_to_async(Seat.objects.get)(user=talk.shop.users["mei"])).until is None
