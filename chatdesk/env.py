"""Typed reads of the environment; a typo or a malformed value stops the start. Standard library only."""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path
from urllib.parse import urlsplit

KNOWN = frozenset({
    "CHATDESK_DATA", "CHATDESK_DATABASE_URL", "CHATDESK_REDIS_URL", "CHATDESK_SECRET_KEY", "CHATDESK_PUBLIC_URL",
    "CHATDESK_TRUSTED_PROXIES", "CHATDESK_TESTING", "CHATDESK_FAILPOINTS", "CHATDESK_DEMO", "CHATDESK_SET", "CHATDESK_URL",
})  # fmt: skip
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


class BadSetting(ValueError):
    """A setting that we don't know or can't read; the message says which and what to write instead."""


def check_names() -> None:
    """Raises BadSetting for a `CHATDESK_*` name that nothing reads: most likely a typo."""
    for name in os.environ:
        if name.startswith("CHATDESK_") and name not in KNOWN:
            raise BadSetting(f"{name} is no setting of chatdesk; known are {', '.join(sorted(KNOWN))}")


def text(name: str, *, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool) -> bool:
    """A yes/no switch. Anything but a known word stops the start, so a typo never means "off"."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    if (word := raw.strip().lower()) in TRUE | FALSE:
        return word in TRUE
    raise BadSetting(f"{name}={raw!r}: say yes or no")


def url(name: str, *, schemes: tuple[str, ...]) -> str:
    """A URL with one of `schemes`, or "" where unset."""
    raw = text(name)
    if raw and (urlsplit(raw).scheme not in schemes or not urlsplit(raw).netloc):
        raise BadSetting(
            f"{name}={raw!r}: write a URL that starts with {' or '.join(s + '://' for s in schemes)}"
        )
    return raw


def networks(name: str) -> tuple[Network, ...]:
    """Addresses and networks, separated by commas; none where unset."""
    found: list[Network] = []
    for part in filter(None, (piece.strip() for piece in text(name).split(","))):
        try:
            found.append(ipaddress.ip_network(part, strict=False))
        except ValueError:
            raise BadSetting(
                f"{name}: {part!r} is no address: write addresses or networks, as in 127.0.0.1,10.0.0.0/8"
            ) from None
    return tuple(found)


def folder(name: str, *, default: Path) -> Path:
    return Path(text(name) or default).expanduser().absolute()
