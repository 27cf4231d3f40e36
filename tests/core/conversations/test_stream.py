"""One sequence on its way to one socket: whatever happens, the client sees 1 to n in order without a gap."""

from __future__ import annotations

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.stream import BYTES, ENTRIES, Stream, Window, size

events = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from([10, 20_000])),  # committed, and hinted
        st.tuples(st.just("write_quietly"), st.sampled_from([10, 20_000])),  # the hint is lost
        st.tuples(st.just("hint_again"), st.integers(1, 200)),  # late, doubled or out of order
        st.tuples(st.just("heartbeat"), st.just(0)),
        st.tuples(st.just("got"), st.integers(0, 250)),
        st.tuples(st.just("replay"), st.integers(0, 200)),
        st.tuples(st.just("pause"), st.integers(1, 3)),
    ),
    max_size=120,
)


class Client:
    """Somebody who checks every push, and a log to pull from that takes its time."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.seen = 0
        self.held: dict[int, int] = {}  # un-acknowledged: number and size
        self.window = Window(lambda: None)
        self.stream = Stream(sent=0, window=self.window, push=self.takes, pull=self.pull)

    def takes(self, text: str) -> None:
        number = int(text.split()[0])
        assert number == self.seen + 1, f"{number} after {self.seen}"
        self.seen = number
        self.held[number] = size(text)
        assert len(self.held) == 1 or (len(self.held) <= ENTRIES and sum(self.held.values()) <= BYTES)

    async def pull(self, after: int) -> list[tuple[int, str]]:
        rows = [(number, text) for number, text in enumerate(self.log, 1) if number > after][:7]
        await asyncio.sleep(0)
        return rows

    def writes(self, length: int) -> None:
        self.log.append(f"{len(self.log) + 1} ".ljust(length, "x"))

    def gets(self, number: int) -> None:
        self.held = {known: weight for known, weight in self.held.items() if known > number}
        self.stream.got(number)

    def replays(self, after: int) -> None:
        if after < self.seen:
            self.seen = after
            self.held = {known: weight for known, weight in self.held.items() if known <= after}
        self.stream.rewind(after)

    def hints(self, number: int) -> None:
        if number <= len(self.log):
            self.stream.hint(number, self.log[number - 1])

    def tells(self, length: int) -> None:
        self.writes(length)
        self.hints(len(self.log))

    async def meets(self, event: str, value: int) -> None:
        if event == "pause":
            for _ in range(value):
                await asyncio.sleep(0)
        else:
            does = {"write": self.tells, "write_quietly": self.writes, "hint_again": self.hints}
            does |= {"got": self.gets, "replay": self.replays, "heartbeat": self.beats}
            does[event](value)

    def beats(self, _: int) -> None:
        self.stream.wake(len(self.log))


async def lives_through(story: list[tuple[str, int]]) -> Client:
    client = Client()
    for event, value in story:
        await client.meets(event, value)
    client.stream.wake(len(client.log))
    for _ in range(20 * len(client.log) + 20):
        client.gets(client.seen)
        await asyncio.sleep(0)
    client.stream.close()
    client.window.calm()
    return client


@settings(max_examples=150, deadline=None)
@given(events)
def test_the_client_sees_every_number_in_order_without_a_gap(story: list[tuple[str, int]]):
    client = asyncio.run(lives_through(story))

    assert client.seen == len(client.log)


def test_a_reached_number_is_waited_for():
    async def story() -> list[str]:
        client, said = Client(), []
        for _ in range(3):
            client.writes(10)
        await client.stream.reached(3)
        said.append(f"ready after {client.seen}")
        return said

    assert asyncio.run(story()) == ["ready after 3"]


def test_a_restart_goes_on_from_the_head():
    async def story() -> int:
        client = Client()
        client.stream = Stream(sent=99, window=client.window, push=client.takes, pull=client.pull)
        for _ in range(3):
            client.writes(10)
        client.stream.restart(3)
        client.seen = 3
        client.writes(10)
        client.stream.hint(4, client.log[-1])
        return client.seen

    assert asyncio.run(story()) == 4


def test_a_full_window_without_progress_is_told():
    async def story() -> bool:
        stuck = asyncio.Event()
        window = Window(stuck.set, stuck_s=0.01)
        client = Client()
        stream = Stream(sent=0, window=window, push=client.takes, pull=client.pull)
        for _ in range(ENTRIES + 1):
            client.writes(10)
        stream.wake(ENTRIES + 1)
        async with asyncio.timeout(2):
            await stuck.wait()
        stream.close()
        return client.seen == ENTRIES

    assert asyncio.run(story())
