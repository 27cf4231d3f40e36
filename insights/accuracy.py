"""What became of the waits that visitors were told at first."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, OuterRef, QuerySet, Subquery

from conversations.models import Entry, Estimate
from insights import figures, metrics
from insights.metrics import Accuracy, Foretold

DAYS = 7
MOST = 5_000  # the latest
ENDS = [
    "joined",
    "resolved",
    "queued",
    "reopened",
]  # what can come next of a wait: an agent, its end, another wait


def of_waits(site: str | None, team: str | None, now: datetime) -> Accuracy:
    """How good the first estimates of the last `DAYS` days were; raises NotFound for an unknown site or team."""
    scope = figures.within(site, team)
    told = Estimate.objects.filter(at__gte=now - timedelta(days=DAYS), conversation__in=scope.values("pk"))
    return metrics.accuracy([
        Foretold(one.low_s, one.high_s, one.mean_s, (one.next_at - one.at).total_seconds())  # type: ignore[attr-defined]
        for one in served(told).order_by("-at", "-pk")[:MOST]
    ])  # fmt: skip


def served(told: QuerySet[Estimate]) -> QuerySet[Estimate]:
    """Those whose wait an agent ended, at `next_at`."""
    later = Entry.objects.filter(
        conversation=OuterRef("conversation"), at__gte=OuterRef("at"), kind__in=ENDS
    ).order_by("seq")
    ended = told.annotate(next=Subquery(later.values("kind")[:1]), next_at=Subquery(later.values("at")[:1]))
    return ended.filter(next="joined", next_at__gte=F("at"))
