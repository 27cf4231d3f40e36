"""Who listens to what in this process: topics to sockets. It carries what was committed; it decides nothing."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from msgspec import Struct

from conversations.frames.parts import Card
from conversations.protocol import DeskTold, VisitorTold


class Turn(Struct, frozen=True, tag_field="type", tag="turn"):
    """To a visitor's sockets, never on the wire: this conversation is the one to follow now."""

    conversation: int


class Looked(Struct, frozen=True, tag_field="type", tag="looked"):
    """To a visitor's sockets, never on the wire: in another process somebody wants to know which page they are on."""

    conversation: int


News = VisitorTold | DeskTold | Turn | Looked


@dataclass(slots=True)
class Effects:
    """What one commit has to tell: entries and notes (id, number, frame as text), cards, and frames by topic.

    What is told `only_here` doesn't travel to the other processes.
    """

    entries: list[tuple[int, int, str]] = field(default_factory=list)
    notes: list[tuple[int, int, str]] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    tells: list[tuple[str, News]] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)  # their cards are to be read again, at a bearable pace
    only_here: bool = False


class Listener(Protocol):
    def on_entry(self, conversation: int, seq: int, text: str) -> None: ...
    def on_note(self, conversation: int, n: int, text: str) -> None: ...
    def on_card(self, card: Card) -> None: ...
    def on_frame(self, frame: News) -> None: ...


def talk(conversation: int) -> str:
    return f"talk:{conversation}"


def notes(conversation: int) -> str:
    return f"notes:{conversation}"


def visitor(customer: int) -> str:
    return f"visitor:{customer}"


def agent(user: int) -> str:
    return f"agent:{user}"


def visitors(site: int) -> str:
    return f"visitors:{site}"


DESK = "desk"
log = logging.getLogger("chatdesk.hub")
Figures = Callable[[str | None, str | None], tuple[DeskTold, DeskTold]]  # of a site and a team
feeds: dict[str, Figures] = {}


def feed(name: str, figures: Figures) -> None:
    """Let sockets show figures that are made higher up: the frame with visitors' names, and the one without.

    It reads the database, so it is never called on the loop.
    """
    feeds[name] = figures


class Hub:
    """Topics and their listeners. All but `publish` and `tell` belong to the loop's thread."""

    def __init__(self) -> None:
        self._topics: dict[str, set[Listener]] = defaultdict(set)
        self.loop: asyncio.AbstractEventLoop | None = None
        self.renew: Callable[[set[int]], None] | None = None  # reads cards again
        self.shown: Callable[[Card], None] | None = None  # hears of each card that is told
        self.beyond: Callable[[Effects], None] | None = None  # to the other processes, where there are any

    def join(self, topic: str, listener: Listener) -> None:
        self._topics[topic].add(listener)

    def leave(self, topic: str, listener: Listener) -> None:
        listeners = self._topics.get(topic)
        if listeners is None:
            return
        listeners.discard(listener)
        if not listeners:
            del self._topics[topic]

    def listeners(self, topic: str) -> tuple[Listener, ...]:
        return tuple(self._topics.get(topic, ()))

    def publish(self, effects: Effects) -> None:
        """Carry `effects` to the sockets of this process, and on to the others; from any thread.

        Best effort: gaps heal by pulling.
        """
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._deliver, effects)

    def tell(self, topics: Iterable[str], frame: News) -> None:
        """One frame to topics, with nothing stored: typing, seen, presence."""
        self.publish(Effects(tells=[(topic, frame) for topic in topics]))

    def _deliver(self, effects: Effects) -> None:
        self.hear(effects)
        if effects.changed and self.renew is not None:
            self.renew(effects.changed)
        if self.beyond is not None and not effects.only_here:
            self.beyond(effects)

    def hear(self, effects: Effects) -> None:
        """Carry `effects` to the sockets of this process alone, now."""
        for conversation, seq, text in effects.entries:
            self._each(talk(conversation), "on_entry", conversation, seq, text)
        for conversation, n, text in effects.notes:
            self._each(notes(conversation), "on_note", conversation, n, text)
        for topic, frame in effects.tells:
            self._each(topic, "on_frame", frame)
        for card in effects.cards:
            if self.shown is not None:
                self.shown(card)
            self._each(DESK, "on_card", card)

    def _each(self, topic: str, ear: str, *news: object) -> None:
        """A listener that fails is logged; the others still hear."""
        for listener in self.listeners(topic):
            try:
                getattr(listener, ear)(*news)
            except Exception:
                log.exception("a socket could not take %s", topic)


hub = Hub()
