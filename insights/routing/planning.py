"""What-if, advice and policy comparison, from the firm's own rows; the heavy part runs apart."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from math import log
from typing import Any

from accounts.models import User
from chatdesk.kernel import limits
from chatdesk.kernel.clock import stamp
from chatdesk.kernel.errors import Invalid
from conversations import floor
from conversations.board_feed import known
from insights import figures
from insights.metrics import midnight
from insights.routing import history, material, work
from insights.routing.history import Came
from routing.learn import HANDLING

CHANGES = (-2, -1, 0, 1, 2, 3)
WEEKS = 2  # that can be compared, at most
VISITORS = 8_000  # that each team of a what-if meets
LEARNERS = 5_000  # of the advice, which tries many teams
REPLAYED = 15_000  # conversations that each policy meets, the latest


def what_if(site: str | None, hour: datetime | None, changes: Sequence[int], now: datetime) -> dict[str, Any]:
    """Waits with fewer and more agents at that hour, or now; raises Invalid for other changes than −2 to 3."""
    wanted = sorted(set(changes))
    if not wanted or not set(wanted) <= set(CHANGES):
        raise Invalid("agents are changes of −2 to 3")
    known(site, None)
    full = hour_of(hour or now)
    key = ("what_if", site, full, tuple(wanted), hour is None)
    return dict(work.once(key, lambda: _what_if(site, full, wanted, now, present=hour is None)))


def _what_if(
    site: str | None, hour: datetime, changes: Sequence[int], now: datetime, *, present: bool
) -> dict[str, Any]:
    seen = material.past(site, figures.zone(site), now)
    how, people = material.team(seen, hour, now, present=present)
    streams, unserved = material.served(material.streams(seen, hour, material.set_to(site)), people)
    basis = material.based_on(how, people, streams, unserved, hour, seen.days)
    if not streams or not people:
        return {"method": None, "rows": [], "based_on": basis}
    told = {
        "agents": [material.agent(spec) for spec in people],
        "streams": streams,
        "changes": changes,
        "visitors": VISITORS,
        "policy": limits.current().policy,
    }
    return {**work.rehearse("what_if", told), "based_on": basis}


def advice(site: str | None, hour: datetime | None, now: datetime) -> dict[str, Any]:
    """What to teach to whom, at that hour, or the busiest of the week."""
    known(site, None)
    key = ("advice", site, hour_of(hour) if hour else None)
    return dict(work.once(key, lambda: _advice(site, hour, now)))


def _advice(site: str | None, hour: datetime | None, now: datetime) -> dict[str, Any]:
    seen = material.past(site, figures.zone(site), now)
    at = hour_of(hour) if hour else material.busiest_hour(seen, now)
    how, people = material.team(seen, at, now, present=False)
    streams, unserved = material.served(material.streams(seen, at, material.set_to(site)), people)
    basis = material.based_on(how, people, streams, unserved, at, seen.days)
    if not streams or not people:
        return {"rows": [], "base": None, "based_on": basis}
    told = {
        "agents": [material.agent(spec) for spec in people],
        "streams": streams,
        "visitors": LEARNERS,
        "policy": limits.current().policy,
    }
    found = work.rehearse("advise", told)
    names = dict(
        User.objects.filter(pk__in=[int(row["agent"]) for row in found["rows"]]).values_list("pk", "name")
    )
    rows = [
        {**row["seen"], **{name: value for name, value in row.items() if name != "seen"},
         "agent": {"id": row["agent"], "name": names.get(int(row["agent"]), "")}}
        for row in found["rows"]
    ]  # fmt: skip
    return {"rows": rows, "base": found["base"], "based_on": basis}


def compare(site: str | None, days: int, now: datetime) -> dict[str, Any]:
    """The last whole days with each policy; raises Invalid for more than two weeks."""
    if not 1 <= days <= 7 * WEEKS:
        raise Invalid(f"days is 1 to {7 * WEEKS}")
    known(site, None)
    until = midnight(now, figures.zone(site))
    since = until - timedelta(days=days)
    return dict(work.once(("compare", site, since, until), lambda: _compare(site, since, until, now)))


def _compare(site: str | None, since: datetime, until: datetime, now: datetime) -> dict[str, Any]:
    came = history.came(since, until, site)[-REPLAYED:]
    people = material.specs(now)
    shifts = [
        {"agent": material.agent(people[agent]), "spans": spans}
        for agent, spans in sorted(material.held(came, since).items())
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
    options, patience = material.set_to(site), material.patience_s(came)
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
         "steps": floor.steps(dict(needs), options)}
        for place, (needs, promise) in enumerate(queues)
    ]  # fmt: skip
    return {"streams": streams, "visits": rows}


def hour_of(moment: datetime) -> datetime:
    """When the hour began."""
    return moment.replace(minute=0, second=0, microsecond=0)
