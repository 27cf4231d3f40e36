"""How fast one caller may use REST: a token bucket per key, session or address, told in headers on every answer."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

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
        caller = _caller(request)
        wait_ms = rates.wait_ms(caller, time.monotonic())
        response = _too_fast(wait_ms) if wait_ms else self.get_response(request)
        response.headers["RateLimit-Policy"] = f'"default";q={BURST};w={int(BURST / PER_S)}'
        response.headers["RateLimit"] = f'"default";r={rates.left(caller)};t={-(-wait_ms // 1000)}'
        return response


def _too_fast(wait_ms: int) -> HttpResponseBase:
    sentence = f"too many requests; at most {PER_S:.0f} a second, wait {wait_ms} ms"
    return problem(429, "rate", sentence, retry_after_ms=wait_ms)


def _caller(request: HttpRequest) -> str:
    """Who asks, without asking the database: the key's or session's digest, else the address."""
    shown = request.headers.get("Authorization") or request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    return hashlib.sha256(shown.encode()).hexdigest() if shown else client_address(request)
