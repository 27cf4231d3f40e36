"""Through real sockets: who is signed out, ended, disabled or given another role is out of the open desk within a second."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.independent.product import started

pytestmark = pytest.mark.timeout(150)
WITHIN_S = 1.0


class Browser:
    """Cookies, forms, and the desk's socket that comes in by them."""

    def __init__(self, url: str, person: dict[str, Any]) -> None:
        self.url, self.jar = url, CookieJar()
        self.line = build_opener(HTTPCookieProcessor(self.jar))
        self.get("/sign-in/")
        self.post("/sign-in/", email=person["email"], password=person["password"])

    def get(self, path: str) -> tuple[str, str]:
        """Where it ended up, and the page."""
        with self.line.open(self.url + path) as answer:
            return answer.geturl().removeprefix(self.url), answer.read().decode()

    def post(self, path: str, **fields: str) -> None:
        fields["csrfmiddlewaretoken"] = self.cookie("csrftoken")
        self.line.open(self.url + path, urlencode(fields).encode()).close()

    def cookie(self, name: str) -> str:
        return next(one.value or "" for one in self.jar if one.name == name)

    async def desk(self) -> ClientConnection:
        given: Any = self.url
        wire = await connect(
            self.url.replace("http", "ws") + "/ws/desk",
            origin=given,
            additional_headers={"Cookie": f"sessionid={self.cookie('sessionid')}"},
        )
        await wire.send(json.dumps({"type": "hello", "ref": 1, "protocol": 1, "device": "browser"}))
        while json.loads(await wire.recv())["type"] != "ready":
            pass
        return wire


async def end(wire: ClientConnection) -> tuple[int, float]:
    """The code that it closes with, and when."""
    try:
        while True:
            await asyncio.wait_for(wire.recv(), 20)
    except ConnectionClosed as closed:
        return (closed.rcvd.code if closed.rcvd else 0), time.monotonic()


async def closes(browser: Browser, act: Callable[[], None], code: int) -> None:
    """That `act` closes the browser's desk with `code`, within a second of the answer to it."""
    wire = await browser.desk()
    ended = asyncio.create_task(end(wire))
    await asyncio.to_thread(act)
    answered = time.monotonic()
    found, at = await ended
    assert found == code
    assert at - answered < WITHIN_S


async def test_an_open_desk_ends_with_the_right_to_it(tmp_path: Path) -> None:
    with started(tmp_path) as product:
        told = json.loads(product.demo.read_text(encoding="utf-8"))
        agent, admin = (
            next(one for one in told["people"] if one["role"] == role) for role in ("agent", "admin")
        )

        async def came(person: dict[str, Any]) -> Browser:
            return await asyncio.to_thread(Browser, told["url"], person)

        boss, here = await came(admin), await came(agent)
        page = f"/people/{json.loads((await asyncio.to_thread(here.get, '/api/v1/me'))[1])['id']}/"

        await closes(here, lambda: here.post("/sign-out/"), 4503)
        here, there = await came(agent), await came(agent)
        await closes(here, lambda: there.post("/account/sessions/"), 4503)
        here = await came(agent)
        await closes(here, lambda: boss.post(f"/settings{page}role/", role="supervisor"), 4012)
        await closes(here, lambda: boss.post(page, act="disable"), 4503)

        assert (await asyncio.to_thread(here.get, "/desk/"))[0] == "/sign-in/?next=/desk/"
