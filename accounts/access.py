"""Who asks, by HTTP: staff by API key, or by session with a CSRF token where something changes."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.utils import check_csrf

from accounts.models import User
from accounts.permissions import Verb, may
from accounts.services import key_shown
from chatdesk.kernel.errors import NotAllowed

READS = frozenset({"GET", "HEAD", "OPTIONS"})


class Staff(HttpBearer):
    """An API key in `Authorization: Bearer`, else the session cookie of the desk."""

    openapi_description = "An API key, or the session of the desk (with X-CSRFToken where something changes)."

    def __call__(self, request: HttpRequest) -> User | None:
        header = request.headers.get("Authorization", "")
        if header:
            scheme, _, key = header.partition(" ")
            return self.authenticate(request, key.strip()) if scheme.lower() == "bearer" else None
        if not request.user.is_authenticated:
            return None
        if check_csrf(request) is not None:
            raise NotAllowed("the CSRF token is missing or old; reload the page")
        return request.user

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        key = key_shown(token)
        if key is None:
            return None
        wanted = "read" if request.method in READS else "write"
        if not key.allows(wanted):
            raise NotAllowed(f"this key may not {wanted}; an administrator makes another under Settings")
        return key.user


def asker(request: HttpRequest) -> User:
    """Whoever passed `Staff`."""
    return cast(User, request.auth)  # type: ignore[attr-defined]


def require(request: HttpRequest, verb: Verb) -> User:
    """Whoever asks, if they may `verb`; raises NotAllowed."""
    user = asker(request)
    if not may(user.role, verb):
        raise NotAllowed(f"your role, {user.role}, may not {verb.replace('_', ' ')}; ask an administrator")
    return user
