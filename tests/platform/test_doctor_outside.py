"""The doctor looks in from outside: addresses and proxies that are wrong in one way each."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from chatdesk.doctor import public
from tests.platform.folders import bad


@contextmanager
def answering(status: int, body: bytes = b"{}", **headers: str) -> Iterator[str]:
    """A server that answers everything alike."""

    class Alike(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    with HTTPServer(("127.0.0.1", 0), Alike) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_public_address_that_leads_nowhere_is_named():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"

    bad(public.reachable(url, "1"), "problem", "doesn't lead here", "DNS, certificate and proxy")
    bad(public.sockets(url, ""), "problem", "doesn't answer", "proxy")


def test_another_page_at_the_public_address_is_named():
    with answering(200, b"<html>Welcome to nginx</html>") as url:
        bad(public.reachable(url, "1"), "problem", "doesn't lead here", "proxy")


def test_another_version_at_the_public_address_is_named():
    with answering(200, b'{"version": "0.9"}') as url:
        bad(public.reachable(url, "1.0"), "problem", "answers chatdesk 0.9", "restart")


@pytest.mark.parametrize("status", [200, 400, 404, 502])
def test_a_proxy_that_eats_the_upgrade_is_named(status):
    with answering(status) as url:
        bad(public.sockets(url, ""), "problem", f"answers {status}, not 101", "Upgrade and Connection")


def test_a_stranger_that_opens_a_socket_is_named():
    with answering(101, Sec_WebSocket_Accept="bm90IG91cnM=") as url:
        bad(public.sockets(url, ""), "problem", "answers in our place", "proxy")


def test_a_server_that_is_not_ready_is_named():
    with answering(503, b'{"reasons": ["no router leads"]}') as url:
        bad(public.ready(url), "problem", "no router leads", "restart")


def test_a_public_address_without_trusted_proxies_is_named():
    bad(public.proxies("https://chat.example.com", ""), "warning", "count as one address", "127.0.0.1")
    assert public.proxies("https://chat.example.com", "127.0.0.1").state == "ok"
