"""Signing in: who it is by mail address and password, and how often a guess is allowed."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.forms import LoginForm
from django.http import HttpRequest, HttpResponseBase

from accounts import audit
from accounts.addresses import loopback
from accounts.models import SignInFailure, User
from accounts.services import PASSWORD_CHARACTERS
from chatdesk.kernel.clock import now
from chatdesk.kernel.errors import Rate
from chatdesk.kernel.http import client_address

FAILURES, WINDOW = 5, timedelta(minutes=5)  # of one mail address, one person's codes
ADDRESS_FAILURES, ADDRESS_WINDOW = 30, timedelta(minutes=1)


def sign_in(request: HttpRequest, mail: str, password: str, *, goes_to: str) -> HttpResponseBase | None:
    """Where the right mail address and password lead to: on, or to the second step. None for wrong ones; raises Rate.

    Unknown addresses, wrong passwords and people who have left are told apart by nothing, time included.
    """
    mail = mail.strip().lower()[:254]
    slow_down(request, mail)
    form = LoginForm({"login": mail, "password": password[: PASSWORD_CHARACTERS + 1]}, request=request)
    if len(password) > PASSWORD_CHARACTERS or not form.is_valid():
        failed(request, mail, User.objects.filter(email=mail).first())
        return None
    clear(mail)
    response: HttpResponseBase = form.login(request, redirect_url=goes_to)
    return response


def slow_down(request: HttpRequest, key: str) -> None:
    """Raises Rate where `key` (a mail address, a person's codes …) or the network address failed too often."""
    moment = now()
    SignInFailure.objects.filter(at__lt=moment - WINDOW).delete()
    if SignInFailure.objects.filter(mail=key, at__gt=moment - WINDOW).count() >= FAILURES:
        raise Rate("too many tries", retry_after_ms=int(WINDOW.total_seconds() * 1000))
    address = client_address(request)
    if loopback(address):
        return
    recent = SignInFailure.objects.filter(address=address, at__gt=moment - ADDRESS_WINDOW)
    if recent.count() >= ADDRESS_FAILURES:
        raise Rate("too many tries from here", retry_after_ms=int(ADDRESS_WINDOW.total_seconds() * 1000))


def failed(request: HttpRequest, key: str, user: User | None, verb: str = "sign_in") -> None:
    """Count a wrong guess, and write it down: whose account it was, and who is signed in already, if anybody."""
    address = client_address(request)
    SignInFailure.objects.create(mail=key, address=address, at=now())
    actor = request.user if isinstance(request.user, User) else None
    audit.record(
        verb, actor=actor, subject=f"user-{user.pk}" if user else "", outcome="failed", address=address
    )


def clear(key: str) -> None:
    SignInFailure.objects.filter(mail=key).delete()
