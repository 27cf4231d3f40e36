"""The tools beside a router that runs: what it decided is told, checked again, and ends as the agent answers."""

from __future__ import annotations

from typing import Any

from asgiref.sync import sync_to_async

from insights.routing import decisions, live, sight
from routing.models import Decision
from tests.flows.places import Shop


def latest() -> Any:
    return decisions.latest(Decision.objects.order_by("pk"), named=True)


def page() -> Any:
    sight.forget()
    return live.page(None, named=True)


told, shown = (sync_to_async(each, thread_sensitive=False) for each in (latest, page))


async def test_a_decision_of_the_router_bears_its_choice_out(shop: Shop, core: object) -> None:
    async with shop.agent("mei") as mei, shop.visitor() as lin:
        await mei.goes("online")
        await lin.does("ask_human")
        offer = await mei.hears("offer")
        [asked] = await told()

        await mei.does("accept", offer=offer["offer"])
        [accepted] = await told()

    assert (asked["recomputed"], asked["outcome"]) == (True, None)
    assert asked["agent"]["name"] == "Mei"
    assert [one["chosen"] for one in asked["candidates"]] == [True]
    assert all(figure["says"]["zh"] for figure in asked["candidates"][0]["figures"])
    assert (accepted["recomputed"], accepted["outcome"]) == (True, "accepted")


async def test_a_visitor_for_whom_nobody_is_there_is_explained_beside_the_router(
    shop: Shop, core: object
) -> None:
    async with shop.agent("mei") as mei, shop.visitor() as lin:
        await mei.goes("break")
        talk = (await lin.does("ask_human"))["conversation"]
        await lin.hears("queue")

        seen = await shown()

    [waits] = seen["waiting"]
    assert waits["conversation"] == talk
    assert "1 on break" in waits["why"]["en"]
    assert [queue["capable"]["break"] for queue in seen["queues"]] == [1]
