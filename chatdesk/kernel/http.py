"""What every answer by HTTP carries: an id to ask about, headers that shut doors; and errors as problem+json."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from chatdesk.kernel import ids
from chatdesk.kernel.errors import DeskError
from chatdesk.kernel.ids import request_id

ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


class Frame:
    """The outermost middleware: gives the request an id and each answer, errors and files too, the headers above."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        name = given if ID.fullmatch(given) else ids.public()
        request_id.set(name)
        response = self.get_response(request)
        for header, value in HEADERS.items():
            response.headers.setdefault(header, value)
        response.headers["X-Request-ID"] = name
        return response


def problem(status: int, code: str, detail: str, *, retry_after_ms: int | None = None) -> HttpResponse:
    """An error by RFC 9457: `code` is stable and for programs, `detail` says to a person what to do."""
    body = {
        "type": "about:blank",
        "status": status,
        "code": code,
        "title": code.replace("_", " "),
        "detail": detail,
    }
    response = JsonResponse(
        body | {"request_id": request_id.get()}, status=status, content_type="application/problem+json"
    )
    if retry_after_ms is not None:
        response.headers["Retry-After"] = str(-(-retry_after_ms // 1000))
    return response


def refusal(error: DeskError) -> HttpResponse:
    return problem(error.http_status, error.code, error.message, retry_after_ms=error.retry_after_ms)


def client_address(request: HttpRequest) -> str:
    """The peer's address, or what a trusted proxy says of it (chatdesk.forwarded)."""
    return str(request.META.get("REMOTE_ADDR") or "")
