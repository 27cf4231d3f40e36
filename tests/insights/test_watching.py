"""Watching, whispering, taking over: seen by the trail, and by the visitor only where the protocol says so."""

from __future__ import annotations

import asyncio

import pytest
from asgiref.sync import sync_to_async

from accounts.models import AuditEntry, Role
from conversations.lifecycle import State
from conversations.models import Conversation
from routing.models import Decision, Seat
from tests import factories
from tests.conversations.conftest import Talk
from tests.flows.people import Agent
from tests.insights.conftest import trail_now


async def verbs() -> list[str]:
    return [verb for verb, _, _ in await trail_now()]


async def recorded(verb: str) -> None:
    """Wait for a line that is written beside an answer."""
    for _ in range(150):
        if verb in await verbs():
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"no line says {verb}")


async def watches(sam: Agent, talk: Talk) -> None:
    await sam.does("watch", conversation=talk.id)


async def test_who_watches_reads_all_and_hears_more(talk: Talk, line: None):
    await sync_to_async(talk.grows)(3)
    async with talk.shop.agent("sam") as sam, talk.mei() as mei, talk.visitor() as lin:
        ok = await sam.does("watch", conversation=talk.id)
        assert (ok["head"], ok["epoch"]) == ([3, 0], "1")
        assert sam.timeline() == ["line 1", "line 2", "line 3"]

        await lin.says("and you?")
        await mei.notes("careful", talk.id)

        assert (await sam.reads("message", text="and you?"))["seq"] == 4
        assert (await sam.hears("note"))["text"] == "careful"


async def test_watching_is_on_record_once_and_so_is_its_end(talk: Talk, line: None):
    async with talk.shop.agent("sam") as sam:
        for _ in range(2):
            await watches(sam, talk)
        assert await trail_now() == [("watch", f"conversation-{talk.id}", "ok")]

        sam.wire.sends("shut", conversation=talk.id)
        await recorded("unwatch")

    assert await verbs() == ["watch", "unwatch"]


async def test_a_socket_that_goes_ends_its_watching(talk: Talk, line: None):
    async with talk.shop.agent("sam") as sam:
        await watches(sam, talk)

    await recorded("unwatch")


async def test_who_shuts_it_hears_no_more(talk: Talk, line: None):
    async with talk.shop.agent("sam") as sam, talk.visitor() as lin:
        await watches(sam, talk)
        sam.wire.sends("shut", conversation=talk.id)
        await recorded("unwatch")
        await lin.says("still there?")

        await sam.wire.quiet("entry")


async def test_the_visitor_sees_nothing_of_watching_and_whispering(talk: Talk, line: None):
    async with talk.visitor() as lin, talk.shop.agent("sam") as sam, talk.mei() as mei:
        await mei.does("open", conversation=talk.id)
        before = len(lin.frames)
        await watches(sam, talk)
        sam.wire.sends("typing", conversation=talk.id, on=True)
        sam.wire.sends("read", conversation=talk.id, seq=1)
        await sam.notes("offer a refund", talk.id)
        assert (await mei.hears("note"))["text"] == "offer a refund"
        await asyncio.sleep(0.2)

        assert lin.frames[before:] == []


async def test_a_whisper_is_on_record_and_a_colleagues_note_is_not(talk: Talk, line: None):
    async with talk.shop.agent("sam") as sam, talk.mei() as mei:
        await mei.notes("for later", talk.id)
        await watches(sam, talk)
        ok = await sam.notes("offer a refund", talk.id)

        assert await verbs() == ["watch", "whisper"]
        detail = await AuditEntry.objects.values_list("detail", flat=True).aget(verb="whisper")
        assert detail == {"note": ok["n"]}


async def test_a_whisper_sent_again_is_one_line(talk: Talk, line: None):
    async with talk.shop.agent("sam") as sam:
        await watches(sam, talk)
        for _ in range(2):
            await sam.does("note", text="wait", conversation=talk.id, client_id="whisper-0001")

        assert (await verbs()).count("whisper") == 1


