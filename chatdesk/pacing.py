"""How fast one caller may use REST: a token bucket per key, session or address over all processes, told in headers."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from chatdesk.kernel import shared
from chatdesk.kernel.http import client_address, problem
from conversations.rates import Rates

PREFIX = "/api/"
PER_S, BURST = 20.0, 200
rates = Rates(per_s=PER_S, burst=BURST)


class Pace:
    """Refuses what comes too fast with 429 and Retry-After; nothing else of the request is looked at before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        wait_ms, left = taken(_caller(request))
        response = _too_fast(wait_ms) if wait_ms else self.get_response(request)
        response.headers["RateLimit-Policy"] = f'"default";q={BURST};w={int(BURST / PER_S)}'
        response.headers["RateLimit"] = f'"default";r={left};t={-(-wait_ms // 1000)}'
        return response


def taken(caller: str) -> tuple[int, int]:
    """The milliseconds that `caller` must wait, 0 where this request may pass, and how many more may at once.

    Counted over all processes; while Redis is away, by each for itself.
    """
    if (found := shared.take(caller, per_s=rates.per_s, burst=rates.burst)) is not None:
        return found
    return rates.wait_ms(caller, time.monotonic()), rates.left(caller)


def _too_fast(wait_ms: int) -> HttpResponseBase:
    sentence = f"too many requests; at most {PER_S:.0f} a second, wait {wait_ms} ms"
    return problem(429, "rate", sentence, retry_after_ms=wait_ms)


def _caller(request: HttpRequest) -> str:
    """Who asks, without asking the database: the key's or session's digest, else the address."""
    shown = request.headers.get("Authorization") or request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    return hashlib.sha256(shown.encode()).hexdigest() if shown else client_address(request)
