"""One's own account: who I am here, my password, where I am signed in."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit, sessions, signing
from accounts.forms import ChangedPassword
from accounts.models import User
from accounts.own_words import OWN
from accounts.pages import staff_page
from accounts.words import language
from chatdesk.kernel.errors import Rate
from chatdesk.kernel.http import client_address


def me(request: HttpRequest) -> User:
    """Who is signed in; for pages behind `login_required`."""
    assert isinstance(request.user, User)
    return request.user


def said(request: HttpRequest, key: str) -> None:
    """Say on the next page what was done."""
    messages.success(request, OWN[language(request)][key])


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponseBase:
    user = me(request)
    step = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    codes = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return staff_page(
        request,
        "accounts/account.html",
        OWN,
        here="account",
        step=step,
        codes_left=len(codes.wrap().get_unused_codes()) if codes else 0,
        sessions=listed(user),
        current=request.session.session_key,
    )


def listed(user: User) -> list[tuple[UserSession, str, str]]:
    """(session, browser, system), the latest first."""
    return [(one, *sessions.device(one.user_agent)) for one in sessions.of(user)]


@require_POST
@login_required
def end_sessions(request: HttpRequest) -> HttpResponseBase:
    """End one's session `only`, or all others."""
    only, user = request.POST.get("only", ""), me(request)
    chosen = int(only) if only.isdecimal() and len(only) < 16 else None
    if only and chosen is None:
        return redirect("account")
    sessions.end(user, by=user, only=chosen, but=request.session.session_key or "")
    said(request, "ended")
    return redirect("account")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_password(request: HttpRequest) -> HttpResponseBase:
    user, words = me(request), OWN[language(request)]
    form = ChangedPassword(user, words)
    if request.method != "POST":
        return _password_page(request, form)
    try:
        signing.slow_down(request, f"confirm {user.pk}")
    except Rate as error:
        messages.warning(request, words["rate"])
        response = _password_page(request, form, status=429)
        response["Retry-After"] = str((error.retry_after_ms or 0) // 1000)
        return response
    form = ChangedPassword(user, words, request.POST)
    if not form.is_valid():
        if "current" in form.errors:
            signing.failed(request, f"confirm {user.pk}", user, "confirm")
        return _password_page(request, form, status=400)
    _take(request, user, form.cleaned_data["new"])
    said(request, "password_done")
    return redirect("account")


def _take(request: HttpRequest, user: User, new: str) -> None:
    """The new password holds; this browser stays, with a new session, all others end."""
    with transaction.atomic():
        sessions.end(user, by=user)
        user.set_password(new)
        user.save(update_fields=["password"])
        update_session_auth_hash(request, user)
        sessions.begin(request, user)
        record_authentication(request, user, "password")
        audit.record("password_changed", actor=user, address=client_address(request))


def _password_page(request: HttpRequest, form: ChangedPassword, *, status: int = 200) -> HttpResponseBase:
    words = OWN[language(request)]
    return staff_page(
        request,
        "accounts/password.html",
        OWN,
        here="account",
        status=status,
        form=form,
        title=words["password_change"],
    )
