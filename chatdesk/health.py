"""Whether this process is alive, whether it can serve, which version it is, and its figures."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from chatdesk.kernel import clock
from chatdesk.kernel.release import COMMIT, VERSION
from conversations import dispatch
from conversations.sockets import sockets
from insights import live
from kb import search
from routing.models import Leader

LAYER_S = 2.0
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-Ip")


async def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("alive\n", content_type="text/plain")


async def version(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"version": VERSION} | ({"commit": COMMIT} if COMMIT else {}))


async def readyz(request: HttpRequest) -> HttpResponse:
    """200 when a message sent now would be stored, routed and answered; else 503 with the reasons."""
    reasons = [reason for check in CHECKS if (reason := await check())]
    return JsonResponse({"ready": not reasons, "reasons": reasons}, status=503 if reasons else 200)


def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text format, for a scraper on this machine that no proxy speaks for."""
    if any(header in request.headers for header in FORWARDED) or not _loopback(request):
        return HttpResponse(
            "metrics are for this machine only: scrape 127.0.0.1\n", status=403, content_type="text/plain"
        )
    registry = CollectorRegistry()
    registry.register(Figures())
    return HttpResponse(generate_latest(registry), content_type="text/plain; version=0.0.4; charset=utf-8")


class Figures(Collector):
    """Read at each scrape, never counted along the way."""

    def collect(self) -> Iterable[Metric]:
        yield GaugeMetricFamily("chatdesk_sockets", "Open sockets of this process.", value=len(sockets))
        now = live.snapshot()
        yield GaugeMetricFamily("chatdesk_entries", "Timeline entries ever written.", value=now.entries)
        states = GaugeMetricFamily("chatdesk_conversations", "Open conversations.", labels=["state"])
        for state, number in now.states.items():
            states.add_metric([state], number)
        yield states


def _loopback(request: HttpRequest) -> bool:
    return request.META.get("REMOTE_ADDR", "") in {"127.0.0.1", "::1"}


@sync_to_async
def _database() -> str:
    try:
        with transaction.atomic():
            Leader.objects.update(epoch=F("epoch"))
    except DatabaseError as error:
        return f"the database can't be written: {error}"
    return ""


async def _router() -> str:
    here = dispatch.router is not None and dispatch.router.leads
    return "" if here or await Leader.objects.filter(until__gt=clock.now()).aexists() else "no router leads"


async def _index() -> str:
    return "" if search.built() else "the knowledge base is not indexed yet"


async def _layer() -> str:
    layer = get_channel_layer()
    assert layer is not None
    channel = await layer.new_channel()
    await layer.send(channel, {"type": "ready"})
    try:
        await asyncio.wait_for(layer.receive(channel), LAYER_S)
    except TimeoutError:
        return "the channel layer doesn't deliver"
    return ""


@sync_to_async
def _demo() -> str:
    if not settings.DEMO:
        return ""
    try:
        written = json.loads(Path(settings.DATA, "demo.json").read_text())
    except (OSError, ValueError):
        written = {}
    return "" if written.get("url") == settings.URL else "the demo is not filled yet"


CHECKS: tuple[Callable[[], Awaitable[str]], ...] = (_database, _layer, _router, _index, _demo)
