"""Behind proxies that we trust: who really asks and by which scheme, for everything that comes after."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from chatdesk.env import Network

Scope = dict[str, Any]
Application = Callable[[Any, Any, Any], Awaitable[None]]
SCHEMES = {"http": {"http": "http", "https": "https"}, "websocket": {"http": "ws", "https": "wss"}}


class Forwarded:
    """Puts the client's address and scheme into the scope where the peer is a trusted proxy; believes nobody else."""

    def __init__(self, application: Application, trusted: Sequence[Network]) -> None:
        self.application, self.trusted = application, trusted

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        await self.application(seen_through(scope, self.trusted), receive, send)


def seen_through(scope: Scope, trusted: Sequence[Network]) -> Scope:
    """`scope` as it would be without the trusted proxies in between."""
    peer = scope.get("client")
    if not trusted or not peer or not is_trusted(peer[0], trusted):
        return scope
    seen = {**scope, "client": [client(peer[0], listed(scope, b"x-forwarded-for"), trusted), 0]}
    by = listed(scope, b"x-forwarded-proto")[-1:]
    if by and (scheme := SCHEMES.get(scope["type"], {}).get(by[0].lower())):
        seen["scheme"] = scheme
    return seen


def client(peer: str, hops: Sequence[str], trusted: Sequence[Network]) -> str:
    """The right-most of `hops` that is no trusted proxy: all to the left of it was written by whoever asks."""
    found = peer
    for hop in reversed(hops):
        address = without_port(hop)
        if parsed(address) is None:
            return found  # nonsense, or a name: the last proxy that we know stands for it
        found = address
        if not is_trusted(address, trusted):
            return found
    return found


def is_trusted(address: str, trusted: Sequence[Network]) -> bool:
    known = parsed(address)
    return known is not None and any(known in network for network in trusted)


def listed(scope: Scope, name: bytes) -> list[str]:
    """The values of a header that may come as several lines or with commas, left to right."""
    lines = [value.decode("latin-1") for key, value in scope["headers"] if key == name]
    return [part.strip() for part in ",".join(lines).split(",") if part.strip()]


def without_port(hop: str) -> str:
    """`hop` as some proxies write it, `1.2.3.4:5678` or `[::1]:5678`, without brackets and port."""
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop


def parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address, IPv4 also where it is written as IPv6; None where it is none."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    mapped = known.ipv4_mapped if isinstance(known, ipaddress.IPv6Address) else None
    return mapped or known
