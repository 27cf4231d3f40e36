"""Work that takes seconds: in a process of its own, one at a time."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from typing import Any

from chatdesk.kernel.errors import Busy, Unavailable

MOST_S = 60.0  # then the process is ended
QUEUE_S = 30.0  # to wait for another such process to end
log = logging.getLogger("chatdesk.routing")
_turn = threading.BoundedSemaphore(1)


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
        raise Unavailable(
            f"this took longer than {most_s:.0f} s; the machine is busy, try again later"
        ) from None
    except subprocess.CalledProcessError as error:
        log.error("a rehearsal failed: %s", error.stderr)
        raise Unavailable("this could not be worked out; the log says why") from error
    finally:
        _turn.release()
    return json.loads(done.stdout)
