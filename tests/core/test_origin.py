"""Exact origins: what differs in scheme, host or port is another place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatdesk.kernel.origin import allowed, desk_origin_ok, of_url, parsed

SHOP = ["https://shop.example", "http://127.0.0.1:8000", "http://[::1]:8000"]


@pytest.mark.parametrize("origin", [*SHOP, "https://shop.example:443"])
def test_what_is_listed_is_allowed(origin: str) -> None:
    assert allowed(origin, SHOP)


@pytest.mark.parametrize(
    "origin",
    [
        None, "", "null", "http://shop.example", "https://shop.example:8443", "https://shop.example.evil.example",
        "https://evil.example/shop.example", "https://shop.example/", "https://user@shop.example", "https://sub.shop.example",
        "http://127.0.0.1:8001", "http://127.0.0.1", "https://shop.example:99999", "https://[::1", "ftp://shop.example",
        "https://ѕhop.example", " https://shop.example", "https://shop.example ",
    ],
)  # fmt: skip
def test_whatever_else_is_refused(origin: str | None) -> None:
    assert not allowed(origin, SHOP)


@pytest.mark.parametrize(
    ("origin", "host", "scheme", "fine"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1:8000", "ws", True),
        ("https://desk.example", "desk.example", "wss", True),
        ("https://desk.example", "desk.example", "https", True),
        ("http://localhost:9999", "localhost:8000", "ws", False),
        ("https://localhost:8000", "localhost:8000", "ws", False),
        (None, "localhost:8000", "ws", False),
        ("null", "localhost:8000", "ws", False),
        ("http://localhost:8000", None, "ws", False),
    ],
)
def test_the_desk_is_reached_from_its_own_origin_only(
    origin: str | None, host: str | None, scheme: str, fine: bool
) -> None:
    assert desk_origin_ok(origin, host, scheme) is fine


def test_behind_a_proxy_the_public_address_counts() -> None:
    assert desk_origin_ok("https://desk.example", "127.0.0.1:8000", "ws", "https://desk.example")


def test_a_page_tells_its_origin() -> None:
    assert of_url("https://shop.example/tea?x=1") == "https://shop.example"
    assert of_url("about:blank") is None


@given(st.text(max_size=60))
def test_no_text_breaks_it_and_only_whole_origins_parse(text: str) -> None:
    found = parsed(text)

    assert found is None or text.lower().startswith(f"{found[0]}://")
