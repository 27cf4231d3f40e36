"""One line for each request by HTTP: who, what, how long. The route stands for the address, which may hold secrets."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from accounts.addresses import truncated
from chatdesk.kernel import figures
from chatdesk.kernel.http import client_address

CLASSES = {
    "api": "api", "assets": "files", "static": "files", "w.js": "files", "favicon.ico": "files",
    "healthz": "health", "readyz": "health", "version": "health", "metrics": "health",
}  # fmt: skip
QUIET = {"files", "health"}  # asked for all day long: logged at level debug
log = logging.getLogger("chatdesk.http")


class AccessLog:
    """Logs and measures whatever comes out, errors too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - started
        kind = CLASSES.get(request.path.split("/", 2)[1], "pages")
        figures.HTTP.labels(kind, f"{response.status_code // 100}xx").observe(seconds)
        log.log(
            logging.DEBUG if kind in QUIET and response.status_code < 500 else logging.INFO,
            "request",
            extra={
                "method": request.method,
                "route": route(request, kind),
                "status": response.status_code,
                "ms": round(seconds * 1000, 1),
                "user": user(request),
                "address": truncated(client_address(request)),
            },
        )
        return response


def route(request: HttpRequest, kind: str) -> str:
    """The pattern that matched, without what was filled in; the class where none did."""
    matched = request.resolver_match
    return f"/{matched.route}" if matched is not None else f"({kind})"


def user(request: HttpRequest) -> int | None:
    """The member of staff that the request was found to be of; nobody is looked up for the log."""
    known = getattr(request, "auth", None) or getattr(request, "_cached_user", None)
    return getattr(known, "pk", None)
