"""The figures for Prometheus, and who may read them: this machine itself, or whoever has the token."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from accounts.addresses import loopback
from chatdesk.kernel import figures, outbox
from chatdesk.kernel.http import client_address
from chatdesk.starting.folder import METRICS_TOKEN
from conversations.journal import journal
from conversations.sockets import sockets
from insights import live

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-Ip")
REFUSED = (
    "metrics are for this machine, or for whoever sends Authorization: Bearer with the token that "
    "`chatdesk doctor --metrics-token` prints\n"
)


def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text format."""
    if not (_this_machine(request) or _knows_the_token(request)):
        return HttpResponse(REFUSED, status=403, content_type="text/plain")
    now = CollectorRegistry()
    now.register(Figures())
    text = generate_latest(figures.REGISTRY) + generate_latest(now)
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")


class Figures(Collector):
    """Read at each scrape, never counted along the way."""

    def collect(self) -> Iterable[Metric]:
        yield GaugeMetricFamily("chatdesk_sockets", "Open sockets of this process.", value=len(sockets))
        yield GaugeMetricFamily(
            "chatdesk_journal_waiting", "Operations not yet written.", value=journal.depth
        )
        now = live.snapshot()
        yield GaugeMetricFamily("chatdesk_entries", "Timeline entries ever written.", value=now.entries)
        states = GaugeMetricFamily("chatdesk_conversations", "Open conversations.", labels=["state"])
        for state, number in now.states.items():
            states.add_metric([state], number)
        yield states
        yield from _outbox()


def _outbox() -> Iterable[Metric]:
    owed = outbox.standing()
    waiting = GaugeMetricFamily("chatdesk_outbox_waiting", "Side effects not yet done.", labels=["kind"])
    for kind, number in owed.waiting.items():
        waiting.add_metric([kind], number)
    yield waiting
    yield GaugeMetricFamily(
        "chatdesk_outbox_oldest_seconds", "Age of the oldest that waits.", value=owed.oldest_s
    )
    yield GaugeMetricFamily("chatdesk_outbox_given_up", "Side effects given up on.", value=owed.given_up)


def _this_machine(request: HttpRequest) -> bool:
    """A scraper here, that no proxy speaks for."""
    forwarded = any(header in request.headers for header in FORWARDED)
    return not forwarded and loopback(client_address(request))


def _knows_the_token(request: HttpRequest) -> bool:
    """Whether there is a token and it was sent."""
    scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
    try:
        token = Path(settings.DATA, METRICS_TOKEN).read_text().strip()
    except OSError:
        return False
    return (
        bool(token) and scheme.lower() == "bearer" and secrets.compare_digest(shown.encode(), token.encode())
    )
