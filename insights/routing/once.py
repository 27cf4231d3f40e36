"""An answer worked out once for all who ask the same, and kept for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

KEPT_S, KEPT = 300.0, 16  # how long an answer stands, and how many are kept
PATIENT_S = 90.0  # for what somebody else is working out
Key = tuple[object, ...]
_lock = threading.Lock()
_known: dict[Key, tuple[float, Future[Any]]] = {}


def once(key: Key, make: Callable[[], Any]) -> Any:
    """What `make` returns: of the last minutes if it was made then; who asks while it is being made waits for the same.

    An error reaches everybody who waits, and isn't kept.
    """
    with _lock:
        moment = time.monotonic()
        for old in [known for known, (until, _) in _known.items() if until < moment]:
            del _known[old]
        known = _known.get(key)
        if known is None:
            mine: Future[Any] = Future()
            while len(_known) >= KEPT:
                del _known[next(iter(_known))]
            _known[key] = (moment + KEPT_S, mine)
    if known is not None:
        return known[1].result(PATIENT_S)
    try:
        mine.set_result(make())
    except BaseException as error:
        mine.set_exception(error)
        with _lock:
            _known.pop(key, None)
    return mine.result()


def forget() -> None:
    """Make everything anew; for tests."""
    with _lock:
        _known.clear()
