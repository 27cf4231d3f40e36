"""Typed reads of the environment; a typo or a malformed value stops the start. Standard library only."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

KNOWN = frozenset({
    "CHATDESK_DATA", "CHATDESK_DATABASE_URL", "CHATDESK_REDIS_URL", "CHATDESK_SECRET_KEY", "CHATDESK_PUBLIC_URL",
    "CHATDESK_TRUSTED_PROXIES", "CHATDESK_TESTING", "CHATDESK_FAILPOINTS", "CHATDESK_DEMO", "CHATDESK_SET", "CHATDESK_URL",
    "CHATDESK_SMTP_URL", "CHATDESK_MAIL_FROM",
})  # fmt: skip
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


class BadSetting(ValueError):
    """A setting that we don't know or can't read; the message says which and what to write instead."""


@dataclass(frozen=True, slots=True)
class Smtp:
    """A mail server to hand letters to."""

    host: str
    port: int
    user: str
    password: str
    tls: Literal["none", "starttls", "tls"]


LOOPBACK = {"127.0.0.1", "localhost", "::1"}
SMTP_PORTS = {"smtp": 587, "smtps": 465}


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


def smtp() -> Smtp | None:
    """CHATDESK_SMTP_URL, None where unset: smtps:// is encrypted from the first byte, smtp:// by STARTTLS, which only a server on
    this machine, or `?tls=no`, does without. Raises BadSetting, also where CHATDESK_MAIL_FROM is missing.
    """
    raw = text("CHATDESK_SMTP_URL")
    if not raw:
        return None
    parts, asked = urlsplit(raw), parse_qs(urlsplit(raw).query, keep_blank_values=True)
    if (
        parts.scheme not in SMTP_PORTS
        or not parts.hostname
        or not _has_port(raw)
        or asked not in ({}, {"tls": ["no"]})
    ):
        raise BadSetting(  # without what was written: it holds a password
            "CHATDESK_SMTP_URL can't be read: write smtp://user:password@mail.example.com:587, or smtps:// and port 465"
        )
    if not mail_from():
        raise BadSetting(
            "CHATDESK_SMTP_URL is set, so set CHATDESK_MAIL_FROM too: the address that letters come from"
        )
    tls: Literal["none", "starttls", "tls"] = "tls" if parts.scheme == "smtps" else "starttls"
    if tls == "starttls" and (asked or parts.hostname in LOOPBACK):
        tls = "none"
    port = parts.port or SMTP_PORTS[parts.scheme]
    return Smtp(parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or ""), tls)


def mail_from() -> str:
    """CHATDESK_MAIL_FROM: an address, with a name before it or not; "" where unset."""
    raw = text("CHATDESK_MAIL_FROM")
    local, at, domain = parseaddr(raw)[1].rpartition("@")
    if (raw and not (local and at and domain)) or not raw.isprintable():
        raise BadSetting(f"CHATDESK_MAIL_FROM={raw!r}: write an address, as in Tea House <desk@tea.example>")
    return raw


def folder(name: str, *, default: Path) -> Path:
    return Path(text(name) or default).expanduser().absolute()


def _has_port(raw: str) -> bool:
    """Whether its port, if it names one, is one."""
    try:
        return urlsplit(raw).port != 0
    except ValueError:
        return False
