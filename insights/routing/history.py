"""What came in the last weeks and how it went, from rows: the material of heat, forecast, what-if and comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery

from accounts.models import Site
from conversations.lifecycle import OPEN, WAITING, State
from conversations.models import Conversation, Entry

MOST = 60_000  # the latest


@dataclass(frozen=True, slots=True)
class Came:
    """One conversation that asked for a person: when, and the seconds that it waited and that an agent had it.

    `waited_s` is None while it waits, `worked_s` where nobody knows. `left`: the visitor gave up while waiting.
    """

    at: datetime
    needs: Mapping[str, int]
    channel: str
    promise_s: float
    waited_s: float | None
    worked_s: float | None
    left: bool
    agent: str | None
    until: datetime | None  # when it was over


def came(since: datetime, until: datetime, site: str | None) -> list[Came]:
    """Everything that began to wait in [since, until), in order, the latest `MOST` of it; two queries."""
    sites = Site.objects.filter(key=site) if site else Site.objects.all()
    rows = Conversation.objects.filter(
        site__in=list(sites.values_list("pk", flat=True)), arrived_at__gte=since, arrived_at__lt=until
    )
    over = rows.filter(state=State.RESOLVED, resolved_at__gte=since)
    found = [*_read(rows.filter(state__in=list(OPEN))), *_read(over)]
    return sorted(found, key=lambda one: one.at)


def _read(rows: QuerySet[Conversation]) -> list[Came]:
    joined = Entry.objects.filter(conversation=OuterRef("pk"), kind="joined")
    since = joined.filter(at__gte=OuterRef("arrived_at")).order_by("seq")
    told = rows.annotate(
        served=Subquery(since.values("at")[:1]), taken=Subquery(joined.order_by("-seq").values("at")[:1])
    ).order_by("-arrived_at", "-pk")
    return [_came(Row(*row)) for row in told.values_list(*Row._fields)[:MOST]]


class Row(NamedTuple):
    """`served` is when somebody first took it after it had arrived, `taken` when the last one did."""

    needs: dict[str, int]
    channel: str
    promise_s: float
    arrived_at: datetime
    resolved_at: datetime | None
    state: str
    ended_in: str
    outcome: str
    last_agent_id: int | None
    served: datetime | None
    taken: datetime | None


def _came(row: Row) -> Came:
    over = row.resolved_at if row.state == State.RESOLVED else None
    unserved = over is not None and row.ended_in in WAITING and row.served is None
    until = row.served or (over if unserved else None)
    worked = over - row.taken if over and row.taken and row.ended_in == State.LIVE else None
    return Came(
        at=row.arrived_at,
        needs=row.needs,
        channel=row.channel,
        promise_s=row.promise_s,
        waited_s=(until - row.arrived_at).total_seconds() if until else None,
        worked_s=worked.total_seconds() if worked is not None else None,
        left=unserved and row.outcome == "left",
        agent=str(row.last_agent_id) if row.last_agent_id and row.served else None,
        until=over,
    )


def began(site: str | None) -> datetime | None:
    """When the first conversation that asked for a person arrived."""
    rows = Conversation.objects.filter(arrived_at__isnull=False)
    if site:
        rows = rows.filter(Q(site__key=site))
    return rows.order_by("arrived_at").values_list("arrived_at", flat=True).first()
