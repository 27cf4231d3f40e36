"""The line between the processes: what one hub publishes goes to the others as a hint, one batch a tick at most.

Every process hears its own batches too, so it knows when the line is down; then, and only then, it polls the rows.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import ContextVar
from typing import Any

import msgspec

from chatdesk.kernel import bus, ids
from chatdesk.kernel.errors import DeskError
from conversations.batches import FACTS, Batch, Carried, carried, fact_of, pack, unpack
from conversations.hub import Effects, Hub
from conversations.viewing import Viewers

GROUP = "chatdesk"
BEAT_S = 1.0  # something is sent this often, if only an empty batch
DEAF_S = 2.5  # without an own batch that came back, the line is down
GONE_S = 15.0  # a process that was not heard for so long has ended
SEND_S = 1.0
MOST = 5_000  # hints of one batch; beyond them the others are left to pull
log = logging.getLogger("chatdesk.relay")
_relayed: ContextVar[bool] = ContextVar(
    "relayed", default=False
)  # announced here because another process said so


class Relay:
    """This process's end of the line. Belongs to the running loop; `poll` brings the sockets in line with the rows."""

    def __init__(self, hub: Hub, viewers: Viewers, layer: Any, poll: Callable[[], Awaitable[None]]) -> None:
        self.id = ids.public()
        self._hub, self._viewers, self._layer, self._poll = hub, viewers, layer, poll
        self._loop = asyncio.get_running_loop()
        self._batch = Batch(self.id, 1)
        self._wanted = asyncio.Event()
        self._echo = self._loop.time()
        self._heard: dict[str, tuple[int, float]] = {}  # by sender: the last batch's number, and when it came
        self._missed = False
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def up(self) -> bool:
        """Whether what is sent comes back."""
        return self._loop.time() - self._echo < DEAF_S

    def start(self) -> None:
        global running
        running = self
        self._hub.beyond = self.gather
        self._viewers.on_change = self._wanted.set
        for fact in FACTS.values():
            bus.on(fact, self.pass_on)
        self._tasks = [self._loop.create_task(work()) for work in (self._listen, self._send, self._watch)]

    async def stop(self) -> None:
        """Send what was gathered, then let go."""
        global running
        running = None
        for fact in FACTS.values():
            bus.off(fact, self.pass_on)
        self._hub.beyond = self._viewers.on_change = None
        with suppress(Exception):
            await self._send_one()
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks, timeout=SEND_S)  # Redis' client may not let go

    # --- out ---------------------------------------------------------------------------------------------------------
    def gather(self, effects: Effects) -> None:
        """Put `effects` into the next batch."""
        batch = self._batch
        batch.entries += effects.entries
        batch.notes += effects.notes
        batch.cards += effects.cards
        batch.tells += [(topic, frame) for topic, frame in effects.tells if isinstance(frame, Carried)]
        if len(batch.entries) + len(batch.notes) + len(batch.cards) + len(batch.tells) > MOST:
            self._batch = Batch(self.id, batch.no + 1)  # the others notice the gap and pull
        self._wanted.set()

    def pass_on(self, fact: object) -> None:
        """Let the other processes hear `fact`, unless it came from one of them. From any thread."""
        if not _relayed.get() and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._take_along, carried(fact))

    def _take_along(self, fact: tuple[str, Any]) -> None:
        if fact not in self._batch.facts:
            self._batch.facts.append(fact)
        self._wanted.set()

    async def _send(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(BEAT_S):
                    await self._wanted.wait()
            self._wanted.clear()
            try:
                await self._send_one()
            except Exception as error:  # Redis' and the network's, in many classes
                if self.up:
                    log.warning("the other processes can't be told (%s)", type(error).__name__)
                self._echo = self._loop.time() - DEAF_S
                await asyncio.sleep(BEAT_S)

    async def _send_one(self) -> None:
        batch, self._batch = self._batch, Batch(self.id, self._batch.no + 1)
        batch.views = self._viewers.here()
        async with asyncio.timeout(SEND_S):
            await self._layer.group_send(GROUP, {"type": "batch", "batch": pack(batch)})

    # --- in ----------------------------------------------------------------------------------------------------------
    async def _listen(self) -> None:
        while True:
            try:
                channel = await self._layer.new_channel()
                await self._layer.group_add(GROUP, channel)
                while True:
                    self._take(await self._layer.receive(channel))
            except Exception as error:
                log.info("the line between the processes is not there yet (%s)", type(error).__name__)
                with suppress(Exception):
                    await self._layer.flush()
                await asyncio.sleep(BEAT_S)

    def _take(self, message: dict[str, Any]) -> None:
        try:
            batch = unpack(message["batch"])
        except msgspec.DecodeError as error:
            log.warning("another process sent what isn't understood here: %s", error)
            self._missed = True
            return
        last = self._heard.get(batch.sender)
        self._missed |= last is not None and batch.no != last[0] + 1
        self._heard[batch.sender] = (batch.no, self._loop.time())
        if batch.sender == self.id:
            self._echo = self._loop.time()
        else:
            self._hear(batch)

    def _hear(self, batch: Batch) -> None:
        if batch.views is not None:
            self._viewers.elsewhere(batch.sender, batch.views)
        self._hub.hear(Effects(batch.entries, batch.notes, batch.cards, [*batch.tells]))
        token = _relayed.set(True)
        try:
            for name, fields in batch.facts:
                with suppress(KeyError, msgspec.ValidationError):  # another release's
                    bus.announce(fact_of(name, fields))
        finally:
            _relayed.reset(token)

    async def _watch(self) -> None:
        """Poll once a second while the line is down, once more when it is up again, and where a batch is missing."""
        was_up = True
        while True:
            await asyncio.sleep(BEAT_S)
            self._forget()
            up = self.up
            if up != was_up:
                log.warning("the line between the processes is %s", "up again" if up else "down: polling")
            if not (up and was_up) or self._missed:
                self._missed = False
                await self._poll_once()
            was_up = up

    async def _poll_once(self) -> None:
        try:
            await self._poll()
        except DeskError as error:
            self._missed = True
            log.warning("the rows could not be polled: %s", error)
        except Exception:
            self._missed = True
            log.exception("the rows could not be polled")

    def _forget(self) -> None:
        """What has ended looks at nothing any more."""
        before = self._loop.time() - GONE_S
        for sender in [sender for sender, (_, at) in self._heard.items() if at < before]:
            del self._heard[sender]
            self._viewers.elsewhere(sender, {})


running: Relay | None = None  # this process's, where there are others
