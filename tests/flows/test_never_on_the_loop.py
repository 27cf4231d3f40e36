"""Matching is thinking: none of it may happen on the event loop, nor on the thread that writes."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from chatdesk.kernel import bus
from conversations import runtime
from kb import search
from kb.facts import BaseChanged
from kb.matching import Matcher
from kb.services import Text, save_article
from tests.flows.places import Shop

WRITER = "journal"


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """For each part of a matcher the threads that used it; "loop" where an event loop ran there."""
    used: dict[str, set[str]] = {}
    for name in ("answer", "build", "learn", "revised"):
        monkeypatch.setattr(Matcher, name, watched(used.setdefault(name, set()), getattr(Matcher, name)))
    monkeypatch.setattr(search, "_library", None)
    return used


def watched(threads: set[str], method: Callable[..., Any]) -> Callable[..., Any]:
    def watching(*args: Any) -> Any:
        try:
            asyncio.get_running_loop()
            threads.add("loop")
        except RuntimeError:
            threads.add(threading.current_thread().name)
        return method(*args)

    return watching


async def test_no_question_is_answered_and_no_base_built_where_others_wait(
    seen: dict[str, set[str]], shop: Shop, core: object
) -> None:
    async with shop.agent("mei") as mei, shop.visitor(locale="en") as lin:
        await mei.goes("online")
        await lin.says("How do I clean a clay teapot?")
        await lin.reads(
            "message", text="Rinse it with hot water only, never soap, and let it dry with the lid off."
        )
        await sync_to_async(save_article)(
            "flamingo", category="shipping", state="published",
            wordings={"en": Text("May I bring a flamingo?", "Of course.")},
        )  # fmt: skip
        await lin.says("May I bring a flamingo?")
        await lin.reads("message", text="Of course.")
        await lin.says("I want to talk to a person about my flamingo")
        talk = await mei.accepts()
        await mei.asks("suggest", conversation=talk)

    assert seen["answer"]
    assert seen["build"]
    assert not {"loop", WRITER, "MainThread"} & {name for used in seen.values() for name in used}


async def test_a_process_that_serves_nobody_builds_no_index(seen: dict[str, set[str]], shop: Shop) -> None:
    running = await runtime.start(runtime.Parts(serves=False, routes=False))
    bus.announce(BaseChanged())
    await asyncio.sleep(0.2)
    await running.stop()

    assert not seen["build"]
    assert not search.built()
