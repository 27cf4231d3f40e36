"""Bad input at the visitor's socket: each gets its code, and the socket stays or closes as the page says."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import time
from typing import Any

from tests.independent.client import Frame, Link
from tests.independent.people import Agent, Place, Visitor, fresh
from tests.independent.steps import Broken, Steps, same


async def tell(place: Place, steps: Steps) -> None:
    """Every check, each for itself."""
    checks: tuple[tuple[str, Callable[[Place], Awaitable[None]]], ...] = (
        ("a frame before hello: invalid, 4500", before_hello),
        ("another protocol: invalid, 4500", other_protocol),
        ("an unknown site: not_found, 4501", unknown_site),
        ("a wrong or missing origin: not_allowed, 4501", wrong_origin),
        ("a forged token: not_allowed, hello may be tried again", forged_token),
        ("a forged or expired identity: not_allowed; a true one makes the visitor that customer", identity),
        ("malformed frames are answered with their ref, the socket stays", malformed),
        ("twenty malformed frames in a minute: 4500", twenty_malformed),
        ("too large frames and texts: too_large; above 256 KiB 4500", too_large),
        ("empty text, unknown option, unknown conversation", wrong_values),
        ("a binary frame and a second hello: invalid, 4500", binary_and_second_hello),
        ("over the rate: rate with a time; fifty of them 4029", over_rate),
        ("another epoch or a cursor beyond the head: reset with the head", reset),
        ("a desk with a forged key: not_allowed; without origin and key 4501", forged_key),
    )
    for name, check in checks:
        with suppress(Broken), steps.step(f"[bad] {name}"):
            await check(place)


async def refused(link: Link, code: str, ref: int | None, last: int = 1) -> Frame:
    """The latest refusal, with this code and ref. `last` counts the refusals so far."""

    def so_far() -> list[Frame]:
        return [frame for frame in link.frames if frame["type"] == "refused"]

    await link.heard(lambda _: len(so_far()) >= last, f"refusal {last}")
    got = so_far()[last - 1]
    same((got["code"], got["ref"]), (code, ref), "code and ref")
    assert got["message"], got
    same(got["retryable"], code in {"rate", "busy", "unavailable"}, "retryable")
    return got


def hello(place: Place, **other: Any) -> Frame:
    """The fields of a right hello, with some changed."""
    return {"protocol": 1, "site": place.site, "device": fresh(), "locale": "en"} | other


async def dial(place: Place) -> Link:
    """A socket without hello."""
    return await Link.dial(place.visitor_socket, place.origin)


async def greeted(place: Place) -> Link:
    """A socket with hello done."""
    link = await dial(place)
    await link.must("hello", **hello(place))
    return link


async def before_hello(place: Place) -> None:
    link = await dial(place)
    await link.raw('{"type":"say","ref":7,"client_id":"abcdefgh","text":"hi"}')
    await refused(link, "invalid", 7)
    same(await link.code(), 4500, "close code")


async def other_protocol(place: Place) -> None:
    link = await dial(place)
    same((await link.ask("hello", **hello(place, protocol=2))).get("code"), "invalid", "code")
    same(await link.code(), 4500, "close code")


async def unknown_site(place: Place) -> None:
    link = await dial(place)
    same((await link.ask("hello", **hello(place, site="nowhere"))).get("code"), "not_found", "code")
    same(await link.code(), 4501, "close code")


async def wrong_origin(place: Place) -> None:
    for origin in ("http://evil.example", place.origin.replace("http", "https", 1), None):
        link = await Link.dial(place.visitor_socket, origin)
        same((await link.ask("hello", **hello(place))).get("code"), "not_allowed", f"code for {origin}")
        same(await link.code(), 4501, "close code")


async def forged_token(place: Place) -> None:
    link = await dial(place)
    same((await link.ask("hello", **hello(place, token="A" * 43))).get("code"), "not_allowed", "code")
    welcome = await link.must("hello", **hello(place))
    assert welcome["token"], welcome
    await link.leave()
    link = await dial(place)
    for _ in range(3):
        await link.ask("hello", **hello(place, token="B" * 43))
    same(await link.code(), 4500, "close code after three tries")


async def identity(place: Place) -> None:
    link = await dial(place)
    claims = {"sub": f"c-{fresh()}", "exp": int(time()) + 600, "aud": place.site, "name": "Li Na"}
    for forged in (
        jwt(claims, "not the secret"),
        jwt(claims | {"exp": int(time()) - 600}, place.identity_secret),
        {"id": "c-1", "hash": "0" * 64},
    ):
        if link.socket.close_code or [f["type"] for f in link.frames].count("refused") == 2:
            link = await dial(place)
        same((await link.ask("hello", **hello(place, identity=forged))).get("code"), "not_allowed", "code")
    link = await dial(place)
    welcome = await link.must("hello", **hello(place, identity=jwt(claims, place.identity_secret)))
    same(welcome["visitor"]["name"], "Li Na", "name")
    await link.leave()
    who = f"c-{fresh()}"
    digest = hmac.new(place.identity_secret.encode(), who.encode(), hashlib.sha256).hexdigest()
    link = await dial(place)
    await link.must("hello", **hello(place, identity={"id": who, "hash": digest}))
    await link.leave()


def jwt(claims: Frame, secret: str) -> str:
    """HS256, by hand."""

    def part(raw: bytes) -> str:
        return urlsafe_b64encode(raw).rstrip(b"=").decode()

    body = ".".join(part(json.dumps(piece).encode()) for piece in ({"alg": "HS256", "typ": "JWT"}, claims))
    return f"{body}.{part(hmac.new(secret.encode(), body.encode(), hashlib.sha256).digest())}"


async def malformed(place: Place) -> None:
    link = await greeted(place)
    deep = '{"type":"say","ref":4,"client_id":"abcdefgh","text":' + "[" * 12 + "]" * 12 + "}"
    for count, (message, ref) in enumerate(
        (
            ("not json", None),
            ("[1,2]", None),
            ('{"type":"dance","ref":3}', 3),
            (deep, 4),
            ('{"type":"say","ref":5,"client_id":"abcdefgh","text":"x","mood":"good"}', 5),
            ('{"type":"say","ref":6,"client_id":"short","text":"x"}', 6),
            ('{"type":"say","ref":8,"client_id":"abcdefgh","text":7}', 8),
            ('{"type":"got","conversation":5,"seq":1}', None),
        ),
        start=1,
    ):
        await link.raw(message)
        await refused(link, "malformed", ref, count)
    await link.must("say", client_id=fresh(), text="still here")
    await link.leave()


async def twenty_malformed(place: Place) -> None:
    link = await greeted(place)
    for _ in range(20):
        await link.raw("{")
    same(await link.code(), 4500, "close code")


async def too_large(place: Place) -> None:
    link = await greeted(place)
    long = await link.ask("say", client_id=fresh(), text="字" * 4001)
    same(long.get("code"), "too_large", "code of 4,001 characters")
    big = await link.ask("say", client_id=fresh(), text="x" * 17_000)
    same(big.get("code"), "too_large", "code of a frame above 16 KiB")
    ok = await link.must("say", client_id=fresh(), text="字" * 4000)
    await link.heard_entry(lambda e: e["seq"] == ok["seq"] and len(e["text"]) == 4000, "the longest text")
    await link.raw('{"type":"say","text":"' + "x" * 270_000 + '"}')
    same(await link.code(), 4500, "close code")


async def wrong_values(place: Place) -> None:
    link = await greeted(place)
    same((await link.ask("say", client_id=fresh(), text="  ")).get("code"), "invalid", "code of empty text")
    same((await link.ask("rate", score=5)).get("code"), "not_found", "code of a rating without conversation")
    same((await link.ask("prefer", option="dance")).get("code"), "invalid", "code of an unknown option")
    strange = await link.ask("say", client_id=fresh(), text="x", conversation="999999999")
    same(strange.get("code"), "not_found", "code of an unknown conversation")
    await link.leave()


async def binary_and_second_hello(place: Place) -> None:
    link = await greeted(place)
    await link.raw(b'{"type":"ping"}')
    same(await link.code(), 4500, "close code of a binary frame")
    link = await greeted(place)
    same((await link.ask("hello", **hello(place))).get("code"), "invalid", "code of a second hello")
    same(await link.code(), 4500, "close code of a second hello")


async def over_rate(place: Place) -> None:
    link = await greeted(place)
    for ref in range(1000, 1075):
        await link.raw(json.dumps({"type": "leave", "ref": ref}))
    same(await link.code(), 4029, "close code")
    told = [frame for frame in link.frames if frame.get("code") == "rate"]
    assert told, "no refusal for the rate"
    assert all(frame["retry_after_ms"] > 0 and frame["retryable"] for frame in told), told[0]


async def reset(place: Place) -> None:
    visitor = Visitor(place, "en")
    await visitor.come()
    ok = await visitor.say("how do I open a savings account")
    await visitor.sees(lambda entry: entry["seq"] > ok["seq"], "reaction of the bot")
    visitor.lose()
    true = visitor.epoch
    for epoch, after in (("another", 1), (true, 5000)):
        visitor.epoch = epoch
        link = await dial(place)
        fields = hello(place, token=visitor.token, epoch=epoch, after={visitor.conversation: after})
        await link.must("hello", **fields)
        told = await link.heard(lambda frame: frame["type"] == "reset", "reset")
        same((told["conversation"], told["head"] >= 2), (visitor.conversation, True), "reset")
        await link.leave()


async def forged_key(place: Place) -> None:
    link = await Link.dial(place.desk_socket)
    answer = await link.ask("hello", protocol=1, device=fresh(), api_key="cd_" + "x" * 40)
    same(answer.get("code"), "not_allowed", "code of a forged key")
    link = await Link.dial(place.desk_socket)
    same(
        (await link.ask("hello", protocol=1, device=fresh())).get("code"), "not_allowed", "code without a key"
    )
    same(await link.code(), 4501, "close code")
    agent = Agent(place, place.agents({})[0][0])
    link = await Link.dial(place.desk_socket)
    await link.raw('{"type":"state","ref":1,"state":"online"}')
    await refused(link, "invalid", 1)
    same(await link.code(), 4500, "close code")
    await agent.come("offline")
    await agent.link.leave()
