"""Celery's queue of the embedded shape: Kombu's memory transport, woken by what is put in instead of polling for it."""

from __future__ import annotations

import threading
from queue import Empty
from time import monotonic
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, memory

POLL_S = 0.1  # how long a stop may go unnoticed
_put_in = threading.Event()


class Channel(memory.Channel):
    def _put(self, queue: str, message: Any, **kwargs: Any) -> None:
        super()._put(queue, message, **kwargs)
        _put_in.set()


class Transport(memory.Transport):
    Channel = Channel

    def drain_events(self, connection: Any, timeout: float | None = None, **_: Any) -> None:
        """Deliver one message; raises TimeoutError when none came in `timeout` seconds."""
        assert self.cycle is not None
        start = monotonic()
        while True:
            _put_in.clear()
            try:
                self.cycle.get(self._deliver, timeout=timeout)
                break
            except Empty:
                if timeout is not None and monotonic() - start >= timeout:
                    raise TimeoutError from None
            _put_in.wait(POLL_S)


TRANSPORT_ALIASES["memory"] = f"{__name__}:Transport"
