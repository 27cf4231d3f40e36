"""Whether this process is alive, whether it can serve, and which version it is."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, JsonResponse

from chatdesk.kernel import clock
from chatdesk.kernel.release import COMMIT, VERSION
from conversations import dispatch, leading, relay
from kb import search
from routing.models import Leader

LAYER_S = 2.0


async def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("alive\n", content_type="text/plain")


async def version(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"version": VERSION} | ({"commit": COMMIT} if COMMIT else {}))


async def readyz(request: HttpRequest) -> HttpResponse:
    """200 when a message sent now would be stored, routed and answered; else 503 with the reasons."""
    reasons = [reason for check in CHECKS if (reason := await _found_by(check))]
    return JsonResponse({"ready": not reasons, "reasons": reasons}, status=503 if reasons else 200)


async def _found_by(check: Callable[[], Awaitable[str]]) -> str:
    try:
        return await check()
    except (DatabaseError, InterfaceError) as error:
        return f"the database doesn't answer: {error}"


@sync_to_async
def _database() -> str:
    """Raises DatabaseError."""
    try:
        with transaction.atomic():
            Leader.objects.update(epoch=F("epoch"))
    finally:
        connection.close_if_unusable_or_obsolete()
    return ""


async def _router() -> str:
    now = clock.now()
    led = Leader.objects.filter(until__gt=now, until__lte=now + leading.AHEAD)
    return "" if dispatch.leads_here() or await led.aexists() else "no router leads"


async def _index() -> str:
    return "" if search.built() else "the knowledge base is not indexed yet"


async def _layer() -> str:
    if relay.running is not None:
        return "" if relay.running.up else "the channel layer doesn't deliver; messages are found by polling"
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
