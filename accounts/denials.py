"""Refused access in the audit trail: who was turned away from what, each at most once a minute."""

from __future__ import annotations

import time
from threading import Lock

from accounts import audit
from accounts.models import User

EVERY_S, MOST = 60.0, 2000
_noted: dict[tuple[int, str, str], float] = {}
_lock = Lock()


def note(user: User, subject: str, *, wanted: str, address: str = "") -> None:
    """Write down that `user` may not do what is `wanted` with `subject`: a path, a conversation."""
    if _due((user.pk, subject, wanted)):
        audit.record(
            "denied",
            actor=user,
            subject=subject,
            outcome="denied",
            detail={"wanted": wanted},
            address=address,
        )


def _due(key: tuple[int, str, str]) -> bool:
    moment = time.monotonic()
    with _lock:
        if moment - _noted.get(key, -EVERY_S) < EVERY_S:
            return False
        if len(_noted) >= MOST:
            forget()
        _noted[key] = moment
        return True


def forget() -> None:
    """Every refusal is a new one from here on."""
    _noted.clear()
