"""Refuse or close: each sentence of the wire's first section, on the visitor's socket and on the desk's."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conversations.consumers import DeskConsumer, VisitorConsumer
from tests.conversations.conftest import Talk
from tests.factories import ORIGIN
from tests.flows.places import Shop
from tests.flows.sessions import desk_of
from tests.flows.wire import HOST, Frame, Wire

HELLO: Frame = {"protocol": 1, "device": "d", "site": "demo"}
PING = {"type": "ping"}
DESK_ORIGIN = f"http://{HOST}"


def page(origin: str | None = ORIGIN) -> Wire:
    return Wire(VisitorConsumer, origin=origin)


async def greeted(wire: Wire, **fields: Any) -> Wire:
    assert (await wire.asks("hello", **HELLO | fields))["type"] == "welcome"
    return wire


# --- refused, and the socket stays -----------------------------------------------------------------------------------
DEEP = '{"type": "say", "ref": 7, "client_id": "c0ffee00", "text": ' + "[" * 9 + "]" * 9 + "}"
MALFORMED = {
    "not JSON": ("hello?", None),
    "not an object": ("[1, 2]", None),
    "no type": ('{"ref": 7}', 7),
    "an unknown type": ('{"type": "shout", "ref": 7}', 7),
    "a field missing": ('{"type": "say", "ref": 7, "text": "x"}', 7),
    "a wrong shape": ('{"type": "say", "ref": 7, "client_id": "c0ffee00", "text": 5}', 7),
    "an unknown field": ('{"type": "say", "ref": 7, "client_id": "c0ffee00", "text": "x", "loud": true}', 7),
    "a negative ref": ('{"type": "leave", "ref": -7}', None),
    "a short client_id": ('{"type": "say", "ref": 7, "client_id": "short", "text": "x"}', 7),
    "an unknown field one-way": ('{"type": "ping", "loud": true}', None),
    "too deep": (DEEP, 7),
    "very deep": ("[" * 5_000, None),
}


@pytest.mark.parametrize(("text", "ref"), MALFORMED.values(), ids=MALFORMED)
async def test_what_is_no_frame_is_malformed_and_the_socket_stays(
    shop: Shop, line: None, text: str, ref: int | None
):
    async with page() as wire:
        await greeted(wire)
        wire.sends_text(text)

        refused = await wire.hears("refused")
        wire.sends("ping")

        assert (refused["code"], refused["ref"], refused["retryable"]) == ("malformed", ref, False)
        await wire.hears("pong")


async def test_eight_levels_are_deep_enough(shop: Shop, line: None):
    async with page() as wire:
        await greeted(wire)
        wire.sends_text('{"type": "ping", "x": "' + "[{" * 50 + '"}')  # brackets in a string don't nest

        assert "deeper" not in (await wire.hears("refused"))["message"]


async def test_a_long_frame_is_too_large_and_the_socket_stays(shop: Shop, line: None):
    async with page() as wire:
        await greeted(wire)

        refused = await wire.asks("say", client_id="c0ffee00", text="x" * 17_000)
        wire.sends("ping")

        assert refused["code"] == "too_large"
        await wire.hears("pong")


@pytest.mark.parametrize(
    ("text", "code"), [("x" * 4_001, "too_large"), (" \n", "invalid"), ("", "invalid"), ("a\x00b", "invalid")]
)
async def test_a_text_out_of_bounds_is_refused(shop: Shop, line: None, text: str, code: str):
    async with page() as wire:
        await greeted(wire)

        assert (await wire.asks("say", client_id="c0ffee00", text=text))["code"] == code


async def test_four_thousand_characters_fit(shop: Shop, line: None):
    async with page() as wire:
        await greeted(wire)

        assert (await wire.asks("say", client_id="c0ffee00", text="茶" * 4_000))["type"] == "ok"


@pytest.mark.parametrize("kind", ["leave", "rate"])
async def test_without_a_conversation_there_is_none_to_find(shop: Shop, line: None, kind: str):
    async with page() as wire:
        await greeted(wire)

        fields = {"score": 5} if kind == "rate" else {}
        assert (await wire.asks(kind, **fields))["code"] == "not_found"


async def test_the_conversation_of_somebody_else_is_not_found(talk: Talk, line: None):
    async with page() as wire:
        await greeted(wire)

        for kind, fields in (
            ("leave", {}),
            ("say", {"text": "hi", "client_id": "c0ffee00"}),
            ("replay", {"after": 0}),
        ):
            assert (await wire.asks(kind, conversation=talk.id, **fields))["code"] == "not_found"


@pytest.mark.parametrize(
    ("kind", "fields"), [("got", {"conversation": "999", "seq": 5}), ("read", {"seq": 99})]
)
async def test_got_and_read_are_never_refused(shop: Shop, line: None, kind: str, fields: Frame):
    async with page() as wire:
        await greeted(wire)
        wire.sends(kind, **fields)

        await wire.quiet("refused", 0.2)


# --- rate ------------------------------------------------------------------------------------------------------------
async def test_over_the_rate_is_refused_with_a_time(talk: Talk, line: None):
    async with page() as wire:
        await greeted(wire, token=talk.token)

        answers = [await wire.asks("replay", conversation=talk.id, after=0) for _ in range(12)]

        refused = next(answer for answer in answers if answer["type"] == "refused")
        assert (refused["code"], refused["retryable"]) == ("rate", True)
        assert 0 < refused["retry_after_ms"] <= 500


async def test_fifty_over_the_rate_close_the_socket(talk: Talk, line: None):
    async with page() as wire:
        await greeted(wire, token=talk.token)
        for ref in range(100, 165):
            wire.sends("leave", ref=ref, conversation="1")

        assert await wire.ends() == 4029


# --- refused, and closed ---------------------------------------------------------------------------------------------
async def test_twenty_malformed_frames_close_the_socket(shop: Shop, line: None):
    async with page() as wire:
        await greeted(wire)
        for _ in range(20):
            wire.sends_text("?")

        assert await wire.ends() == 4500
        assert sum(frame["type"] == "refused" for frame in wire.frames) == 20


async def test_a_huge_frame_closes_the_socket(shop: Shop, line: None):
    async with page() as wire:
        await greeted(wire)
        wire.sends_text(json.dumps({"type": "say", "text": "x" * 262_144}))

        assert (await wire.hears("refused"))["code"] == "too_large"
        assert await wire.ends() == 4500


@pytest.mark.parametrize("frame", [{"type": "say", "ref": 1, "client_id": "c0ffee00", "text": "x"}, PING])
async def test_a_frame_before_hello_closes_the_socket(shop: Shop, line: None, frame: Frame):
    async with page() as wire:
        wire.sends_text(json.dumps(frame))

        assert (await wire.hears("refused"))["code"] == "invalid"
        assert await wire.ends() == 4500


async def test_a_second_hello_closes_the_socket(shop: Shop, line: None):
    async with page() as wire:
        await greeted(wire)

        assert (await wire.asks("hello", **HELLO))["code"] == "invalid"
        assert await wire.ends() == 4500


async def test_a_binary_frame_closes_the_socket(shop: Shop, line: None):
    async with page() as wire:
        await greeted(wire)
        wire.sends_bytes(b'{"type": "ping"}')

        assert (await wire.hears("refused"))["code"] == "invalid"
        assert await wire.ends() == 4500


@pytest.mark.parametrize("fields", [HELLO, {"protocol": 1, "device": "d", "api_key": "cd_x"}])
async def test_another_protocol_closes_the_socket(shop: Shop, line: None, fields: Frame):
    app = VisitorConsumer if "site" in fields else DeskConsumer
    async with Wire(app, origin=ORIGIN if app is VisitorConsumer else None) as wire:
        assert (await wire.asks("hello", **fields | {"protocol": 2}))["code"] == "invalid"
        assert await wire.ends() == 4500


@pytest.mark.parametrize(
    "origin", [None, "null", "http://shop.example", "https://shop.example:444", "https://evil.example"]
)
async def test_a_wrong_or_missing_origin_closes_the_widget(shop: Shop, line: None, origin: str | None):
    async with page(origin) as wire:
        assert (await wire.asks("hello", **HELLO))["code"] == "not_allowed"
        assert await wire.ends() == 4501


async def test_an_unknown_site_closes_the_widget(shop: Shop, line: None):
    async with page() as wire:
        assert (await wire.asks("hello", **HELLO | {"site": "nowhere"}))["code"] == "not_found"
        assert await wire.ends() == 4501


async def test_a_wrong_origin_closes_the_desk_at_once(shop: Shop, line: None):
    async with Wire(DeskConsumer, origin="https://evil.example") as wire:
        assert (await wire.hears("refused"))["code"] == "not_allowed"
        assert await wire.ends() == 4501


async def test_a_session_without_an_origin_closes_the_desk_at_hello(shop: Shop, line: None):
    async with Wire(DeskConsumer, user=shop.users["mei"]) as wire:
        assert (await wire.asks("hello", protocol=1, device="d"))["code"] == "not_allowed"
        assert await wire.ends() == 4501


async def test_a_session_from_our_own_address_is_welcome(shop: Shop, line: None):
    async with desk_of(shop.users["mei"]) as wire:
        welcome = wire.frames[0]

        assert (welcome["type"], welcome["agent"]["name"]) == ("welcome", "Mei")


@pytest.mark.parametrize("api_key", ["cd_wrong", "x" * 5_000, ""])
async def test_a_wrong_key_closes_the_desk(shop: Shop, line: None, api_key: str):
    async with Wire(DeskConsumer) as wire:
        assert (await wire.asks("hello", protocol=1, device="d", api_key=api_key))["code"] == "not_allowed"
        assert await wire.ends() == 4503


# --- who says hello --------------------------------------------------------------------------------------------------
async def test_a_forged_token_may_be_left_out_the_next_time(shop: Shop, line: None):
    async with page() as wire:
        assert (await wire.asks("hello", **HELLO | {"token": "vt_forged"}))["code"] == "not_allowed"

        await greeted(wire)


async def test_three_forged_tokens_close_the_socket(shop: Shop, line: None):
    async with page() as wire:
        for _ in range(3):
            assert (await wire.asks("hello", **HELLO | {"token": "vt_forged"}))["code"] == "not_allowed"

        assert await wire.ends() == 4500


@pytest.mark.parametrize("identity", ["not.a.jwt", {"id": "c-1", "hash": "0" * 64}])
async def test_a_bad_identity_is_refused_and_makes_nobody(shop: Shop, line: None, identity: object):
    from customers.models import Customer

    async with page() as wire:
        assert (await wire.asks("hello", **HELLO | {"identity": identity}))["code"] == "not_allowed"

        assert await Customer.objects.acount() == 0
