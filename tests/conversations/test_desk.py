"""The desk's side: fences, offers, takes, leases, and who may hear what."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from conversations.lifecycle import State
from conversations.models import Conversation
from routing.models import Lease, Seat
from tests import factories
from tests.conversations.conftest import Talk
from tests.flows.people import Agent, Visitor, new_id
from tests.flows.places import Set, Shop


async def fresh(talk: str) -> Conversation:
    return await Conversation.objects.select_related("assignee").aget(pk=int(talk))


@sync_to_async
def with_the_bot(shop: Shop) -> str:
    """The id of a conversation that nobody has."""
    return str(factories.conversation(factories.customer(shop.site)).pk)


# --- whose it is -----------------------------------------------------------------------------------------------------
async def test_an_old_epoch_is_fenced_whoever_speaks(shop: Shop, line: None):
    async with shop.agent("mei") as mei, shop.agent("sam") as sam:
        talk = await mei.takes(await with_the_bot(shop))
        await sam.does("takeover", conversation=talk)

        late = await mei.asks("say", conversation=talk, epoch="1", text="hi", client_id=new_id())
        too = await sam.asks("say", conversation=talk, epoch="1", text="hi", client_id=new_id())

        assert [late["code"], too["code"]] == ["fenced", "fenced"]


async def test_the_right_epoch_in_the_wrong_hands_is_not_allowed(talk: Talk, line: None):
    async with talk.shop.agent("sam") as sam:
        refused = await sam.asks("say", conversation=talk.id, epoch="1", text="hi", client_id=new_id())

        assert refused["code"] == "not_allowed"


async def test_a_repeat_comes_before_the_fence(talk: Talk, line: None):
    async with talk.mei() as mei, talk.shop.agent("sam") as sam:
        await mei.says("hello", talk.id, client_id="c0ffee00")
        await sam.does("takeover", conversation=talk.id)

        assert (await mei.says("hello", talk.id, client_id="c0ffee00"))["dup"]


async def test_a_resolved_conversation_is_closed_to_staff(talk: Talk, line: None):
    async with talk.mei() as mei:
        await mei.resolves(talk.id)

        refused = await mei.asks("say", conversation=talk.id, epoch="1", text="hi", client_id=new_id())

        assert refused["code"] == "closed"
        assert (await mei.resolves(talk.id))["dup"]


async def test_what_a_colleague_has_is_neither_shown_nor_written_to(talk: Talk, line: None):
    async with talk.shop.agent("tom") as tom:
        assert (await tom.asks("open", conversation=talk.id))["code"] == "not_found"
        for epoch, code in (("7", "fenced"), ("1", "not_allowed")):
            said = {"conversation": talk.id, "epoch": epoch, "text": "hi", "client_id": new_id()}
            assert (await tom.asks("say", **said))["code"] == code


async def test_who_lost_it_hears_no_more_of_it(talk: Talk, line: None):
    async with talk.mei() as mei, talk.shop.agent("sam") as sam, talk.visitor() as lin:
        await mei.does("open", conversation=talk.id)
        await sam.does("takeover", conversation=talk.id)
        assert (await mei.hears("released"))["reason"] == "taken"
        assert (await mei.hears("gone"))["conversation"] == talk.id

        await lin.says("only for sam")

        await sam.reads("message")
        await mei.wire.quiet("entry", 0.3, kind="message")


async def test_a_takeover_is_left_then_joined(talk: Talk, line: None):
    async with talk.shop.agent("sam") as sam, talk.visitor() as lin:
        ok = await sam.does("takeover", conversation=talk.id)

        assert ok["epoch"] == "2"
        await lin.reads("joined")
        assert [entry["kind"] for entry in lin.entries()] == ["left", "joined"]


async def test_accept_and_take_answer_before_the_news(shop: Shop, line: None):
    talk = await with_the_bot(shop)
    async with shop.agent("mei") as mei:
        await mei.does("take", conversation=talk)
        await mei.hears("assigned")

        kinds = [frame["type"] for frame in mei.frames]
        assert kinds.index("ok") < kinds.index("assigned")


async def test_a_lost_race_names_the_winner(shop: Shop, line: None):
    talk = await with_the_bot(shop)
    async with shop.agent("mei") as mei, shop.agent("tom") as tom:
        answers = await asyncio.gather(
            mei.asks("take", conversation=talk), tom.asks("take", conversation=talk)
        )

        lost = next(answer for answer in answers if answer["type"] == "refused")
        winner = (await fresh(talk)).assignee
        assert winner is not None
        assert (lost["code"], winner.name in lost["message"]) == ("stale", True)


async def test_a_full_agent_is_busy_with_the_limit_named(talk: Talk, line: None):
    await Seat.objects.filter(user=talk.shop.users["mei"]).aupdate(capacity=1)
    other = await with_the_bot(talk.shop)
    async with talk.mei() as mei:
        refused = await mei.asks("take", conversation=other)

        assert (refused["code"], "1 of 1" in refused["message"]) == ("busy", True)


# --- resume on the desk ----------------------------------------------------------------------------------------------
async def test_a_desk_follows_from_the_head_what_it_does_not_name(talk: Talk, line: None):
    await sync_to_async(talk.grows)(3)
    async with talk.mei() as mei, talk.visitor() as lin:
        assert mei.entries() == []
        await lin.says("four")
        assert (await mei.reads("message"))["seq"] == 4


async def test_a_desk_that_names_it_gets_entries_and_notes(talk: Talk, line: None):
    async with talk.mei() as mei:
        await mei.says("one", talk.id)
        await mei.notes("first note", talk.id)
        await mei.hears("note")
        await mei.wire.hangs_up()
        await sync_to_async(talk.row.refresh_from_db)()
        await sync_to_async(talk.grows)(2)

        await mei.connects(epoch=mei.epoch, after={talk.id: [1, 0]})

        assert [f.get("seq") or f.get("n") for f in mei.wire.frames if f["type"] in ("entry", "note")] == [
            2,
            3,
            1,
        ]


async def test_open_sends_all_and_names_head_and_epoch(talk: Talk, line: None):
    await sync_to_async(talk.grows)(3)
    async with talk.mei() as mei:
        ok = await mei.does("open", conversation=talk.id)

        assert (ok["head"], ok["epoch"]) == ([3, 0], "1")
        assert [frame["seq"] for frame in mei.entries()] == [1, 2, 3]


async def test_a_desk_ahead_of_the_head_starts_afresh(talk: Talk, line: None):
    async with talk.mei() as mei:
        await mei.wire.hangs_up()
        await mei.connects(epoch=mei.epoch, after={talk.id: [9, 0]})

        assert (await mei.hears("reset"))["reason"] == "ahead"


# --- presence --------------------------------------------------------------------------------------------------------
async def lease_s(shop: Shop, name: str) -> float:
    """Seconds that the agent's lease still runs."""
    for _ in range(40):
        lease = await Lease.objects.filter(user=shop.users[name]).afirst()
        if lease is not None:
            break
        await asyncio.sleep(0.05)
    assert lease is not None
    return (lease.until - timezone.now()).total_seconds()


