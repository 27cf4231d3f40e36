"""Secrets and public ids; every secret has 128 bits or more from the system's generator."""

from __future__ import annotations

import hashlib
import secrets
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar(
    "request_id", default=""
)  # of what is being done here; found in every log


def secret(prefix: str = "") -> str:
    """A new secret of 192 bits, safe in headers and files; `prefix` says what it is for."""
    return prefix + secrets.token_urlsafe(24)


def digest(secret_text: str) -> str:
    """What we store of a secret: SHA-256, hex. Secrets are random, so no salt is needed."""
    return hashlib.sha256(secret_text.encode()).hexdigest()


def public() -> str:
    """An opaque public id of 96 bits."""
    return secrets.token_urlsafe(12)
