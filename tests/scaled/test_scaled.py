"""Two web processes, two routers: people meet across them, and what dies loses nothing that was acknowledged."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

import pytest

from tests.independent.client import Link
from tests.scaled.fleet import Fleet, Process, Web, until

pytestmark = pytest.mark.timeout(280)


@pytest.fixture(scope="module")
def webs(fleet: Fleet) -> list[Web]:
    return [fleet.web(), fleet.web()]


@pytest.fixture
def two(fleet: Fleet, webs: list[Web]) -> list[Web]:
    """Two web processes that are ready, and a router that leads."""
    for at, web in enumerate(webs):
        if web.popen.poll() is not None:
            webs[at] = fleet.web()
    if not any(process.popen.poll() is None for process in routers(fleet)):
        fleet.runs("router", "--set", "unreachable_s=30")
    for web in webs:
        until(web.ready, web, "readiness")
    return webs


def routers(fleet: Fleet) -> list[Process]:
    return [process for process in fleet.processes if "router" in process.log.name]


async def says(link: Link, text: str, **fields: Any) -> dict[str, Any]:
    return await link.must("say", client_id=secrets.token_hex(8), text=text, **fields)


async def meet(two: list[Web], fleet: Fleet, name: str) -> tuple[Link, Link, str, str, dict[str, Any]]:
    """A visitor at the first web process and an agent at the second in one conversation: both, its id and epoch."""
    mei = await two[1].agent(fleet.keys[name])
    await mei.must("state", state="online")
    lin, welcome = await two[0].visitor()
    talk = (await lin.must("ask_human"))["conversation"]
    offer = await mei.heard(lambda f: f["type"] == "offer" and f["conversation"] == talk, "offer")
    epoch = (await mei.must("accept", offer=offer["offer"]))["epoch"]
    await mei.must("open", conversation=talk, after=[0, 0])
    return lin, mei, talk, epoch, welcome


def texts(link: Link, talk: str) -> list[str]:
    return [entry["text"] for entry in link.logs[talk] if entry["kind"] == "message"]


async def both_have(one: Link, other: Link, talk: str, text: str) -> None:
    for link in (one, other):
        await link.heard_entry(lambda f: f.get("text") == text, text)
    assert one.logs[talk] == other.logs[talk]


async def test_what_is_said_in_one_process_is_heard_in_the_other_at_once(two: list[Web], fleet: Fleet):
    lin, mei, talk, epoch, _ = await meet(two, fleet, "mei")
    await says(lin, "from the first")
    await mei.heard_entry(lambda f: f.get("text") == "from the first", "entry", 2.0)
    await says(mei, "from the second", conversation=talk, epoch=epoch)
    await lin.heard_entry(lambda f: f.get("text") == "from the second", "entry", 2.0)
    await lin.tell("typing", on=True, preview="hm")
    await mei.heard(lambda f: f["type"] == "typing" and f["role"] == "visitor", "typing", 2.0)
    await mei.must("resolve", conversation=talk, epoch=epoch, outcome="resolved")
    await lin.heard_entry(lambda f: f["kind"] == "resolved", "resolved", 2.0)
    assert lin.logs[talk] == mei.logs[talk]
    await lin.leave()
    await mei.leave()


async def test_a_killed_web_process_loses_and_doubles_nothing(two: list[Web], fleet: Fleet):
    lin, mei, talk, epoch, welcome = await meet(two, fleet, "mei")
    said = [f"line {number}" for number in range(8)]
    for text in said[:4]:
        await says(lin, text)
    unsure = secrets.token_hex(8)
    await lin.tell("say", ref=90_000, client_id=unsure, text=said[5])  # committed or not, nobody knows
    two[0].kill()
    await says(mei, said[4], conversation=talk, epoch=epoch)
    again, _ = await two[1].visitor(
        token=welcome["token"], epoch=welcome["epoch"], after={talk: lin.after[talk]}
    )
    again.logs[talk], again.after[talk] = lin.logs[talk], lin.after[talk]
    for _ in range(2):  # the same again, as after a lost acknowledgement
        await again.must("say", client_id=unsure, text=said[5])
    await says(mei, said[6], conversation=talk, epoch=epoch)
    await says(again, said[7])
    await both_have(again, mei, talk, said[7])
    assert sorted(texts(again, talk)) == said
    await mei.must("resolve", conversation=talk, epoch=epoch, outcome="resolved")
    await again.leave()
    await mei.leave()


async def test_a_standby_takes_over_from_a_killed_router(two: list[Web], fleet: Fleet):
    standby = fleet.runs("router")
    first = next(one for one in routers(fleet) if one.popen.poll() is None and one is not standby)
    first.kill()
    mei = await two[1].agent(fleet.keys["mei"])
    await mei.must("state", state="online")
    lin, _ = await two[0].visitor()
    talk = (await lin.must("ask_human"))["conversation"]
    offer = await mei.heard(lambda f: f["type"] == "offer" and f["conversation"] == talk, "offer", 10.0)
    epoch = (await mei.must("accept", offer=offer["offer"]))["epoch"]
    await mei.must("resolve", conversation=talk, epoch=epoch, outcome="resolved")
    await lin.leave()
    await mei.leave()


async def test_while_redis_is_gone_messages_still_arrive_and_afterwards_too(two: list[Web], fleet: Fleet):
    lin, mei, talk, epoch, _ = await meet(two, fleet, "mei")
    fleet.redis.stop()
    await says(lin, "into the silence")
    await mei.heard_entry(lambda f: f.get("text") == "into the silence", "polled entry", 6.0)
    await asyncio.sleep(3)
    await says(mei, "still here", conversation=talk, epoch=epoch)
    await lin.heard_entry(lambda f: f.get("text") == "still here", "polled entry", 3.0)
    assert two[0].readiness() == 503
    fleet.redis.start()
    until(two[0].ready, two[0], "readiness", 15.0)
    until(two[1].ready, two[1], "readiness", 15.0)
    await says(lin, "back again")
    await both_have(lin, mei, talk, "back again")
    await mei.must("resolve", conversation=talk, epoch=epoch, outcome="resolved")
    await lin.leave()
    await mei.leave()


async def test_without_any_router_those_who_serve_give_out_what_waits(two: list[Web], fleet: Fleet):
    for one in routers(fleet):
        one.kill()
    mei = await two[1].agent(fleet.keys["mei"])
    await mei.must("state", state="online")
    lin, _ = await two[0].visitor()
    talk = (await lin.must("ask_human"))["conversation"]
    offer = await mei.heard(lambda f: f["type"] == "offer" and f["conversation"] == talk, "offer", 25.0)
    assert "order of arrival" in offer["why"]["en"]
    epoch = (await mei.must("accept", offer=offer["offer"]))["epoch"]
    await mei.must("resolve", conversation=talk, epoch=epoch, outcome="resolved")
    await lin.leave()
    await mei.leave()
