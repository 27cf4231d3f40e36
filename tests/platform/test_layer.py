"""The in-process layer: a push from another thread wakes the loop that waits."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from chatdesk.kernel.layer import InProcessLayer


async def arrives(layer: InProcessLayer, push: Callable[[str], Coroutine[Any, Any, None]]) -> Any:
    """What a sleeping receiver gets when `push` runs in a thread, before anything else wakes the receiver's loop."""
    late: list[str] = []
    asyncio.get_running_loop().call_later(3, late.append, "woken by the clock, not by the push")
    channel = await layer.new_channel()
    await layer.group_add("desk", channel)
    receiving = asyncio.ensure_future(layer.receive(channel))
    await asyncio.sleep(0.05)  # let it fall asleep in its queue
    thread = threading.Thread(target=lambda: asyncio.run(push(channel)))
    thread.start()
    try:
        arrived = await asyncio.wait_for(receiving, 5)
        assert late == []
        return arrived
    finally:
        await asyncio.to_thread(thread.join)


@pytest.mark.parametrize("how", ["send", "group_send"])
async def test_a_push_from_another_thread_wakes_the_receiver(how: str):
    layer = InProcessLayer()

    def push(channel: str) -> Coroutine[Any, Any, None]:
        message = {"type": "hint", "n": 7}
        return layer.send(channel, message) if how == "send" else layer.group_send("desk", message)

    assert await arrives(layer, push) == {"type": "hint", "n": 7}


async def test_a_push_to_a_loop_that_is_gone_still_waits_in_the_channel():
    layer = InProcessLayer()
    layer.home = asyncio.new_event_loop()
    layer.home.close()

    await layer.send("here", {"n": 1})

    assert await asyncio.wait_for(layer.receive("here"), 5) == {"n": 1}
