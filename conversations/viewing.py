"""Who at the desk has which conversation open, here and in other processes: shown to colleagues, never to visitors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Protocol

from conversations import hub
from conversations.frames.beside import Viewing
from conversations.frames.parts import Colleague
from conversations.hub import Effects
from conversations.hub import hub as here

Views = dict[int, list[Colleague]]


class Viewer(Protocol):
    @property
    def colleague(self) -> Colleague: ...


class Viewers:
    """Belongs to the loop. A colleague with two devices is one colleague."""

    def __init__(self) -> None:
        self._open: dict[int, set[Viewer]] = defaultdict(set)
        self._elsewhere: dict[str, Views] = {}  # by process, as it said last
        self.on_change: Callable[[], None] | None = None  # where other processes want to know

    def of(self, conversation: int) -> list[Colleague]:
        """Everybody who has it open, by name."""
        people = [viewer.colleague for viewer in self._open.get(conversation, ())]
        for views in self._elsewhere.values():
            people += views.get(conversation, [])
        by_id = {one.id: one for one in people}
        return sorted(by_id.values(), key=lambda one: (one.name, one.id))

    def here(self) -> Views:
        """Who has what open in this process."""
        return {pk: [viewer.colleague for viewer in viewers] for pk, viewers in self._open.items()}

    def elsewhere(self, process: str, views: Views) -> None:
        """What another process has open now, in place of what it said before; nothing when it is gone."""
        concerned = {*views, *self._elsewhere.get(process, {})}
        before = {pk: self.of(pk) for pk in concerned}
        self._elsewhere.pop(process, None)
        if views:
            self._elsewhere[process] = views
        for pk in concerned:
            self._show(pk, before[pk])

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
        self._show(conversation, before)
        if self.on_change is not None:
            self.on_change()

    def _show(self, conversation: int, before: list[Colleague]) -> None:
        """To those who follow it here, where it changed; each leaves themselves out."""
        now = self.of(conversation)
        if now != before:
            frame = Viewing(conversation=str(conversation), agents=now)
            here.publish(Effects(tells=[(hub.notes(conversation), frame)], only_here=True))


viewers = Viewers()
