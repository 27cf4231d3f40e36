"""Small frozen facts, announced after commit and heard by the apps above. A listener reads what it needs afresh."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

Fact = TypeVar("Fact")
log = logging.getLogger("chatdesk.bus")
_listeners: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def on(fact: type[Fact], listener: Callable[[Fact], None]) -> None:
    """Call `listener` with every `fact` of this type from now on; hearing twice is registering twice."""
    if listener not in _listeners[fact]:
        _listeners[fact].append(listener)


def off(fact: type[Fact], listener: Callable[[Fact], None]) -> None:
    """Stop calling `listener`; nothing happens where it wasn't registered."""
    if listener in _listeners[fact]:
        _listeners[fact].remove(listener)


def heard(fact: object) -> bool:
    """Whether anybody listens to facts of this type."""
    return bool(_listeners[type(fact)])


def announce(fact: object) -> None:
    """Tell everybody who listens, in the caller's thread, after the commit that made it true.

    A listener that fails is logged and the others still hear: whatever it missed, a sweep finds.
    """
    for listener in tuple(_listeners[type(fact)]):
        try:
            listener(fact)
        except Exception:
            log.exception("a listener failed", extra={"fact": repr(fact)})
