"""Internet addresses, as much of them as we keep."""

from __future__ import annotations

import ipaddress


def truncated(address: str) -> str:
    """The network of `address`: its first 24 bits of IPv4, 48 of IPv6; "" for what is no address."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped is not None:
        known = known.ipv4_mapped
    bits = 24 if known.version == 4 else 48
    return str(ipaddress.ip_network((known, bits), strict=False).network_address)


def loopback(address: str) -> bool:
    """Whether `address` is this very machine."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
