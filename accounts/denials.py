"""Refused access in the audit trail: who was turned away from what, at most once a minute each."""

from __future__ import annotations

import time
from threading import Lock

from accounts import audit
from accounts.models import User

EVERY_S, MOST = 60.0, 2000
_noted: dict[tuple[int, str], float] = {}
_lock = Lock()


def note(user: User, what: str, *, address: str = "") -> None:
    """Write down that `user` may not do `what`: a path, or a frame of the desk."""
    if _due((user.pk, what)):
        audit.record("denied", actor=user, subject=what, outcome="denied", address=address)


def _due(key: tuple[int, str]) -> bool:
    moment = time.monotonic()
    with _lock:
        if moment - _noted.get(key, -EVERY_S) < EVERY_S:
            return False
        if len(_noted) >= MOST:
            _noted.clear()
        _noted[key] = moment
        return True