@pytest.mark.parametrize("frame", ["watch", "takeover"])
@pytest.mark.parametrize("role", [Role.AGENT, Role.AUDITOR])
async def test_who_may_not_is_refused_and_that_is_on_record(talk: Talk, line: None, role: str, frame: str):
    await sync_to_async(talk.shop.employ)("vera", {"en": 5}, role=role)
    async with talk.shop.agent("vera") as vera:
        assert (await vera.asks(frame, conversation=talk.id))["code"] == "not_allowed"
        await recorded("denied")

        await recorded("denied")
        assert await trail_now() == [("denied", f"conversation-{talk.id}", "denied")]
        assert vera.entries() == []


async def test_even_the_agent_who_has_it_may_not_watch_it(talk: Talk, line: None):
    async with talk.mei() as mei:
        assert (await mei.asks("watch", conversation=talk.id))["code"] == "not_allowed"


async def test_what_isnt_there_cannot_be_watched(talk: Talk, line: None):
    async with talk.shop.agent("sam") as sam:
        assert (await sam.asks("watch", conversation="9999"))["code"] == "not_found"
        assert await verbs() == []


# --- taking over -----------------------------------------------------------------------------------------------------
async def fresh(talk: Talk) -> Conversation:
    return await Conversation.objects.select_related("assignee").aget(pk=talk.row.pk)


async def test_taking_over_tells_everybody_and_is_on_record(talk: Talk, line: None):
    async with talk.shop.agent("sam") as sam, talk.mei() as mei, talk.visitor() as lin:
        await watches(sam, talk)
        ok = await sam.does("takeover", conversation=talk.id)

        assert (await sam.hears("assigned"))["epoch"] == ok["epoch"] == "2"
        assert (await mei.hears("released"))["reason"] == "taken"
        assert (await lin.reads("left"))["data"]["agent"]["name"] == "Mei"
        assert (await lin.reads("joined"))["data"]["agent"]["name"] == "Sam"
        line_ = await AuditEntry.objects.aget(verb="takeover")
        assert (line_.actor, line_.detail) == (talk.shop.users["sam"].pk, {"from": talk.shop.users["mei"].pk})
        record = await Decision.objects.aget(conversation=talk.id)
        assert record.record["why"]["en"] == "Taken over by a supervisor"


async def test_who_took_over_speaks_and_the_old_agent_is_fenced(talk: Talk, line: None):
    async with talk.shop.agent("sam") as sam, talk.mei() as mei, talk.visitor() as lin:
        sam.held[talk.id] = (await sam.does("takeover", conversation=talk.id))["epoch"]
        await sam.says("I am Sam", talk.id)
        await lin.reads("message", text="I am Sam")

        late = await mei.asks("say", conversation=talk.id, epoch="1", text="me too", client_id="late-0001")

        assert late["code"] == "fenced"


async def test_who_took_over_types_in_sight_of_the_visitor_again(talk: Talk, line: None):
    async with talk.shop.agent("sam") as sam, talk.visitor() as lin:
        await watches(sam, talk)
        await sam.does("takeover", conversation=talk.id)
        await sam.hears("assigned")
        sam.wire.sends("typing", conversation=talk.id, on=True)

        assert (await lin.hears("typing"))["role"] == "agent"


async def test_a_supervisor_without_a_seat_may_take_over_and_is_asked_for_nothing_else(
    talk: Talk, line: None
):
    await Seat.objects.filter(user=talk.shop.users["sam"]).adelete()
    async with talk.shop.agent("sam") as sam, talk.mei():
        await sam.does("takeover", conversation=talk.id)

        assert (await fresh(talk)).assignee == talk.shop.users["sam"]
        seat = await Seat.objects.aget(user=talk.shop.users["sam"])
        assert (seat.skills, seat.state) == ({}, Seat.State.OFFLINE)


async def test_taking_over_above_the_limit_is_busy_and_leaves_no_line(talk: Talk, line: None):
    await Seat.objects.filter(user=talk.shop.users["sam"]).aupdate(capacity=0)
    async with talk.shop.agent("sam") as sam, talk.mei() as mei:
        refused = await sam.asks("takeover", conversation=talk.id)

        assert (refused["code"], "0 of 0" in refused["message"]) == ("busy", True)
        assert await verbs() == []
        assert (await fresh(talk)).assignee == talk.shop.users["mei"]
        await mei.wire.quiet("released")


