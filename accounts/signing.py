"""Signing in: who it is by mail address and password, and how often a guess is allowed."""

from __future__ import annotations

import ipaddress
from datetime import timedelta

from django.contrib.auth import authenticate
from django.http import HttpRequest

from accounts.models import SignInFailure, User
from accounts.services import PASSWORD_CHARACTERS
from chatdesk.kernel.clock import now
from chatdesk.kernel.errors import Rate
from chatdesk.kernel.http import client_address

MAIL_FAILURES, MAIL_WINDOW = 5, timedelta(minutes=5)
ADDRESS_FAILURES, ADDRESS_WINDOW = 30, timedelta(minutes=1)


def check(request: HttpRequest, mail: str, password: str) -> User | None:
    """Whoever has this mail address and password, or None; raises Rate after too many failures."""
    mail = mail.strip().lower()[:254]
    address = client_address(request)
    _slow_down(mail, address)
    # An unknown address costs a hash too, so the time tells nothing.
    found = (
        authenticate(request, username=mail, password=password)
        if len(password) <= PASSWORD_CHARACTERS
        else None
    )
    if not isinstance(found, User):
        SignInFailure.objects.create(mail=mail, address=address, at=now())
        return None
    SignInFailure.objects.filter(mail=mail).delete()
    return found


def _slow_down(mail: str, address: str) -> None:
    moment = now()
    SignInFailure.objects.filter(at__lt=moment - MAIL_WINDOW).delete()
    by_mail = SignInFailure.objects.filter(mail=mail, at__gt=moment - MAIL_WINDOW).count()
    if by_mail >= MAIL_FAILURES:
        raise Rate("too many tries for this address", retry_after_ms=int(MAIL_WINDOW.total_seconds() * 1000))
    if _loopback(address):
        return
    if (
        SignInFailure.objects.filter(address=address, at__gt=moment - ADDRESS_WINDOW).count()
        >= ADDRESS_FAILURES
    ):
        raise Rate("too many tries from here", retry_after_ms=int(ADDRESS_WINDOW.total_seconds() * 1000))


def _loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
