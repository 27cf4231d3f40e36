"""The port: bound here and now, so that nobody can take it between looking and listening."""

from __future__ import annotations

import errno
import socket

from chatdesk.starting.folder import CantStart

USUAL = range(8000, 8011)
BACKLOG = 1024


def listen(host: str, port: int | None, *, closed: bool = False) -> socket.socket:
    """A listening socket on `port`, or on the next free of 8000–8010; raises CantStart.

    `closed`: nobody is let in before `listen` is called on it, which fails where another has come to listen there.
    """
    for candidate in USUAL if port is None else [port]:
        if (listening := _bound(host, candidate, closed=closed)) is not None:
            return listening
    if port is None:
        raise CantStart(f"ports {USUAL[0]} to {USUAL[-1]} are all taken: name a free one with --port N")
    raise CantStart(
        f"port {port} is taken: choose another with --port N, or leave --port out for the next free one"
    )


def url_of(listening: socket.socket) -> str:
    """Where a browser on this machine finds it."""
    host, port = listening.getsockname()[:2]
    named = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{named}:{port}"


def _bound(host: str, port: int, *, closed: bool) -> socket.socket | None:
    """None where the port is taken. SO_REUSEADDR: what lingers in TIME_WAIT doesn't count, a live listener does."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, proto)
    except (OSError, OverflowError) as error:
        raise CantStart(
            f"can't listen on {host}:{port} ({error}): give an address of this machine with --host"
        ) from None
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
        if not closed:
            listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            return None
        raise CantStart(
            f"can't listen on {host}:{port} ({error.strerror}): try another --host or --port"
        ) from None
    return listening