@pytest.mark.parametrize(("ending", "low", "high"), [("bye", -5, 0.1), ("reload", 3, 5), ("crash", 30, 45)])
async def test_a_lease_ends_as_the_socket_did(shop: Shop, line: None, ending: str, low: float, high: float):
    async with shop.agent("mei") as mei:
        assert 40 < await lease_s(shop, "mei") <= 45
        if ending == "bye":
            mei.wire.sends("bye")
            assert await mei.wire.ends() == 1000
        await mei.wire.hangs_up(1006 if ending == "crash" else 1001)
        await asyncio.sleep(0.3)

        assert low <= await lease_s(shop, "mei") <= high


async def test_the_chosen_state_is_kept_over_sockets(shop: Shop, line: None):
    async with shop.agent("mei") as mei:
        assert mei.welcome["state"] == "offline"
        await mei.goes("busy")

        await mei.reconnects()

        assert mei.welcome["state"] == "busy"


async def test_nobody_chooses_an_unknown_state(shop: Shop, line: None):
    async with shop.agent("mei") as mei:
        assert (await mei.asks("state", state="asleep"))["code"] == "invalid"


# --- offers ----------------------------------------------------------------------------------------------------------
@asynccontextmanager
async def queue(
    shop: Shop, *names: str, waiting: int = 1
) -> AsyncIterator[tuple[list[Agent], list[Visitor]]]:
    """Agents online, then so many visitors who ask for a person."""
    async with AsyncExitStack() as stack:
        agents = [await stack.enter_async_context(shop.agent(name)) for name in names]
        for agent in agents:
            await agent.goes("online")
        visitors = [await stack.enter_async_context(shop.visitor(f"v{i}")) for i in range(waiting)]
        for lin in visitors:
            await lin.does("ask_human")
        yield agents, visitors


