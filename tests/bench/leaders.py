"""`scripts/bench leaders [--minutes 5] [--every 3]`: the fleet on PostgreSQL and Redis while its routers are killed in turn.

Practice visitors and agents go on meanwhile; afterwards the rows are judged. Degraded mode gives out where no router is left.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from chatdesk.practice.people import Place
from chatdesk.practice.run import Run, practise
from tests.scaled.fleet import ORIGIN, Fleet, Process, until
from tests.servers import have_postgresql, postgresql, redis

ROUTERS = 3  # one leads, the others stand by or are on their way
JUDGE = (
    "from tests.bench.claims import judging; from conversations import checking, floor; from chatdesk.kernel.clock import now; "
    "from conversations.models import Conversation; from collections import Counter; from routing.models import Decision, Leader; "
    "rules = Counter(one.rule for one in checking.violations(floor.look(now()), 1)); "
    "by = Counter(Decision.objects.values_list('rule', flat=True)); "
    "print(judging.doubles(), dict(rules), Conversation.objects.count(), dict(by), Leader.objects.get().epoch, sep=' | ')"
)


def main(words: list[str]) -> int:
    """Print what the killing left behind; 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="bench leaders")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--every", type=float, default=3.0)
    parser.add_argument("--rate", type=float, default=40.0)
    given = parser.parse_args(words)
    if not have_postgresql():
        sys.stdout.write("PostgreSQL 15 is not installed here\n")
        return 0
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="chatdesk-leaders-")))
        database, cache = stack.enter_context(postgresql()), stack.enter_context(redis())
        fleet = Fleet(folder, database, cache)
        stack.callback(fleet.close)
        return asyncio.run(soak(fleet, given.minutes * 60, given.every, given.rate))


async def soak(fleet: Fleet, lasts_s: float, every_s: float, rate: float) -> int:
    """Let people meet and routers die; then judge."""
    web = fleet.web()
    routers = [Process(fleet, "router") for _ in range(ROUTERS)]
    await asyncio.to_thread(until, web.ready, web, "readiness")
    place = Place(f"http://127.0.0.1:{web.port}", "demo", ORIGIN)
    run = Run(place, tuple(fleet.keys.values()), rate, lasts_s, 4.0, 20.0, ("zh", "en"), 1)
    practice = asyncio.create_task(practise(run))
    killed, end = 0, time.monotonic() + lasts_s
    while time.monotonic() < end:
        await asyncio.sleep(every_s)
        if up := next((one for one in routers if "is up" in one.log.read_text()), None):
            await asyncio.to_thread(up.kill)
            routers.remove(up)
            routers.append(Process(fleet, "router"))
            killed += 1
    code = await practice
    told = await asyncio.to_thread(fleet.does, JUDGE)
    for router in routers:
        router.kill()
    doubles, broken, talks, decisions, epoch = told.split(" | ")
    sys.stdout.write(
        f"{killed} routers killed in {lasts_s:.0f} s, leader's epoch {epoch}; {talks} conversations, "
        f"decisions by rule {decisions}; "
        f"double assignments {doubles}, rules broken at the end {broken}\n"
    )
    return 1 if code or doubles != "0" or broken != "{}" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
