"""The running router: it explains itself, offers only to who is still there, and goes on after a failure."""

from __future__ import annotations

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from accounts.models import User
from conversations import dispatch
from conversations.lifecycle import State
from conversations.models import Conversation
from routing.models import Decision, Leader, Seat
from tests import factories
from tests.flows.places import Set, Shop

waiting = sync_to_async(dispatch.waiting, thread_sensitive=False)


async def test_a_waiting_conversation_is_explained_in_both_languages(shop: Shop, core: object):
    async with shop.agent("tom") as tom, shop.visitor(locale="zh") as lin:
        await tom.goes("online")
        talk = (await lin.does("ask_human"))["conversation"]
        await lin.hears("queue")

        why = await waiting(int(talk))

        assert why is not None
        assert set(why) == {"zh", "en"}
        assert all(why.values())


async def test_what_does_not_wait_has_nothing_to_explain(shop: Shop, core: object):
    async with shop.visitor() as lin:
        talk = (await lin.says("How long does delivery take?"))["conversation"]

        assert await waiting(int(talk)) is None


def test_decisions_say_why_it_waits_only_where_a_router_leads(client: Client, sam: User):
    talk = factories.conversation(state=State.QUEUED)
    client.force_login(sam)

    answer = client.get(f"/api/v1/conversations/{talk.pk}/decisions").json()

    assert (answer["items"], answer["waiting"]) == ([], None)


async def test_an_agent_who_leaves_gets_no_offer_and_the_next_one_does(shop: Shop, core: object):
    async with shop.agent("mei") as mei, shop.agent("tom") as tom, shop.visitor() as lin:
        await mei.goes("online")
        await tom.goes("online")
        await lin.does("ask_human")
        first = await offered_to()
        await {"mei": mei, "tom": tom}[first].goes("break")

        other = {"mei": tom, "tom": mei}[first]

        assert (await other.hears("offer"))["why"]["en"]


async def offered_to() -> str:
    """Who is asked first, by name."""
    for _ in range(100):
        row = await sync_to_async(Decision.objects.select_related("agent").first)()
        if row is not None:
            return row.agent.name.lower()
    raise AssertionError("nobody was asked")


async def test_push_auto_gives_without_asking(shop: Shop, core: object):
    await sync_to_async(lambda: type(shop.team).objects.update(mode="push_auto"))()
    async with shop.agent("mei") as mei, shop.visitor() as lin:
        await mei.goes("online")

        await lin.does("ask_human")

        assert (await mei.hears("assigned"))["epoch"] == "1"
        assert (await lin.reads("joined"))["data"]["agent"]["name"] == "Mei"


async def test_one_that_cannot_be_routed_does_not_keep_the_others_waiting(shop: Shop, core: object):
    broken = await sync_to_async(waits)(shop, promise_s=0.0)
    async with shop.agent("mei") as mei, shop.visitor() as lin:
        await mei.goes("online")

        talk = (await lin.does("ask_human"))["conversation"]

        assert (await mei.hears("offer"))["conversation"] == talk
        assert talk != str(broken.pk)


def waits(shop: Shop, **fields: Any) -> Conversation:
    return factories.conversation(factories.customer(shop.site), state=State.QUEUED, **fields)


async def test_a_promise_of_nothing_is_still_kept_by_somebody(shop: Shop, core: object, routing: Set):
    routing("promise_s=0")
    async with shop.agent("mei") as mei, shop.visitor() as lin:
        await mei.goes("online")

        await lin.does("ask_human")

        assert (await mei.hears("offer"))["card"]["promise_s"] > 0


async def test_a_router_that_lost_the_lead_changes_nothing(shop: Shop, core: object):
    async with shop.agent("mei") as mei, shop.visitor() as lin:
        await mei.goes("online")
        await sync_to_async(Leader.objects.filter(pk=1).update)(epoch=1_000)

        talk = (await lin.does("ask_human"))["conversation"]

        await mei.wire.quiet("offer", 1.5)
        row: Any = await sync_to_async(Conversation.objects.get)(pk=talk)
        assert row.state == State.QUEUED


@pytest.mark.parametrize("state", [Seat.State.BUSY, Seat.State.NOT_RESPONDING])
async def test_who_takes_no_new_ones_gets_no_offer(shop: Shop, core: object, state: str):
    async with shop.agent("mei") as mei, shop.visitor() as lin:
        await sync_to_async(Seat.objects.filter(user=shop.users["mei"]).update)(state=state)

        await lin.does("ask_human")

        await mei.wire.quiet("offer", 1.2)
