"""The REST face, put together from the apps; every error leaves as problem+json."""

from __future__ import annotations

import logging

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

import accounts.api
import conversations.api
import insights.api
import insights.customers
import insights.routing.api
import insights.routing.plans
import kb.api
import routing.api
import tickets.api
from chatdesk.kernel.errors import DeskError
from chatdesk.kernel.http import problem, refusal

log = logging.getLogger("chatdesk.api")
api = NinjaAPI(title="chatdesk", version="1", description="Staff by API key, visitors by their token.")
for router in (
    accounts.api.router,
    routing.api.router,
    kb.api.router,
    conversations.api.router,
    tickets.api.router,
    insights.api.router,
    insights.customers.router,
    insights.routing.api.router,
    insights.routing.plans.router,
):
    api.add_router("", router)
for router in (conversations.api.visitors, tickets.api.visitors):
    api.add_router("/visitor", router)


@api.exception_handler(DeskError)
def refused(request: HttpRequest, error: DeskError) -> HttpResponse:
    return refusal(error)


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Says which field is wrong and how, without repeating what was sent."""
    wrong = [f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in error.errors[:5]]
    return problem(422, "malformed", "; ".join(wrong))


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = problem(401, "not_allowed", "sign in, or send a valid key in Authorization: Bearer")
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Http404)
def lost(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, "not_found", "there is no such thing")


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, "malformed", str(error))


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def unanswered(request: HttpRequest, error: OperationalError | InterfaceError) -> HttpResponse:
    """The database is away, full or held by somebody else: not our fault to report, and worth another try."""
    log.warning("the database did not answer a request", exc_info=error, extra={"path": request.path})
    said = "the database doesn't answer right now; nothing was changed, try again in a moment"
    return problem(503, "unavailable", said, retry_after_ms=1000)


@api.exception_handler(Exception)
def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("a request failed", exc_info=error, extra={"path": request.path})
    return problem(
        500, "unavailable", "something broke on our side; try again, and tell us the request id if it stays"
    )
