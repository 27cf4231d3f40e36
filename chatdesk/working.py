"""Celery inside the one process: a worker and beat, each in a thread of its own."""

from __future__ import annotations

import threading
from time import monotonic, sleep
from typing import Any

import celery.beat
from celery.worker import WorkController, state

from chatdesk import ringing
from chatdesk.celery import app, begin

STOP_S = 3.0  # how long to wait for the task at hand; what it leaves undone, the next start sweeps


class Jobs:
    """The running threads. `stop` lets the task at hand finish, within reason."""

    def __init__(self) -> None:
        self.worker = WorkController(
            app=app,
            hostname="chatdesk",
            pool_cls="solo",
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
        )
        self.beat = celery.beat.Service(app, max_interval=5, scheduler_cls=celery.beat.Scheduler)
        self.threads = [
            threading.Thread(target=self.worker.start, name="celery-worker", daemon=True),
            threading.Thread(target=self._beat, name="celery-beat", daemon=True),
        ]

    def start(self) -> Jobs:
        for thread in self.threads:
            thread.start()
        ringing.to_workers()
        begin()  # a bare controller doesn't tell that its worker is ready
        return self

    def stop(self) -> None:
        state.should_stop = 0  # type: ignore[assignment]
        deadline = monotonic() + STOP_S
        while state.active_requests and monotonic() < deadline:
            sleep(0.05)

    def _beat(self, **_: Any) -> None:
        self.beat.start(embedded_process=False)
