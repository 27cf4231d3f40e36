"""Celery: what may be late. On Redis in the scaled shape; in the embedded one, threads of the one process."""

from __future__ import annotations

import os
import time
from typing import Any

from celery import Celery
from celery.signals import worker_ready
from django.conf import settings
from django.core.cache import cache

from chatdesk.backups import nightly
from chatdesk.kernel import jobs, memory

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatdesk.settings")

SWEPT = "swept"  # in the cache: when the last sweep that beat asked for ended, as seconds since 1970
LATE_S = 3 * jobs.EVERY_S  # without one, beat is gone
RELEARN_LOOK_S = 1_800.0  # how often to look whether a night's learning is due


def regularly(task: str, every_s: float) -> dict[str, Any]:
    """What nobody did before the next is asked for, nobody need do: a worker that comes late doesn't find a heap."""
    return {"task": task, "schedule": every_s, "options": {"expires": every_s}}


app = Celery("chatdesk", broker=settings.REDIS_URL or "memory://localhost")
app.conf.update(
    task_ignore_result=True,
    worker_hijack_root_logger=False,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,  # Redis may be away for as long as it likes
    broker_transport_options={} if settings.REDIS_URL else {"polling_interval": memory.POLL_S},
    beat_schedule={
        "sweep": regularly("chatdesk.jobs.sweep", jobs.EVERY_S),
        "outbox": regularly("chatdesk.jobs.outbox", jobs.EVERY_S),
        "relearn": regularly("chatdesk.jobs.relearn", RELEARN_LOOK_S),
        "backup": regularly("chatdesk.jobs.backup", nightly.LOOK_EVERY_S),
    },
)


@app.task(name="chatdesk.jobs.sweep")
def sweep() -> None:
    jobs.run_sweeps()
    if settings.REDIS_URL:
        cache.set(SWEPT, time.time(), 86_400)  # for the doctor


@app.task(name="chatdesk.jobs.outbox")
def outbox() -> None:
    """Do the side effects that are due; what a run leaves undone, the next one begins with."""
    from chatdesk.kernel import outbox as box

    box.run()


@worker_ready.connect
def begin(**_: object) -> None:
    """A worker begins with what the ones before it left."""
    sweep.delay()
    outbox.delay()


@app.task(name="chatdesk.jobs.relearn")
def relearn() -> None:
    from bot import decisions
    from chatdesk.kernel import clock

    decisions.relearn_if_due(clock.now())


@app.task(name="chatdesk.jobs.backup")
def backup() -> None:
    """The folder's own database only; PostgreSQL is backed up where it lives."""
    if not settings.DATABASE_URL:
        nightly.begin_if_due(settings.DATA)
