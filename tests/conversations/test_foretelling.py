"""The running router foretells waits: to the visitor, on a row of its own, from what the last weeks taught it."""

from __future__ import annotations

from typing import Any

import pytest
from asgiref.sync import sync_to_async

from chatdesk.kernel.clock import now
from conversations import dispatch
from conversations.lifecycle import Outcome, State
from conversations.models import Conversation, Estimate
from routing.models import Calendar, Seat
from tests import factories
from tests.conversations.acts import ago
from tests.flows.places import Set, Shop

NEVER: list[list[list[int]]] = [[]] * 7


def one_busy_agent(shop: Shop) -> None:
    """Mei has one place, which is taken; nobody else is there."""
    Seat.objects.filter(user=shop.users["mei"]).update(capacity=1)
    customer, mei = factories.customer(shop.site), shop.users["mei"]
    factories.conversation(
        customer, state=State.LIVE, assignee=mei, last_agent=mei, epoch=1, agent_spoke_at=now()
    )


async def test_a_visitor_who_asks_for_a_person_is_told_how_long_it_may_take(shop: Shop, core: object):
    await sync_to_async(one_busy_agent)(shop)
    async with shop.agent("mei") as mei, shop.visitor() as lin:
        await mei.goes("online")

        await lin.does("ask_human")

        wait = (await lin.hears("queue", position=1))["wait"]
        assert 0 < wait["low_s"] < wait["high_s"]


async def test_who_comes_back_to_the_page_hears_the_same_wait(shop: Shop, core: object):
    await sync_to_async(one_busy_agent)(shop)
    async with shop.agent("mei") as mei, shop.visitor() as lin:
        await mei.goes("online")
        await lin.does("ask_human")
        first = await lin.hears("queue")

        await lin.reconnects()

        assert (await lin.hears("queue"))["wait"] == first["wait"]


async def test_what_was_foretold_at_first_is_on_a_row_and_stays_there_after_a_restart(
    shop: Shop, core: object
):
    await sync_to_async(one_busy_agent)(shop)
    async with shop.agent("mei") as mei, shop.visitor() as lin:
        await mei.goes("online")
        talk = (await lin.does("ask_human"))["conversation"]
        await lin.hears("queue")
        kept = await row_kept(talk)

        again = Estimate(
            conversation_id=int(talk), arrived_at=kept.arrived_at, at=kept.at, low_s=1, high_s=2, mean_s=1
        )
        await sync_to_async(dispatch.keep)([again])

        assert await Estimate.objects.acount() == 1
        assert (await row_kept(talk)).high_s == kept.high_s > 2


async def row_kept(talk: str) -> Estimate:
    for _ in range(100):
        if row := await Estimate.objects.filter(conversation_id=int(talk)).afirst():
            return row
    raise AssertionError("no estimate was kept")


def history(shop: Shop, *, minutes: float) -> None:
    """A hundred conversations of the last days that each took so long."""
    mei = shop.users["mei"]
    for _ in range(100):
        talk = factories.conversation(
            factories.customer(shop.site),
            state=State.RESOLVED,
            needs={"en": 1},
            arrived_at=ago(86_400),
            resolved_at=ago(86_400 - 60 * minutes),
            ended_in=State.LIVE,
            outcome=Outcome.RESOLVED,
            last_agent=mei,
        )
        factories.entry(talk, "", role="system", kind="joined", at=ago(86_400))


@pytest.fixture
def slow_days(shop: Shop) -> None:
    history(shop, minutes=50)


async def test_a_router_that_starts_knows_how_long_the_last_weeks_took(
    shop: Shop, slow_days: None, core: object
):
    await sync_to_async(one_busy_agent)(shop)
    async with shop.agent("mei") as mei, shop.visitor() as lin:
        await mei.goes("online")

        await lin.does("ask_human")

        frame = await lin.hears("queue")
        assert frame["wait"]["high_s"] > 600  # untaught, it would be about eight minutes at most
        assert "message" in frame["options"]


@pytest.fixture
def closed_team(shop: Shop) -> None:
    Calendar.objects.create(team=shop.team, week=NEVER)


async def test_a_closed_teams_agent_is_offered_nothing_and_may_take_by_hand(
    shop: Shop, closed_team: None, core: object
):
    async with shop.agent("mei") as mei, shop.visitor() as lin:
        await mei.goes("online")
        talk = (await lin.does("ask_human"))["conversation"]
        frame = await lin.hears("queue")

        await mei.wire.quiet("offer", 1.2)
        await mei.takes(talk)

        assert frame["wait"] is None
        assert "message" in frame["options"]
        assert (await row(talk)).state == State.LIVE


async def test_nobody_is_there_out_of_hours_and_the_ticket_says_so(
    shop: Shop, closed_team: None, routing: Set, core: object
):
    routing("unreachable_s=0.5")
    async with shop.agent("mei") as mei, shop.visitor() as lin:
        await mei.goes("online")

        talk = (await lin.does("ask_human"))["conversation"]

        await lin.reads("resolved")
        assert (await row(talk)).left_reason == "desk_closed"


async def row(talk: str) -> Any:
    return await Conversation.objects.aget(pk=int(talk))
