"""The board for all who look at it in this process: one computation a tick and filter, off the loop, while anybody looks."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Protocol

from accounts.models import Site, Team
from chatdesk.kernel import bus
from chatdesk.kernel.errors import DeskError, NotFound
from conversations import hub, reads
from conversations.facts import RoutingChanged
from conversations.frames import told
from conversations.frames.parts import Card
from conversations.hub import hub as here
from conversations.protocol import encode

EVERY_S = 0.5  # at most
REFRESH_S = 2.0  # waits grow and leases run out without anybody's doing
log = logging.getLogger("chatdesk.board")


@dataclass(frozen=True, slots=True)
class Filter:
    """Of which site and team."""

    site: str | None
    team: str | None


class Viewer(Protocol):
    @property
    def sees_visitors(self) -> bool: ...  # whether names of visitors are theirs to see

    def push_text(self, text: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """The latest board as it is sent: with visitors' names and without."""

    named: str
    faceless: str

    def to(self, viewer: Viewer) -> None:
        viewer.push_text(self.named if viewer.sees_visitors else self.faceless)


class Feed:
    """Who looks at what. Belongs to the loop; its task runs from the first viewer to the last."""

    def __init__(self) -> None:
        self._viewers: dict[Viewer, Filter] = {}
        self._latest: dict[Filter, Shown] = {}
        self._task: asyncio.Task[None] | None = None
        self.loop = asyncio.get_running_loop()
        self._changed, self._awaited = asyncio.Event(), asyncio.Event()

    def show(self, viewer: Viewer, what: Filter) -> None:
        """Send `viewer` the board now and from now on, in place of what they looked at before."""
        self._viewers[viewer] = what
        if known := self._latest.get(what):
            known.to(viewer)
        else:
            self._awaited.set()
        if self._task is None:
            here.join(hub.DESK, self)
            bus.on(RoutingChanged, self.nudge)
            self._task = self.loop.create_task(self._run(), name="board")

    def hide(self, viewer: Viewer) -> None:
        """No more for `viewer`; nothing is computed for nobody."""
        self._viewers.pop(viewer, None)
        wanted = set(self._viewers.values())
        self._latest = {what: shown for what, shown in self._latest.items() if what in wanted}
        if not wanted and self._task is not None:
            here.leave(hub.DESK, self)
            bus.off(RoutingChanged, self.nudge)
            self._task.cancel()
            self._task = None

    def nudge(self, _: object = None) -> None:
        """Something changed. From any thread."""
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._changed.set)

    # --- what the hub tells the desk: each of it may change a figure ---------------------------------------------
    def on_card(self, card: Card) -> None:
        self._changed.set()

    def on_frame(self, frame: hub.News) -> None:
        if isinstance(frame, told.Agent):
            self._changed.set()

    def on_entry(self, conversation: int, seq: int, text: str) -> None:
        """Not on the desk's topic."""

    def on_note(self, conversation: int, n: int, text: str) -> None:
        """Not on the desk's topic."""

    # --- the ticks -----------------------------------------------------------------------------------------------
    async def _run(self) -> None:
        while True:
            self._changed.clear()
            self._awaited.clear()
            for what in set(self._viewers.values()):
                await self._tell(what)
            if not await within(EVERY_S, self._awaited):
                await within(REFRESH_S - EVERY_S, self._changed)

    async def _tell(self, what: Filter) -> None:
        """Compute once, send to all; a board that can't be computed now is tried again at the next tick."""
        try:
            shown = await reads.read(compute, what)
        except DeskError as error:
            log.warning("the board of %s was not read: %s", what, error)
        except Exception:
            log.exception("the board of %s failed", what)
        else:
            viewers = [viewer for viewer, wanted in self._viewers.items() if wanted == what]
            if viewers:
                self._latest[what] = shown
            for viewer in viewers:
                shown.to(viewer)


def compute(what: Filter) -> Shown:
    board, faceless = hub.feeds["board"](what.site, what.team)
    return Shown(encode(board), encode(faceless))


def known(site: str | None, team: str | None) -> Filter:
    """What is asked for; raises NotFound for a key that nobody has."""
    if site is not None and not Site.objects.filter(key=site).exists():
        raise NotFound(f"there is no site {site!r}")
    if team is not None and not Team.objects.filter(key=team).exists():
        raise NotFound(f"there is no team {team!r}")
    return Filter(site, team)


async def within(seconds: float, event: asyncio.Event) -> bool:
    """Wait for `event` so long; whether it came."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    return True


_feed: Feed | None = None


def feed() -> Feed:
    """The running loop's."""
    global _feed
    if _feed is None or _feed.loop is not asyncio.get_running_loop():
        _feed = Feed()
    return _feed
