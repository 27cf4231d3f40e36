"""What every request of staff passes: the reader's language, a second step where the role needs one, a line for who is refused."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation

from accounts import denials, sessions
from accounts.models import User
from accounts.own_words import OWN
from accounts.policy import lacks_second_step
from accounts.words import language
from chatdesk.kernel.http import client_address, problem

CATALOGUES = {"en": "en", "zh": "zh-hans"}
STEP = "/account/second-step/"
ALLOWED = (STEP, "/account/confirm/", "/account/recovery-codes/", "/sign-out/", "/sign-in/")
VISITORS = (
    "/api/v1/visitor/",
    "/demo/",
    "/assets/",
    "/w.js",
)  # whoever is signed in beside it doesn't matter there


class Gate:
    """Comes after the session, so that it knows who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith("/api/"):
            return self._passed(request)
        with translation.override(CATALOGUES[language(request)]):
            return self._passed(request)

    def _passed(self, request: HttpRequest) -> HttpResponseBase:
        user = None if request.path.startswith(VISITORS) else _by_session(request)
        if user is not None and not sessions.in_time(request.session.session_key or ""):
            logout(request)
            user = None
        if user is not None and not request.path.startswith(ALLOWED) and _lacks_second_step(request, user):
            return _sent_to_second_step(request)
        response = self.get_response(request)
        asker = getattr(request, "auth", None) or user
        if response.status_code == 403 and isinstance(asker, User):
            denials.note(asker, _where(request), wanted=request.method or "", address=client_address(request))
        return response


def _where(request: HttpRequest) -> str:
    """The address; of a one-time link the route alone, for the trail keeps no tokens."""
    match = request.resolver_match
    return f"/{match.route}" if match is not None and "token" in match.kwargs else request.path


def _by_session(request: HttpRequest) -> User | None:
    """Who is signed in; asks nothing of the database for those who show no session."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not isinstance(request.user, User):
        return None
    return request.user


def _lacks_second_step(request: HttpRequest, user: User) -> bool:
    taken = any(one["method"] == "mfa" for one in get_authentication_records(request, user))
    return not taken and lacks_second_step(user)


def _sent_to_second_step(request: HttpRequest) -> HttpResponseBase:
    if request.path.startswith("/api/"):
        return problem(
            403, "not_allowed", "your role needs a second step; turn it on at /account/second-step/"
        )
    messages.warning(request, OWN[language(request)]["step_needed"])
    return redirect(STEP)
