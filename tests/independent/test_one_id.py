"""One id from the browser to the database: whoever has it finds what was done under it in every log, and no words."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.independent.people import Place, Visitor, fresh
from tests.independent.product import Product, started
from tests.platform.sink import listening

pytestmark = pytest.mark.timeout(120)
WORDS = "my card number is 4111 1111"


def logged(product: Product) -> list[dict[str, Any]]:
    return [json.loads(line) for line in product.log.read_text().splitlines() if line.startswith("{")]


def where(product: Product, name: str) -> set[str]:
    """The logs that know what was done under `name`."""
    return {
        line["logger"]
        for line in logged(product)
        if line.get("request") == name or name in line.get("requests", ())
    }


def until(true: Callable[[], object], within_s: float = 20.0) -> None:
    end = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


async def test_an_id_is_found_wherever_something_was_done_under_it(tmp_path: Path) -> None:
    with listening() as sink, started(tmp_path, "--set", "log=debug", env=sink.settings) as product:
        place = Place.told(product.demo)
        visitor = Visitor(place, "en")
        await visitor.come()
        said, asked, refused = fresh(), "asked-by-rest-1", fresh()
        await visitor.say(WORDS, said)
        answer = await visitor.link.ask("say", client_id=refused, text="x" * 4001)
        assert answer["code"] == "too_large"
        agent = next(person for person in place.people if person["role"] == "supervisor")
        status, _ = await place.rest("GET", "me", agent["api_key"], None, **{"X-Request-ID": asked})
        assert status == 200
        answered = "answered-by-mail-1"
        await visitor.link.must("prefer", option="message", text=WORDS, email="lin@tea.example")
        entry = await visitor.sees(lambda entry: entry["kind"] == "ticket", "ticket")
        status, _ = await place.rest(
            "POST", f"tickets/{entry['data']['number']}/comments", agent["api_key"], {"text": WORDS},
            **{"X-Request-ID": answered},
        )  # fmt: skip
        assert status == 201
        await visitor.sees(lambda entry: entry.get("data", {}).get("status") == "pending", "ticket")
        await asyncio.to_thread(until, lambda: "chatdesk.outbox" in where(product, answered))
        await visitor.link.leave()
        with closing(sqlite3.connect(product.data / "chatdesk.sqlite3")) as link:
            owed = link.execute("SELECT request_id FROM kernel_outboxrow").fetchall()

    assert owed == [(answered,)]
    assert len(sink.letters) == 1
    assert where(product, answered) == {"chatdesk.http", "chatdesk.journal", "chatdesk.outbox"}
    assert "lin@tea.example" not in product.log.read_text()
    assert where(product, said) == {"chatdesk.sockets", "chatdesk.journal"}
    assert where(product, asked) == {"chatdesk.http"}
    assert where(product, refused) == {"chatdesk.sockets"}  # it never got as far as the journal
    text = product.log.read_text()
    assert "4111" not in text
    assert visitor.token is not None
    assert visitor.token not in text
    assert agent["api_key"] not in text


async def test_at_level_info_nothing_is_logged_for_a_message_and_nothing_at_rest(tmp_path: Path) -> None:
    with started(tmp_path) as product:
        visitor = Visitor(Place.told(product.demo), "en")
        await visitor.come()
        before = len(logged(product))
        for _ in range(3):
            await visitor.say(WORDS)
        assert len(logged(product)) == before
        await visitor.link.leave()
