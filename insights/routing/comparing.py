"""The last days once more with each policy, from the firm's own rows; the heavy part runs apart."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime
from math import log
from typing import Any

from chatdesk.kernel import limits
from chatdesk.kernel.clock import stamp
from chatdesk.kernel.errors import Invalid
from conversations.board_feed import known
from insights import figures
from insights.routing import basis, history, material, staff, work
from insights.routing.grid import ago
from insights.routing.history import Came
from insights.routing.once import once
from routing.learn import HANDLING

WEEKS = 2  # that can be compared, at most
REPLAYED = 15_000  # conversations that each policy meets, the latest


def compare(site: str | None, days: int, now: datetime) -> dict[str, Any]:
    """The last whole days with each policy; raises Invalid for more than two weeks."""
    if not 1 <= days <= 7 * WEEKS:
        raise Invalid(f"days is 1 to {7 * WEEKS}")
    known(site, None)
    zone = figures.zone(site)
    since, until = ago(days, now, zone), ago(0, now, zone)
    return dict(once(("compare", site, since, until), lambda: _compare(site, since, until, now)))


def _compare(site: str | None, since: datetime, until: datetime, now: datetime) -> dict[str, Any]:
    came = history.came(since, until, site)[-REPLAYED:]
    people = staff.specs(now)
    shifts = [
        {"agent": basis.agent(people[agent]), "spans": spans}
        for agent, spans in sorted(staff.held(came, since).items())
        if agent in people
    ]
    found = {"conversations": len(came), "agents": len(shifts), "from": stamp(since), "to": stamp(until)}
    if not came or not shifts:
        return {**found, "conversations": 0, "policies": []}
    rows = work.rehearse("compare", {"shifts": shifts, **visits(came, since, site)})
    current = limits.current().policy
    return {**found, "policies": [{**row, "now": row["policy"] == current} for row in rows]}


def visits(came: Sequence[Came], since: datetime, site: str | None) -> dict[str, Any]:
    """Everybody with their own needs, work and patience; what nobody knows of one is drawn, always alike.

    Who was served had at least the patience to wait so long: the rest is drawn as of everybody.
    """
    widen, patience = material.widening(site), material.patience_s(came)
    queues = sorted({material.queue_of(one) for one in came})
    number = {queue: place for place, queue in enumerate(queues)}
    usual = material.works(came) or [HANDLING]
    chance = random.Random(len(came))  # noqa: S311 - so that the same rows give the same comparison
    rows = []
    for one in came:
        drawn, rest = chance.choice(usual), -patience * log(1.0 - chance.random())
        worked = min(one.worked_s or drawn, material.LONGEST_S)
        waits = one.waited_s if one.left and one.waited_s is not None else (one.waited_s or 0.0) + rest
        rows.append(
            ((one.at - since).total_seconds(), number[material.queue_of(one)], max(worked, 1.0), waits)
        )
    streams = [
        {"name": f"q{place}", "rate": 1.0, "needs": dict(needs), "promise": promise,
         "steps": widen(dict(needs))}
        for place, (needs, promise) in enumerate(queues)
    ]  # fmt: skip
    return {"streams": streams, "visits": rows}
