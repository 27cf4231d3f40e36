"""How the parties of a talk sit at each server: visitor and agent at ours, two members of a room at the others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import msgspec

from tests.bench.sockets.load import verify
from tests.bench.sockets.stacks import Ours, Stack
from tests.bench.sockets.talks import Broken, Talk
from tests.bench.sockets.wire import Line, dial

ORIGIN = "https://shop.example"  # of tests.factories, which needs Django
GOT_EVERY = 16
BEAT_S = 15.0
decode, encode = msgspec.json.decode, msgspec.json.encode
OnEntry = Callable[[str, dict[str, Any]], None]


class Seat:
    """One socket at ours, visitor's or agent's: refs, acknowledgements, `got`, gapless logs."""

    def __init__(self, stack: Stack, on_entry: OnEntry | None = None) -> None:
        self.stack, self.on_entry = stack, on_entry
        self.line: Line | None = None
        self.welcome: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self.answers: dict[int, Any] = {}
        self.heads: dict[str, int] = {}
        self.refs = 0
        self._beat: asyncio.TimerHandle | None = None

    @classmethod
    async def at(
        cls, stack: Stack, path: str, hello: dict[str, Any], on_entry: OnEntry | None = None
    ) -> Seat:
        """A seat after `ready`."""
        seat = cls(stack, on_entry)
        seat.line = await dial(stack.port, path, seat.take, ORIGIN if path.endswith("visitor") else None)
        seat.tell(type="hello", ref=0, protocol=1, device="d-bench", **hello)
        await asyncio.wait_for(seat.welcome, 60)
        seat.beat()
        return seat

    def tell(self, **frame: Any) -> None:
        if self.line is not None:
            self.line.say(encode(frame))

    def ask(self, then: Callable[[dict[str, Any]], None], **frame: Any) -> None:
        self.refs += 1
        self.answers[self.refs] = then
        self.tell(ref=self.refs, **frame)

    def beat(self) -> None:
        self._beat = asyncio.get_running_loop().call_later(BEAT_S, self._beats)

    def _beats(self) -> None:
        if self.line is not None and not self.line.lost:
            self.tell(type="ping")
            self.beat()

    def take(self, payload: bytes) -> None:
        if b'"entry"' in payload[:20]:
            return self._entry(decode(payload))
        frame = decode(payload)
        kind = frame["type"]
        if kind == "ok":
            self.answers.pop(frame["ref"])(frame)
        elif kind == "welcome":
            self.stack.epoch = frame["epoch"]
        elif kind == "ready" and not self.welcome.done():
            self.welcome.set_result(frame)
        elif kind == "refused":
            self._refused(frame)
        return None

    def _entry(self, frame: dict[str, Any]) -> None:
        conversation, seq = frame["conversation"], frame["seq"]
        last = self.heads.get(conversation, 0)
        if last and seq != last + 1:
            raise Broken(f"{conversation}: {seq} came after {last}")
        self.heads[conversation] = seq
        if seq > self.stack.heads.get(conversation, 0):
            self.stack.heads[conversation] = seq
        if not seq % GOT_EVERY:
            self.tell(type="got", conversation=conversation, seq=seq)
        if self.on_entry is not None:
            self.on_entry(conversation, frame)

    def _refused(self, frame: dict[str, Any]) -> None:
        error = Broken(f"refused {frame['code']}: {frame['message']}")
        if self.welcome.done():
            raise error
        self.welcome.set_exception(error)

    def close(self) -> None:
        if self._beat is not None:
            self._beat.cancel()
        if self.line is not None:
            self.line.cut()


async def visitor(
    stack: Stack, token: str, on_entry: OnEntry | None = None, after: dict[str, int] | None = None
) -> Seat:
    hello = {"site": "demo", "token": token, "epoch": stack.epoch, "after": after}
    return await Seat.at(stack, "/ws/visitor", hello, on_entry)


async def agent(stack: Stack, key: str, on_entry: OnEntry | None = None) -> Seat:
    return await Seat.at(stack, "/ws/desk", {"api_key": key}, on_entry)


@asynccontextmanager
async def talks(stack: Stack, number: int) -> AsyncIterator[list[Talk]]:
    """Two parties each, seated and ready to speak; whoever stands up has been checked. Raises Broken for ours."""
    stack.goes += 1
    lines: list[Line] = []
    if isinstance(stack, Ours):
        found = await _ours(stack, stack.shop["talks"][:number], lines)
    else:
        found = [await room(stack, f"g{stack.goes}t{at}", lines) for at in range(number)]
    try:
        yield found
    finally:
        for line in lines:
            line.cut()
    stack.said += sum(sum(talk.sent) for talk in found)
    verify(stack, found)


async def _ours(stack: Ours, rows: list[dict[str, Any]], lines: list[Line]) -> list[Talk]:
    found = {row["conversation"]: Talk(f"g{stack.goes}t{row['conversation']}") for row in rows}

    def heard_by(side: int) -> OnEntry:
        role = ("agent", "visitor")[side]

        def heard(conversation: str, frame: dict[str, Any]) -> None:
            if frame["author"]["role"] == role and conversation in found:
                found[conversation].heard(frame["text"])

        return heard

    numbers = {row["agent"] for row in rows}
    agents = {at: await agent(stack, stack.shop["keys"][at], heard_by(1)) for at in numbers}
    lines += [seat.line for seat in agents.values() if seat.line]
    for row in rows:
        pk = row["conversation"]
        seat = await visitor(stack, row["token"], heard_by(0), {pk: stack.heads.get(pk, 0)})
        lines += [seat.line] if seat.line else []
        found[pk].send = sender(found[pk], row, (seat, agents[row["agent"]]))
    return list(found.values())


def sender(talk: Talk, row: dict[str, Any], seats: tuple[Seat, Seat]) -> Callable[[int, str], None]:
    """Side 0 is the visitor, side 1 the agent."""
    epoch = {"conversation": row["conversation"], "epoch": "1"}

    def send(side: int, text: str) -> None:
        _, _, number, _ = text.split(":", 3)
        client_id = f"bench-{talk.key}-{side}-{number}"
        more = epoch if side else {}
        seats[side].ask(
            lambda _: talk.acked(side, int(number)), type="say", client_id=client_id, text=text, **more
        )

    return send


async def room(stack: Stack, name: str, lines: list[Line]) -> Talk:
    """Two members of a room at the others: what comes back to its sender is the acknowledgement."""
    talk = Talk(name)

    def taken_by(me: int) -> Callable[[bytes], None]:
        def taken(payload: bytes) -> None:
            text = decode(payload)["text"]
            _, side, number, _ = text.split(":", 3)
            if int(side) == me:
                talk.acked(me, int(number))
            else:
                talk.heard(text)

        return taken

    pair = [await dial(stack.port, f"/ws/{name}", taken_by(me)) for me in (0, 1)]
    lines += pair
    talk.send = lambda side, text: pair[side].say(encode({"text": text}))
    return talk
