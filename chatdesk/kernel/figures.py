"""What is counted along the way, for /metrics; everything else is read at the scrape."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]

REGISTRY = CollectorRegistry()
FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)  # seconds

HTTP = Histogram(
    "chatdesk_http_seconds",
    "Time to answer by HTTP, by class of route and status.",
    ["route", "status"],
    buckets=FAST,
    registry=REGISTRY,
)
COMMIT = Histogram(
    "chatdesk_commit_seconds", "Time of one commit of the journal.", buckets=FAST, registry=REGISTRY
)
WRITTEN = Counter(
    "chatdesk_operations", "Operations of the journal, by outcome.", ["outcome"], registry=REGISTRY
)
DECIDED = Counter(
    "chatdesk_decisions", "Decisions of the router, by outcome.", ["outcome"], registry=REGISTRY
)
BROKEN = Counter(
    "chatdesk_routing_violations", "Broken rules of routing found, by rule.", ["rule"], registry=REGISTRY
)
