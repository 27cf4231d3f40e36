"""Text that only this installation can read: sealed with its secret key, so that a copy of the database opens none."""

from __future__ import annotations

import base64
import hmac

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class Unreadable(ValueError):
    """Sealed under another key, damaged, or too old."""


def seal(purpose: str, text: str) -> str:
    """`text`, readable by `unseal` for the same purpose alone."""
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(purpose: str, sealed: str, *, within_s: int | None = None) -> str:
    """What was sealed, at most `within_s` ago; raises Unreadable."""
    try:
        return _box(purpose).decrypt(sealed.encode(), ttl=within_s).decode()
    except InvalidToken:
        raise Unreadable(f"a {purpose} can't be read") from None


def _box(purpose: str) -> Fernet:
    key = hmac.digest(settings.SECRET_KEY.encode(), f"chatdesk {purpose}".encode(), "sha256")
    return Fernet(base64.urlsafe_b64encode(key))