async def test_a_late_yes_is_stale(shop: Shop, core: object):
    async with queue(shop, "mei") as ([mei], [lin]):
        offer = await mei.hears("offer")
        await lin.does("leave")
        await mei.hears("withdrawn", offer=offer["offer"])

        assert (await mei.asks("accept", offer=offer["offer"]))["code"] == "stale"


async def test_a_second_yes_is_answered_like_the_first(shop: Shop, core: object):
    async with queue(shop, "mei") as ([mei], _):
        offer = await mei.hears("offer")
        first = await mei.does("accept", offer=offer["offer"])

        again = await mei.does("accept", offer=offer["offer"])

        assert (again["dup"], again["epoch"]) == (True, first["epoch"])


async def test_a_no_goes_to_the_next(shop: Shop, core: object):
    async with queue(shop, "mei", "tom") as (agents, _):
        pending = [asyncio.create_task(agent.hears("offer", within=3)) for agent in agents]
        done, waiting = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        first = agents[pending.index(done.pop())]
        offer = next(frame for frame in first.frames if frame["type"] == "offer")

        await first.does("decline", offer=offer["offer"])

        assert (await waiting.pop())["conversation"] == offer["conversation"]
        assert (await first.hears("withdrawn"))["reason"] == "declined"


async def test_two_missed_offers_mean_not_responding(shop: Shop, core: object, routing: Set):
    routing("offer_s=0.3,ramp_per_min=0")
    async with queue(shop, "mei", waiting=2) as ([mei], _):
        reasons = [(await mei.hears("withdrawn", within=8))["reason"] for _ in range(2)]

        assert reasons == ["expired", "expired"]
        assert await mei.hears("agent", state="not_responding")


async def test_an_offer_comes_again_after_a_reload(shop: Shop, core: object):
    async with queue(shop, "mei") as ([mei], _):
        offer = await mei.hears("offer")

        await mei.reconnects()

        assert (await mei.hears("offer"))["offer"] == offer["offer"]


async def test_a_lost_agent_gives_it_back_with_its_time(shop: Shop, core: object):
    async with queue(shop, "mei") as ([mei], [lin]):
        talk = await mei.accepts()
        arrived = (await fresh(talk)).arrived_at
        mei.wire.sends("bye")

        await lin.reads("queued", within=8, data={"reason": "agent_lost"})

        row = await fresh(talk)
        assert (row.state, row.arrived_at, row.assignee) == (State.QUEUED, arrived, None)


async def test_the_visitor_hears_when_the_desk_opens_and_closes(shop: Shop, core: object):
    async with shop.visitor() as lin, shop.agent("mei") as mei:
        await mei.goes("online")
        await lin.hears("desk", open=True, agents=1)

        mei.wire.sends("bye")

        await lin.hears("desk", open=False, agents=0)
