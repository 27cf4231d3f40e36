"""Where a browser says it comes from: exact comparison of scheme, host and port. Pure."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}
Origin = tuple[str, str, int]


def parsed(text: str | None) -> Origin | None:
    """(scheme, host, port) of `scheme://host[:port]`, or None for anything else: missing, `null`, a path, a user."""
    if not text or len(text) > 300 or not text.isascii():
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    if (
        parts.scheme not in PORTS
        or not parts.hostname
        or f"{parts.scheme}://{parts.netloc}" != text
        or "@" in parts.netloc
    ):
        return None
    return parts.scheme, parts.hostname, port if port is not None else PORTS[parts.scheme]


def allowed(origin: str | None, allowed: Collection[str]) -> bool:
    """Whether `origin` is one of `allowed`, where `https://a` and `https://a:443` are the same and nothing else is."""
    came_from = parsed(origin)
    return came_from is not None and came_from in {parsed(one) for one in allowed}


def own(host_header: str | None, scheme: str) -> str:
    """The origin that a request to us went to; `ws` counts as `http`, `wss` as `https`."""
    return f"{ {'ws': 'http', 'wss': 'https'}.get(scheme, scheme) }://{(host_header or '').lower()}"


def desk_origin_ok(origin: str | None, host_header: str | None, scheme: str, public_url: str = "") -> bool:
    """Whether `origin` is this very server, as reached by `host_header` over `scheme`, or at its public address."""
    return allowed(origin, [own(host_header, scheme), public_url])


def of_url(url: str | None) -> str | None:
    """The origin that the page at `url` has, or None."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in PORTS and parts.netloc else None
