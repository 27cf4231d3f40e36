"""Signing in and out, and the shells of desk and board."""

from __future__ import annotations

from allauth.account.internal.flows.logout import logout
from allauth.account.stages import LoginStageController
from allauth.mfa.stages import AuthenticateStage
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from accounts import audit, signing
from accounts.doors import door, where_next
from accounts.facts import SignedOut
from accounts.forms import DoorCode
from accounts.models import User
from accounts.own_words import OWN
from accounts.pages import staff_page
from accounts.permissions import Verb, may
from accounts.words import WORDS, language
from chatdesk.kernel import bus, pages
from chatdesk.kernel.errors import Rate
from chatdesk.kernel.http import client_address

SIGN_IN, SECOND_STEP = "accounts/sign-in.html", "accounts/second-step.html"


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The sign-in page; who is signed in already goes on to where they wanted."""
    mail = request.POST.get("email", "")
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(where_next(request))
        return door(request, SIGN_IN, WORDS, empty=not User.objects.exists())
    try:
        response = signing.sign_in(
            request, mail, request.POST.get("password", ""), goes_to=where_next(request)
        )
    except Rate as error:
        return door(
            request,
            SIGN_IN,
            WORDS,
            error="rate",
            status=429,
            retry_after_ms=error.retry_after_ms,
            email=mail[:254],
        )
    return response or door(request, SIGN_IN, WORDS, error="wrong", status=400, email=mail[:254])


@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponseBase:
    """The code after the password; a page for nobody who didn't come by the first step within fifteen minutes."""
    if request.user.is_authenticated:
        return redirect(where_next(request))
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    if stage is None or not User.objects.filter(pk=stage.login.user.pk, is_active=True).exists():
        return redirect("sign-in")
    user, key = stage.login.user, f"code {stage.login.user.pk}"
    if request.method != "POST":
        return door(request, SECOND_STEP, OWN)
    try:
        signing.slow_down(request, key)
    except Rate as error:
        return door(
            request, SECOND_STEP, OWN, error="door_rate", status=429, retry_after_ms=error.retry_after_ms
        )
    form = DoorCode(user=user, data=request.POST)
    if not form.is_valid():
        signing.failed(request, key, user, "second_step")
        return door(request, SECOND_STEP, OWN, error="incorrect_code", status=400)
    signing.clear(key)
    form.save()
    response: HttpResponseBase = stage.exit()
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Asks whoever came by a link; a POST leaves at once."""
    if request.method != "POST":
        if not request.user.is_authenticated:
            return redirect("sign-in")
        return staff_page(
            request, "accounts/sign-out.html", OWN, here="account", title=OWN[language(request)]["leave"]
        )
    user, session = request.user, request.session.session_key or ""
    logout(request)
    response = redirect("sign-in")
    if isinstance(user, User):
        UserSession.objects.filter(session_key=session).delete()
        audit.record("sign_out", actor=user, address=client_address(request))
        bus.announce(SignedOut(user.pk, session))
        if not settings.DEMO:  # the demo's shop keeps its visitor under the same address
            response["Clear-Site-Data"] = (
                '"storage"'  # unsent drafts; "cookies" would reach the firm's other hosts
            )
    return response


@require_safe
def desk(request: HttpRequest) -> HttpResponseBase:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not may(request.user.role, Verb.ANSWER):
        return redirect("audit")  # an auditor has no conversations, and no state to be in
    get_token(request)  # sets the cookie that REST calls of the desk give back
    return pages.shell(request, "desk.html")


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What a form without a good CSRF token gets: the sign-in page with a fresh one."""
    return door(request, SIGN_IN, WORDS, error="old", status=403, email=request.POST.get("email", "")[:254])
