"""Work that takes seconds: done once for all who ask the same, in a process of its own, and kept for a while."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from chatdesk.kernel.errors import Busy, Unavailable

KEPT_S, KEPT = 300.0, 16  # how long an answer stands, and how many are kept
MOST_S = 60.0  # then the process is ended
QUEUE_S = 30.0  # to wait for another such process to end
Key = tuple[object, ...]
log = logging.getLogger("chatdesk.routing")
_lock = threading.Lock()
_known: dict[Key, tuple[float, Future[Any]]] = {}
_turn = threading.BoundedSemaphore(1)


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
        return known[1].result(MOST_S + QUEUE_S)
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


def rehearse(task: str, told: Any, most_s: float = MOST_S) -> Any:
    """The answer of `routing.rehearsal`; raises Busy where another such process doesn't end, Unavailable where ours fails."""
    if not _turn.acquire(timeout=QUEUE_S):
        raise Busy("another calculation is still running; try again in a minute")
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "routing.rehearsal", task],
            input=json.dumps(told),
            capture_output=True,
            text=True,
            timeout=most_s,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise Unavailable(f"this took longer than {most_s:.0f} s; ask for fewer days or one site") from None
    except subprocess.CalledProcessError as error:
        log.error("a rehearsal failed: %s", error.stderr)
        raise Unavailable("this could not be worked out; the log says why") from error
    finally:
        _turn.release()
    return json.loads(done.stdout)
