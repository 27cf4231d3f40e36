"""How whoever commits tells Celery that the outbox owes something: by a thread of its own, since Redis may hang."""

from __future__ import annotations

import logging
import threading

from chatdesk.kernel import outbox

log = logging.getLogger("chatdesk.outbox")


class Bell(threading.Thread):
    """Rings once for any number of asks while it hasn't rung yet; whom it doesn't reach, beat's sweep wakes within 30 s."""

    def __init__(self) -> None:
        super().__init__(name="outbox-bell", daemon=True)
        self.asked = threading.Event()

    def ring(self) -> None:
        self.asked.set()

    def run(self) -> None:
        while self.asked.wait():
            self.asked.clear()
            try:
                from chatdesk.celery import outbox as task  # Celery costs 8 MB: not before something is owed

                task.apply_async(retry=False)
            except Exception as error:
                log.warning("no worker could be woken", extra={"why": type(error).__name__})


def to_workers() -> None:
    """From now on this process wakes the workers after each commit that owes something."""
    bell = Bell()
    bell.start()
    outbox.wakes(bell.ring)
