"""Celery: what may be late. On Redis in the scaled shape; in the embedded one, threads of the one process."""

from __future__ import annotations

import os

from celery import Celery
from celery.signals import worker_ready
from django.conf import settings

from chatdesk.backups import nightly
from chatdesk.kernel import jobs, memory

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatdesk.settings")

RELEARN_LOOK_S = 1_800.0  # how often to look whether a night's learning is due
app = Celery("chatdesk", broker=settings.REDIS_URL or "memory://localhost")
app.conf.update(
    task_ignore_result=True,
    worker_hijack_root_logger=False,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    broker_transport_options={} if settings.REDIS_URL else {"polling_interval": memory.POLL_S},
    beat_schedule={
        "sweep": {"task": "chatdesk.jobs.sweep", "schedule": jobs.EVERY_S},
        "outbox": {"task": "chatdesk.jobs.outbox", "schedule": jobs.EVERY_S},
        "relearn": {"task": "chatdesk.jobs.relearn", "schedule": RELEARN_LOOK_S},
        "backup": {"task": "chatdesk.jobs.backup", "schedule": nightly.LOOK_EVERY_S},
    },
)


@app.task(name="chatdesk.jobs.sweep")
def sweep() -> None:
    jobs.run_sweeps()


@app.task(name="chatdesk.jobs.outbox")
def outbox() -> None:
    """Do the side effects that are due; what a run leaves undone, the next one begins with."""
    from chatdesk.kernel import outbox as box

    box.run()


@worker_ready.connect
def begin(**_: object) -> None:
    """A worker of its own process begins with what the ones before it left."""
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
