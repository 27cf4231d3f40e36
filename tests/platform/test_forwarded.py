"""Behind a proxy: the client is the right-most address that we don't trust; whoever isn't trusted is not believed."""

from __future__ import annotations

import ipaddress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatdesk import env
from chatdesk.forwarded import client, is_trusted, seen_through

TRUSTED = (ipaddress.ip_network("127.0.0.1"), ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("::1"))
addresses = st.ip_addresses().map(str)


def scope(peer: str, *headers: tuple[str, str], type: str = "http", scheme: str = "http") -> dict[str, Any]:
    return {
        "type": type,
        "scheme": scheme,
        "client": [peer, 4711],
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
    }


def address(peer: str, *headers: tuple[str, str]) -> str:
    return str(seen_through(scope(peer, *headers), TRUSTED)["client"][0])


def test_a_trusted_proxy_is_believed():
    assert address("127.0.0.1", ("X-Forwarded-For", "203.0.113.9")) == "203.0.113.9"


def test_nobody_else_is_believed():
    asked = scope("198.51.100.1", ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https"))

    assert seen_through(asked, TRUSTED) == asked


def test_without_trusted_proxies_nobody_is_believed():
    asked = scope("127.0.0.1", ("X-Forwarded-For", "203.0.113.9"))

    assert seen_through(asked, ()) == asked


def test_what_the_client_wrote_itself_stands_to_the_left_and_is_ignored():
    assert address("127.0.0.1", ("X-Forwarded-For", "127.0.0.1, 203.0.113.9")) == "203.0.113.9"


def test_a_chain_of_trusted_proxies_is_passed_over():
    assert address("127.0.0.1", ("X-Forwarded-For", "203.0.113.9, 10.1.2.3")) == "203.0.113.9"


def test_two_lines_of_the_header_count_as_one_list():
    assert address("::1", ("X-Forwarded-For", "1.1.1.1"), ("X-Forwarded-For", "203.0.113.9")) == "203.0.113.9"


@pytest.mark.parametrize("hop", ["203.0.113.9:5678", "[2001:db8::9]:5678", "2001:db8::9"])
def test_a_port_is_left_away(hop):
    assert address("127.0.0.1", ("X-Forwarded-For", hop)) in {"203.0.113.9", "2001:db8::9"}


@pytest.mark.parametrize("hop", ["unknown", "_hidden", "<script>", "", "127.0.0.1\t", "1.2.3.4.5"])
def test_nonsense_names_the_last_proxy_that_we_know(hop):
    assert address("10.0.0.7", ("X-Forwarded-For", f"203.0.113.9, {hop}x")) == "10.0.0.7"


def test_ipv4_in_the_clothes_of_ipv6_is_the_same_proxy():
    assert address("::ffff:127.0.0.1", ("X-Forwarded-For", "203.0.113.9")) == "203.0.113.9"


@pytest.mark.parametrize(("type", "plain", "secure"), [("http", "http", "https"), ("websocket", "ws", "wss")])
def test_the_scheme_is_the_one_that_the_nearest_proxy_names(type, plain, secure):
    asked = scope("127.0.0.1", ("X-Forwarded-Proto", "http, HTTPS"), type=type, scheme=plain)

    assert seen_through(asked, TRUSTED)["scheme"] == secure


def test_a_scheme_that_is_none_changes_nothing():
    assert seen_through(scope("127.0.0.1", ("X-Forwarded-Proto", "gopher")), TRUSTED)["scheme"] == "http"


@given(st.lists(addresses), addresses.filter(lambda one: not is_trusted(one, TRUSTED)))
def test_whatever_is_written_to_the_left_never_matters(written, real):
    assert client("127.0.0.1", [*written, real], TRUSTED) == client("127.0.0.1", [real], TRUSTED)


def test_an_address_that_is_none_stops_the_start(monkeypatch):
    monkeypatch.setenv("CHATDESK_TRUSTED_PROXIES", "127.0.0.1, nginx")

    with pytest.raises(env.BadSetting, match="'nginx' is no address"):
        env.networks("CHATDESK_TRUSTED_PROXIES")