async def test_taking_over_twice_is_taking_over_once(talk: Talk, line: None):
    async with talk.shop.agent("sam") as sam:
        first = await sam.does("takeover", conversation=talk.id)
        again = await sam.does("takeover", conversation=talk.id)

        assert (again["dup"], again["epoch"]) == (True, first["epoch"])
        assert (await verbs()).count("takeover") == 1


@pytest.mark.parametrize("state", [State.BOT, State.QUEUED, State.PARKED])
async def test_any_open_state_can_be_taken_over(talk: Talk, line: None, state: State):
    held = {} if state == State.PARKED else {"assignee": None, "arrived_at": talk.row.created_at}
    await Conversation.objects.filter(pk=talk.row.pk).aupdate(state=state, **held)
    async with talk.shop.agent("sam") as sam:
        await sam.does("takeover", conversation=talk.id)

    row = await fresh(talk)
    assert (row.state, row.assignee) == (State.LIVE, talk.shop.users["sam"])


async def test_what_is_over_cannot_be_taken_over(talk: Talk, line: None):
    def over() -> str:
        done = factories.conversation(factories.customer(talk.shop.site), state=State.RESOLVED)
        return str(done.pk)

    async with talk.shop.agent("sam") as sam:
        assert (await sam.asks("takeover", conversation=await sync_to_async(over)()))["code"] == "stale"
        assert await verbs() == []


async def test_an_offer_to_a_colleague_is_withdrawn(talk: Talk, line: None):
    mei = talk.shop.users["mei"]
    offer = {"state": State.OFFERED, "assignee": None, "offered_to": mei, "offer": "offer-1"}
    await Conversation.objects.filter(pk=talk.row.pk).aupdate(**offer, arrived_at=talk.row.created_at)
    async with talk.mei() as agent, talk.shop.agent("sam") as sam:
        await agent.hears("offer")
        await sam.does("takeover", conversation=talk.id)

        assert (await agent.hears("withdrawn"))["reason"] == "taken"


# --- handing back ----------------------------------------------------------------------------------------------------
async def test_handing_back_asks_the_former_agent_and_is_on_record(talk: Talk, line: None):
    async with talk.shop.agent("sam") as sam, talk.mei() as mei:
        await mei.goes("online")
        epoch = (await sam.does("takeover", conversation=talk.id))["epoch"]
        back = {"agent": str(talk.shop.users["mei"].pk)}
        await sam.does("transfer", conversation=talk.id, epoch=epoch, to=back, text="calm now")
        await sam.does("transfer", conversation=talk.id, epoch=epoch, to=back)
        await mei.accepts()

        row = await fresh(talk)
        assert (row.assignee, row.epoch) == (talk.shop.users["mei"], 3)
        handed = await AuditEntry.objects.aget(verb="hand_back")
        assert handed.detail == {"to": talk.shop.users["mei"].pk}


async def test_handing_to_somebody_else_is_no_handing_back(talk: Talk, line: None):
    async with talk.shop.agent("sam") as sam, talk.shop.agent("tom") as tom:
        await tom.goes("online")
        epoch = (await sam.does("takeover", conversation=talk.id))["epoch"]
        to = {"agent": str(talk.shop.users["tom"].pk)}
        await sam.does("transfer", conversation=talk.id, epoch=epoch, to=to)

        assert await verbs() == ["takeover"]


async def test_giving_back_what_a_colleague_handed_on_is_no_handing_back(talk: Talk, line: None):
    sam_id, mei_id = (str(talk.shop.users[name].pk) for name in ("sam", "mei"))
    async with talk.shop.agent("sam") as sam, talk.mei() as mei:
        await sam.goes("online")
        await mei.goes("online")
        await mei.does("transfer", conversation=talk.id, epoch="1", to={"agent": sam_id})
        await sam.accepts()
        await sam.does("transfer", conversation=talk.id, epoch="2", to={"agent": mei_id})

        assert await verbs() == []
