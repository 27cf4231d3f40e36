"""A planned restart of one process after the other, behind a proxy, is seen by nobody."""

from __future__ import annotations

import asyncio
import sys
import time
from http.client import HTTPConnection, HTTPException

import pytest

from tests.scaled.balancer import Balancer
from tests.scaled.fleet import Fleet, until
from tests.scaled.talker import Talker, nothing_is_lost

pytestmark = [pytest.mark.timeout(280), pytest.mark.long]
TALKERS = 6
PATIENT = "unreachable_s=900,ticket_after_s=900,gone_s=900,options_after_s=900"


async def asks_on(port: int, until_set: asyncio.Event) -> tuple[int, list[str]]:
    """A page asked for again and again: how often, and what went wrong."""

    def once() -> str:
        line = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            line.request("GET", "/version")
            return "" if (status := line.getresponse().status) == 200 else str(status)
        except (OSError, HTTPException) as error:
            return repr(error)
        finally:
            line.close()

    said = []
    while not until_set.is_set():
        said.append(await asyncio.to_thread(once))
        await asyncio.sleep(0.05)
    return len(said), [one for one in said if one]


async def test_web_processes_restarted_in_turn_lose_nothing_and_show_no_error(fleet: Fleet):
    fleet.environment["CHATDESK_SET"] = PATIENT
    webs = [fleet.web(), fleet.web()]
    fleet.runs("router")
    for web in webs:
        await asyncio.to_thread(until, web.ready, web, "readiness")
    stop = asyncio.Event()
    async with Balancer([web.port for web in webs]) as front:
        talkers = [Talker([front.port]) for _ in range(TALKERS)]
        running = asyncio.gather(*(one.run(stop) for one in talkers))
        asking = asyncio.create_task(asks_on(front.port, stop))
        await asyncio.sleep(2)
        for web in webs:
            begun = time.monotonic()
            assert await asyncio.to_thread(web.end) == 0
            took = time.monotonic() - begun
            sys.stdout.write(f"\nleft in {took:.1f} s")
            assert took < 10
            again = fleet.web(web.port)
            await asyncio.to_thread(until, again.ready, again, "readiness")
            await asyncio.sleep(1)
        stop.set()
        await asyncio.wait_for(running, 40)
        asked, wrong = await asking
        await nothing_is_lost(talkers, fleet.database)
        for one in talkers:
            await one.ends()

    sys.stdout.write(f"\n{asked} pages asked for, {sum(len(one.said) for one in talkers)} lines said\n")
    assert wrong == []
    assert [one.refused.total() for one in talkers] == [0] * TALKERS
    assert {code for one in talkers for code in one.closed} == {4012}
    assert all(one.closed for one in talkers), "each was at one that was restarted"
