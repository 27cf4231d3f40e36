"""The board for all who look at it in this process: one computation a tick and filter, off the loop, while anybody looks."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
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


class Screen:
    """One filter's board and who looks at it, not empty; it is computed from its making until `end`."""

    def __init__(self, what: Filter) -> None:
        self.what = what
        self.viewers: set[Viewer] = set()
        self.changed = asyncio.Event()
        self._latest: Shown | None = None
        self._task = asyncio.get_running_loop().create_task(self._run(), name="board")

    def add(self, viewer: Viewer) -> None:
        """Show it the latest board now, if there is one, and each from now on."""
        self.viewers.add(viewer)
        if self._latest is not None:
            self._latest.to(viewer)

    def end(self) -> None:
        self._task.cancel()

    async def _run(self) -> None:
        while True:
            self.changed.clear()
            await self._tell()
            await asyncio.sleep(EVERY_S)
            with suppress(TimeoutError):
                async with asyncio.timeout(REFRESH_S - EVERY_S):
                    await self.changed.wait()

    async def _tell(self) -> None:
        """Compute once, send to all; a board that can't be computed now is tried again at the next tick."""
        try:
            self._latest = await reads.read(compute, self.what)
        except DeskError as error:
            log.warning("the board of %s was not read: %s", self.what, error)
        except Exception:
            log.exception("the board of %s failed", self.what)
        else:
            for viewer in tuple(self.viewers):
                self._latest.to(viewer)


class Feed:
    """The screens that somebody looks at, and the ear that tells them of changes. Belongs to the loop."""

    def __init__(self) -> None:
        self._screens: dict[Filter, Screen] = {}
        self.loop = asyncio.get_running_loop()

    def show(self, viewer: Viewer, what: Filter) -> None:
        """Send `viewer` the board now and from now on, in place of what they looked at before."""
        self.hide(viewer, unless=what)
        if not self._screens:
            here.join(hub.DESK, self)
            bus.on(RoutingChanged, self.nudge)
        if what not in self._screens:
            self._screens[what] = Screen(what)
        self._screens[what].add(viewer)

    def hide(self, viewer: Viewer, *, unless: Filter | None = None) -> None:
        """No more for `viewer`; nothing is computed for nobody."""
        before = len(self._screens)
        for what, screen in tuple(self._screens.items()):
            if what != unless:
                screen.viewers.discard(viewer)
            if not screen.viewers:
                self._screens.pop(what).end()
        if before and not self._screens:
            here.leave(hub.DESK, self)
            bus.off(RoutingChanged, self.nudge)

    def nudge(self, _: object = None) -> None:
        """Something changed. From any thread."""
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._changed)

    def _changed(self) -> None:
        for screen in self._screens.values():
            screen.changed.set()

    # --- what the hub tells the desk: each of it may change a figure ---------------------------------------------
    def on_card(self, card: Card) -> None:
        self._changed()

    def on_frame(self, frame: hub.News) -> None:
        if isinstance(frame, told.Agent):
            self._changed()

    def on_entry(self, conversation: int, seq: int, text: str) -> None:
        """Not on the desk's topic."""

    def on_note(self, conversation: int, n: int, text: str) -> None:
        """Not on the desk's topic."""


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


_feed: Feed | None = None


def feed() -> Feed:
    """The running loop's."""
    global _feed
    if _feed is None or _feed.loop is not asyncio.get_running_loop():
        _feed = Feed()
    return _feed
