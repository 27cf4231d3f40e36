"""The running server behind a proxy: the public origin is ours, the client's address is the one that counts."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.platform.folders import data, migrated
from tests.platform.test_up import PATIENCE_S, built, free_port, server

__all__ = ["built", "data", "migrated"]  # fixtures
PUBLIC = "https://chat.example.com"
pytestmark = pytest.mark.usefixtures("built")


def say_hello(socket: ClientConnection) -> None:
    """Say it and listen to the end."""
    socket.send(json.dumps({"type": "hello", "ref": 1, "protocol": 1, "device": "d" * 12}))
    while True:
        socket.recv(PATIENCE_S)


def desk_code(port: int, origin: str) -> int:
    """How the desk's socket ends for somebody who isn't signed in: 4501 for the origin, 4503 for the person."""
    socket = connect(f"ws://127.0.0.1:{port}/ws/desk", origin=Origin(origin), proxy=None)
    with socket, pytest.raises(ConnectionClosed) as closed:
        say_hello(socket)
    assert closed.value.rcvd is not None
    return int(closed.value.rcvd.code)


def test_a_trusted_proxy_is_believed_and_the_public_origin_is_ours(data: Path):
    port = free_port()
    with server(data, port, CHATDESK_PUBLIC_URL=PUBLIC, CHATDESK_TRUSTED_PROXIES="127.0.0.1") as running:
        asked = urllib.request.Request(
            f"http://127.0.0.1:{port}/sign-in/",
            headers={"X-Forwarded-For": "1.1.1.1, 203.0.113.77", "X-Forwarded-Proto": "https"},
        )
        with urllib.request.urlopen(asked, timeout=PATIENCE_S) as answer:  # noqa: S310 - our own server
            assert answer.status == 200
            assert "max-age" in answer.headers["Strict-Transport-Security"]  # told over TLS only
        assert desk_code(port, PUBLIC) == 4503
        assert desk_code(port, "https://elsewhere.example.com") == 4501
        running.terminate()
        said, _ = running.communicate(timeout=15)

    (line,) = [json.loads(line) for line in said.splitlines() if '"route": "/sign-in/"' in line]
    assert line["address"] == "203.0.113.0"
