"""A stream whose client doesn't acknowledge: nothing is kept for it, and nothing is lost once it does."""

from __future__ import annotations

import asyncio

import pytest

from conversations import stream
from conversations.straight import framed
from conversations.stream import ENTRIES, Stream, Window


async def test_what_was_pulled_for_a_full_window_is_pulled_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stream, "HELD_S", 0.01)
    sent: list[str] = []
    asked: list[int] = []

    async def pull(after: int) -> list[tuple[int, str]]:
        asked.append(after)
        return [(number, str(number)) for number in range(after + 1, 101)]

    one = Stream(sent=0, window=Window(lambda: None), push=sent.append, pull=pull)
    one.wake(100)
    await asyncio.sleep(0.05)
    assert (len(sent), asked) == (ENTRIES, [0])

    one.got(ENTRIES)
    await one.reached(100)

    assert sent == [str(number) for number in range(1, 101)]
    assert asked == [0, ENTRIES]
    one.close()


@pytest.mark.parametrize("size", [1, 125, 126, 65_535, 65_536])
def test_a_frame_is_as_long_as_it_says(size: int):
    frame = framed("x" * size)
    told = frame[1]
    start = {126: 4, 127: 10}.get(told, 2)
    length = told if told < 126 else int.from_bytes(frame[2:start], "big")

    assert (frame[0], length, len(frame) - start) == (0x81, size, size)
