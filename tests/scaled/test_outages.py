"""What everybody shares goes away and comes back: the processes serve or refuse meanwhile, and need no restart."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import psycopg
import pytest
import redis as client

from tests import servers
from tests.scaled.fleet import Fleet, Process, Web, until
from tests.scaled.talker import Talker, nothing_is_lost

pytestmark = [pytest.mark.timeout(280), pytest.mark.long]
PATIENT = "unreachable_s=900,ticket_after_s=900,gone_s=900,options_after_s=900"
TALKERS = 4
GONE_S = 3.0
Fault = Callable[[], Awaitable[None]]


@pytest.fixture(scope="module")
def webs(fleet: Fleet) -> list[Web]:
    fleet.environment["CHATDESK_SET"] = PATIENT
    both = [fleet.web(), fleet.web()]
    fleet.runs("router")
    for one in both:
        until(one.ready, one, "readiness")
    return both


@asynccontextmanager
async def talking(webs: list[Web]) -> AsyncIterator[list[Talker]]:
    """People who talk all the while, and whose lines are all there at the end."""
    ports = [web.port for web in webs]
    talkers = [Talker(ports[number % 2 :] + ports[: number % 2]) for number in range(TALKERS)]
    stop = asyncio.Event()
    running = asyncio.gather(*(one.run(stop) for one in talkers))
    await asyncio.sleep(1.5)
    try:
        yield talkers
    finally:
        stop.set()
        await asyncio.wait_for(running, 40)


async def survived(webs: list[Web], fleet: Fleet, what: str, fault: Fault, within: float) -> list[Talker]:
    """`fault` happens while people talk; when it is over, all of them are heard again `within` seconds."""
    async with talking(webs) as talkers:
        await fault()
        over = time.monotonic()
        while not all(one.at and one.at[-1] > over for one in talkers):
            await asyncio.sleep(0.02)
            assert time.monotonic() - over < 30, [one.refused for one in talkers]
        took = max(next(at for at in one.at if at > over) for one in talkers) - over
        for web in webs:
            await asyncio.to_thread(until, web.ready, web, "readiness", 20.0)
        ready = time.monotonic() - over
        await asyncio.sleep(1)
    sys.stdout.write(f"\n{what}: everybody heard again after {took:.2f} s, ready after {ready:.2f} s\n")
    try:
        await nothing_is_lost(talkers, fleet.database)
    finally:
        for one in talkers:
            await one.ends()
    assert all(web.popen.poll() is None for web in webs)
    assert took < within
    return talkers


async def test_postgresql_crashes_and_comes_back(webs: list[Web], fleet: Fleet, cluster: servers.Postgresql):
    async def crash() -> None:
        cluster.stop(signal.SIGQUIT)
        try:
            await asyncio.sleep(GONE_S)
            assert await asyncio.to_thread(webs[0].readiness) == 503
        finally:
            await asyncio.to_thread(cluster.start)

    talkers = await survived(webs, fleet, "PostgreSQL crashed", crash, 5.0)

    assert set().union(*(one.refused for one in talkers)) <= {"unavailable", "busy"}
    assert sum(one.refused.total() for one in talkers)
    assert [one.closed for one in talkers] == [[]] * TALKERS, "the sockets stay"


async def test_every_connection_to_postgresql_is_ended(webs: list[Web], fleet: Fleet):
    async def end() -> None:
        async with await psycopg.AsyncConnection.connect(fleet.database) as link:
            await link.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    await survived(webs, fleet, "all connections to PostgreSQL ended", end, 3.0)


async def test_redis_is_killed_and_comes_back_empty(webs: list[Web], fleet: Fleet):
    async def kill() -> None:
        fleet.redis.stop()
        await asyncio.sleep(GONE_S)
        fleet.redis.start()

    talkers = await survived(webs, fleet, "Redis killed", kill, 3.0)

    assert [one.refused.total() for one in talkers] == [0] * TALKERS, (
        "without Redis everything is written as ever"
    )
    assert [one.closed for one in talkers] == [[]] * TALKERS


async def test_redis_freezes_for_five_seconds(webs: list[Web], fleet: Fleet):
    async def freeze() -> None:
        await asyncio.to_thread(fleet.redis.freeze, 5.0)

    talkers = await survived(webs, fleet, "Redis frozen", freeze, 3.0)

    assert [one.refused.total() for one in talkers] == [0] * TALKERS
    assert [one.closed for one in talkers] == [[]] * TALKERS
    for one in talkers:
        assert max(b - a for a, b in zip(one.at, one.at[1:], strict=False)) < 3.0, (
            "people go on talking meanwhile"
        )


@pytest.mark.parametrize("how", ["FLUSHALL", "maxmemory", "CLIENT KILL"])
async def test_redis_forgets_or_is_full(how: str, webs: list[Web], fleet: Fleet):
    link = client.Redis.from_url(fleet.redis.url)

    async def trouble() -> None:
        if how == "maxmemory":
            link.config_set("maxmemory", "1")
            await asyncio.sleep(GONE_S)
            link.config_set("maxmemory", "0")
        elif how == "FLUSHALL":
            link.flushall()
        else:
            for kind in ("normal", "pubsub"):
                link.client_kill_filter(_type=kind)

    talkers = await survived(webs, fleet, f"Redis {how}", trouble, 3.0)

    link.close()
    assert [one.refused.total() for one in talkers] == [0] * TALKERS
    assert [one.closed for one in talkers] == [[]] * TALKERS


async def test_after_all_that_news_cross_again_at_once(webs: list[Web], fleet: Fleet):
    """The line between the processes is up, and not merely polled for."""
    router: Process = fleet.processes[-1]
    assert router.popen.poll() is None
    mei = await webs[1].agent(fleet.keys["mei"])
    await mei.must("state", state="online")
    lin, _ = await webs[0].visitor()
    talk = (await lin.must("ask_human"))["conversation"]
    offer = await mei.heard(lambda f: f["type"] == "offer" and f["conversation"] == talk, "offer")
    await mei.must("accept", offer=offer["offer"])
    await mei.must("open", conversation=talk, after=[0, 0])
    for number in range(5):
        await lin.must("say", client_id=f"quick-{number:05}", text=f"quick {number}")
        await mei.heard_entry(lambda f, n=number: f.get("text") == f"quick {n}", "entry", 0.8)  # type: ignore[misc]
        await asyncio.sleep(0.3)
    await lin.leave()
    await mei.leave()
