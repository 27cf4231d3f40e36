"""What-if, advice and policy comparison, from the firm's own rows; the heavy part runs apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from accounts.models import User
from chatdesk.kernel import limits
from chatdesk.kernel.errors import Invalid
from conversations.board_feed import known
from insights import figures
from insights.routing import basis, material, staff, work
from insights.routing.material import Past
from insights.routing.once import once

CHANGES = (-2, -1, 0, 1, 2, 3)
VISITORS = 16_000  # that each team of a what-if meets
LEARNERS = 5_000  # of the advice, which tries many teams


def what_if(site: str | None, hour: datetime | None, changes: Sequence[int], now: datetime) -> dict[str, Any]:
    """Waits with fewer and more agents at that hour, or now; raises Invalid for other changes than −2 to 3."""
    wanted = sorted(set(changes))
    if not wanted or not set(wanted) <= set(CHANGES):
        raise Invalid("agents are changes of −2 to 3")
    known(site, None)
    full = hour_of(hour or now)
    key = ("what_if", site, full, tuple(wanted), hour is None)
    return dict(once(key, lambda: _what_if(site, full, wanted, now, present=hour is None)))


def _what_if(
    site: str | None, hour: datetime, changes: Sequence[int], now: datetime, *, present: bool
) -> dict[str, Any]:
    seen = material.past(site, figures.zone(site), now)
    told, rests = _laid_out(seen, site, hour, now, present=present)
    if told is None:
        return {"method": None, "rows": [], "based_on": rests}
    found = work.rehearse("what_if", {**told, "changes": changes, "visitors": VISITORS})
    return {**found, "based_on": rests}


def advice(site: str | None, hour: datetime | None, now: datetime) -> dict[str, Any]:
    """What to teach to whom, at that hour, or the busiest of the week."""
    known(site, None)
    key = ("advice", site, hour_of(hour) if hour else None)
    return dict(once(key, lambda: _advice(site, hour, now)))


def _advice(site: str | None, hour: datetime | None, now: datetime) -> dict[str, Any]:
    seen = material.past(site, figures.zone(site), now)
    at = hour_of(hour) if hour else material.busiest_hour(seen, now)
    told, rests = _laid_out(seen, site, at, now, present=False)
    if told is None:
        return {"rows": [], "base": None, "based_on": rests}
    found = work.rehearse("advise", {**told, "visitors": LEARNERS})
    names = dict(
        User.objects.filter(pk__in=[int(row["agent"]) for row in found["rows"]]).values_list("pk", "name")
    )
    rows = [
        {**row["seen"], **{name: value for name, value in row.items() if name != "seen"},
         "agent": {"id": row["agent"], "name": names.get(int(row["agent"]), "")}}
        for row in found["rows"]
    ]  # fmt: skip
    return {"rows": rows, "base": found["base"], "based_on": rests}


def _laid_out(
    seen: Past, site: str | None, hour: datetime, now: datetime, *, present: bool
) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """The team and its visitors at that hour, None where there are none; and what that rests on."""
    how, people = staff.team(seen, hour, now, present=present)
    streams, unserved = basis.served(material.streams(seen, hour, material.widening(site)), people)
    rests = basis.based_on(how, people, streams, unserved, hour, seen.days)
    if not streams:
        return None, rests
    told = {
        "agents": [basis.agent(spec) for spec in people],
        "streams": streams,
        "policy": limits.current().policy,
    }
    return told, rests


def hour_of(moment: datetime) -> datetime:
    """When the hour began."""
    return moment.replace(minute=0, second=0, microsecond=0)
