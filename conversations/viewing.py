"""Who at the desk has which conversation open, in this process: shown to colleagues, never to visitors."""

from __future__ import annotations

from collections import defaultdict
from typing import Protocol

from conversations import hub
from conversations.frames.beside import Viewing
from conversations.frames.parts import Colleague
from conversations.hub import hub as here


class Viewer(Protocol):
    @property
    def colleague(self) -> Colleague: ...


class Viewers:
    """Belongs to the loop. A colleague with two devices is one colleague."""

    def __init__(self) -> None:
        self._open: dict[int, set[Viewer]] = defaultdict(set)

    def of(self, conversation: int) -> list[Colleague]:
        """Everybody who has it open, by name."""
        people = {viewer.colleague.id: viewer.colleague for viewer in self._open.get(conversation, ())}
        return sorted(people.values(), key=lambda one: (one.name, one.id))

    def begin(self, conversation: int, viewer: Viewer) -> None:
        before = self.of(conversation)
        self._open[conversation].add(viewer)
        self._tell(conversation, before)

    def end(self, conversation: int, viewer: Viewer) -> None:
        before = self.of(conversation)
        viewers = self._open.get(conversation, set())
        viewers.discard(viewer)
        if not viewers:
            self._open.pop(conversation, None)
        self._tell(conversation, before)

    def _tell(self, conversation: int, before: list[Colleague]) -> None:
        """To those who follow it, where it changed; each leaves themselves out."""
        now = self.of(conversation)
        if now != before:
            here.tell([hub.notes(conversation)], Viewing(conversation=str(conversation), agents=now))


viewers = Viewers()
