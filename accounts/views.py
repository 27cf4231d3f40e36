"""The pages of staff: signing in and out, and the shell of the desk."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth import login, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import signing
from accounts.facts import SignedOut
from accounts.models import User
from accounts.permissions import Verb, may
from accounts.words import OTHER, WORDS, language
from chatdesk.kernel import bus, pages
from chatdesk.kernel.errors import Rate

HOME = "/desk/"
NO_BOARD = (
    "The live board is for supervisors. Ask an administrator if you need it; your desk is at /desk/.\n"
    "实时看板仅对主管开放。如需查看，请联系管理员；您的工作台在 /desk/。\n"
)


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The sign-in page; who is signed in already goes on to where they wanted."""
    if request.method != "POST":
        return redirect(_next(request)) if request.user.is_authenticated else _page(request)
    try:
        user = signing.check(request, request.POST.get("email", ""), request.POST.get("password", ""))
    except Rate as error:
        return _page(request, "rate", status=429, retry_after_ms=error.retry_after_ms)
    if user is None:
        return _page(request, "wrong", status=400)
    login(request, user)  # cycles the session key
    return redirect(_next(request))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    user, session = request.user, request.session.session_key or ""
    logout(request)
    if user.is_authenticated:
        bus.announce(SignedOut(user.pk, session))
    return redirect("sign-in")


@require_safe
def desk(request: HttpRequest) -> HttpResponseBase:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    get_token(request)  # sets the cookie that REST calls of the desk give back
    return pages.shell(request, "desk.html")


@require_safe
def board(request: HttpRequest) -> HttpResponseBase:
    """The supervisor's page; who may not see it is told so, in both languages."""
    if not isinstance(request.user, User):
        return redirect_to_login(request.get_full_path())
    if not may(request.user.role, Verb.SEE_BOARD):
        return HttpResponse(NO_BOARD, status=403, content_type="text/plain; charset=utf-8")
    get_token(request)
    return pages.shell(request, "board.html")


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What a form without a good CSRF token gets: the sign-in page with a fresh one."""
    return _page(request, "old", status=403)


def _page(
    request: HttpRequest, error: str = "", *, status: int = 200, retry_after_ms: int | None = None
) -> HttpResponse:
    lang = language(request)
    words = WORDS[lang]
    goes_to = _next(request)
    context = {
        "lang": lang,
        "words": words,
        "error": words.get(error, ""),
        "next": goes_to,
        "email": request.POST.get("email", "")[:254],
        "other": OTHER[lang],
        "other_url": "?" + urlencode({"lang": OTHER[lang], "next": goes_to}),
    }
    response = render(request, "accounts/sign-in.html", context, status=status)
    if retry_after_ms is not None:
        response.headers["Retry-After"] = str(retry_after_ms // 1000)
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


def _next(request: HttpRequest) -> str:
    """Where to go on to: only ever a page of this very host."""
    wanted = request.POST.get("next") or request.GET.get("next") or HOME
    fine = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if fine else HOME
