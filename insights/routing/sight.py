"""The engine of this moment for whoever only looks: built from the same rows as the router's own, in any process."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from chatdesk.kernel import clock
from conversations import dispatch, floor, lessons
from conversations.floor import Floor, Mirror
from conversations.models import Conversation
from routing.estimate import Wait
from routing.explain import Words
from routing.learn import Past
from routing.spec import Request

FRESH_S = 1.0  # as old as the router's own view may be
REST = 4.0  # times as long as a look took until the next
LESSONS_S = 600.0  # what weeks have taught changes slowly
ASKED: Words = {"zh": "有坐席空闲，马上询问", "en": "An agent is free and is about to be asked"}
_lock = threading.Lock()
_past: tuple[float, list[Past]] | None = None
_seen: tuple[float, Sight] | None = None  # until when it is fresh


@dataclass
class Sight:
    """One reading of the rows, and an engine that believes it. Only looked at: nothing it decides is carried out."""

    floor: Floor
    mirror: Mirror
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def now(self) -> float:
        return self.floor.at.timestamp()

    def why(self, row: Conversation) -> Words:
        """Why this one, queued, has nobody yet."""
        with self._lock:
            found = dispatch.explain(self.mirror, self.floor.firm, str(row.pk))
        return found or dispatch.waiting(row.pk) or ASKED

    def estimate(self, request: Request) -> Wait | None:
        """How long somebody who came now with that request would wait; None where nobody there can ever take it."""
        engine = self.mirror.engine
        with self._lock:
            try:
                given = engine.request(request, self.now)
            except ValueError:  # nobody could ever take it
                return None
            if any(one.conversation == request.id for one in given):
                engine.release(request.id, self.now)
                return Wait(0.0, 0.0)
            found = engine.estimate(request.id, self.now)
            engine.cancel(request.id, self.now, learn=False)
            return found


def take() -> Sight:
    """The sight of at most `FRESH_S` ago; an older one where it takes long, so that looking never costs much of a core."""
    global _seen
    with _lock:
        moment = time.monotonic()
        if _seen is None or moment > _seen[0]:
            sight = _build(moment)
            _seen = (time.monotonic() + max(FRESH_S, REST * (time.monotonic() - moment)), sight)
        return _seen[1]


def forget() -> None:
    """Look at the rows anew next time; for tests."""
    global _seen, _past
    with _lock:
        _seen = _past = None


def _build(moment: float) -> Sight:
    global _past
    now = clock.now()
    if _past is None or moment - _past[0] > LESSONS_S:
        _past = (moment, lessons.past(now))
    seen = floor.look(now)
    mirror = dispatch.engine_of(seen.firm, _past[1])
    mirror.follow(seen)
    return Sight(seen, mirror)
