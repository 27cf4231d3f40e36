"""Checks from outside: does the public address lead here, and do sockets come through? Standard library only."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import os
import ssl
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from chatdesk.doctor.result import Result, ok, problem, warning

PATIENCE_S = 5.0
MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, section 1.3
PROXY = "docs/guide/operating.en.md has a proxy that does"


def reachable(public: str, version: str) -> Result:
    """The public address answers, and it is we who answer."""
    if not public:
        return ok("address", "CHATDESK_PUBLIC_URL isn't set: for this machine only")
    try:
        with urllib.request.urlopen(f"{public}/version", timeout=PATIENCE_S) as answer:  # noqa: S310 - http(s) by env.url
            told = json.load(answer).get("version")
    except (OSError, ValueError, AttributeError, http.client.HTTPException) as error:
        return problem(
            "address",
            f"{public} doesn't lead here ({_why(error)})",
            "start chatdesk, then look at DNS, certificate and proxy",
        )
    if told != version:
        return problem(
            "address",
            f"at {public} answers chatdesk {told}, this is {version}",
            "restart chatdesk after an upgrade",
        )
    if public.startswith("http://") and not _local(public):
        return warning(
            "address",
            f"{public} is not encrypted",
            "put TLS in front and set CHATDESK_PUBLIC_URL to https://…",
        )
    return ok("address", f"{public} leads here")


def sockets(public: str, running: str) -> Result:
    """A real hand-shake with the visitors' socket, by the public address where there is one."""
    url = public or running
    if not url:
        return ok("sockets", "chatdesk isn't running")
    try:
        status, accepted = handshake(url)
    except (OSError, http.client.HTTPException) as error:
        return problem(
            "sockets",
            f"{url}/ws/visitor doesn't answer ({_why(error)})",
            "start chatdesk, then look at the proxy",
        )
    if status != 101:
        return problem(
            "sockets",
            f"{url}/ws/visitor answers {status}, not 101",
            f"let the proxy pass Upgrade and Connection on: {PROXY}",
        )
    if not accepted:
        return problem(
            "sockets",
            f"something on the way to {url} answers in our place",
            f"let the proxy pass sockets on: {PROXY}",
        )
    return ok("sockets", f"{url}/ws/visitor opens")


def proxies(public: str, trusted: str) -> Result:
    """Behind a proxy every visitor has its address, unless we are told to look behind it."""
    if public and not trusted and not _local(public):
        return warning(
            "proxy",
            "CHATDESK_TRUSTED_PROXIES isn't set, so all visitors count as one address",
            "set it to the proxy's address, as in 127.0.0.1",
        )
    return ok("proxy", f"trusted: {trusted}" if trusted else "none is trusted")


def ready(running: str) -> Result:
    """What the running server says of itself."""
    if not running:
        return ok("server", "isn't running")
    try:
        with urllib.request.urlopen(f"{running}/readyz", timeout=PATIENCE_S):  # noqa: S310 - our own address
            return ok("server", "ready")
    except urllib.error.HTTPError as error:
        reasons = json.load(error).get("reasons", [])
        return problem(
            "server",
            f"not ready ({'; '.join(reasons)})",
            "wait a minute; if it stays, restart and read its log",
        )
    except (OSError, ValueError, http.client.HTTPException) as error:
        return problem(
            "server", f"doesn't answer at {running} ({_why(error)})", "restart it and read its log"
        )


def handshake(url: str) -> tuple[int, bool]:
    """Ask for a WebSocket at `url`: the status, and whether the answer proves that a WebSocket server gave it."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    link = kind(parts.hostname or "", parts.port, timeout=PATIENCE_S)
    key = base64.b64encode(os.urandom(16)).decode()
    asked = {
        "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": key, "Sec-WebSocket-Version": "13",
        "Origin": f"{parts.scheme}://{parts.netloc}",
    }  # fmt: skip
    try:
        link.request("GET", f"{parts.path}/ws/visitor", headers=asked)
        answer = link.getresponse()
        expected = base64.b64encode(hashlib.sha1((key + MAGIC).encode()).digest()).decode()  # noqa: S324 - RFC 6455
        return answer.status, answer.headers.get("Sec-WebSocket-Accept") == expected
    finally:
        link.close()


def _local(url: str) -> bool:
    return urlsplit(url).hostname in {"127.0.0.1", "localhost", "::1"}


def _why(error: Exception) -> str:
    reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
    if isinstance(reason, ssl.SSLCertVerificationError):
        return reason.verify_message
    return str(reason) or type(error).__name__
