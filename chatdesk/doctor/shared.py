"""Checks of what several processes share: PostgreSQL's settings, Redis, who leads, and whether anybody does what may be late."""

from __future__ import annotations

import secrets
import time
from contextlib import closing, suppress
from typing import Any

from chatdesk.doctor.result import Result, ok, problem, warning

OLDEST_POSTGRESQL, OLDEST_REDIS = 14, 6
PATIENCE_S = 5
HEARD_S = 2.0  # what is published has to come back within
FULL = 0.8  # of PostgreSQL's connections
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
ASKED = """SELECT current_setting('server_version_num')::int, current_setting('max_connections')::int,
    (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
    current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes')"""
LEADS = "SELECT extract(epoch FROM until - now())::float FROM routing_leader"
OURS = """SELECT DISTINCT application_name FROM pg_stat_activity
    WHERE datname = current_database() AND application_name LIKE 'chatdesk %' ORDER BY 1"""


class Unanswered(Exception):
    """PostgreSQL doesn't say; the message is why."""


def postgresql(url: str) -> Result:
    """New enough, with connections left, and what it has acknowledged outlives a power cut."""
    (version, most, used, *durable), *_ = _rows(url, ASKED)
    weak = [name for name, value in zip(DURABLE, durable, strict=True) if value in ("off", "local")]
    told = f"PostgreSQL {version // 10_000}, {used} of {most} connections in use"
    if version < OLDEST_POSTGRESQL * 10_000:
        return problem("postgresql", told, f"move to PostgreSQL {OLDEST_POSTGRESQL} or newer")
    if weak:
        found = f"{weak[0]} is off: a power cut may lose messages that were acknowledged"
        return problem("postgresql", found, f"ALTER SYSTEM RESET {weak[0]}, then reload its configuration")
    if used > FULL * most:
        return warning("postgresql", told, "raise max_connections: each process takes about ten")
    return ok("postgresql", told)


def redis(url: str) -> Result:
    """New enough, and what one says another hears."""
    import redis as client

    try:
        with closing(
            client.Redis.from_url(url, socket_timeout=PATIENCE_S, socket_connect_timeout=PATIENCE_S)
        ) as link:
            about: dict[str, Any] = link.info("server")
            name = str(about.get("server_name", "redis")).capitalize()
            version = str(about.get(f"{name.lower()}_version") or about["redis_version"])
            heard = _heard(link)
    except client.RedisError as error:
        return problem("redis", f"it doesn't serve ({error})", "start Redis, or correct CHATDESK_REDIS_URL")
    told = f"{name} {version}"
    if int(str(about["redis_version"]).split(".")[0]) < OLDEST_REDIS:
        return problem("redis", told, f"move to Redis {OLDEST_REDIS} or newer, or to Valkey")
    if not heard:
        fix = "let its user use all channels: ACL SETUSER … allchannels"
        return problem("redis", f"{told}: what is published isn't heard", fix)
    return ok("redis", f"{told}; what is published is heard")


def router(url: str) -> Result:
    """One leads, by a lease that is renewed every 2 s."""
    (left,) = next(iter(_rows(url, LEADS)), (None,))
    start = "start `chatdesk router`, two of them"
    if left is None:
        return problem("router", "none has ever led here", start)
    if left <= 0:
        return problem(
            "router", f"none leads since {-left:.0f} s; what waits is given out in order of arrival", start
        )
    return ok("router", f"one leads; its lease runs {left:.0f} s more")


def jobs() -> Result:
    """A worker answers, and beat has asked for a sweep lately. Needs Django."""
    import django
    from django.core.cache import cache

    django.setup()
    from chatdesk import celery

    answers = celery.app.control.ping(timeout=HEARD_S)
    swept = cache.get(celery.SWEPT)
    if not answers:
        return problem("jobs", "no worker answers: mail and sweeps wait", "start `chatdesk worker`")
    if swept is None or time.time() - swept > celery.LATE_S:
        told = f"nothing was swept for {time.time() - swept:.0f} s" if swept else "nothing was swept yet"
        return problem("jobs", f"{told}, though a worker answers", "start `chatdesk beat`, one of it")
    return ok("jobs", f"{len(answers)} at work, last swept {time.time() - swept:.0f} s ago")


def alone(url: str) -> Result:
    """Without Redis one process is all that may serve a PostgreSQL."""
    names = [str(name).removeprefix("chatdesk ") for (name,) in _rows(url, OURS)]
    fix = "set CHATDESK_REDIS_URL for all of them: without it they don't hear of each other"
    if len(names) > 1:
        return problem(
            "processes",
            f"{len(names)} have this database open ({', '.join(names)})",
            f"{fix}; or stop all but one",
        )
    return warning(
        "processes",
        "PostgreSQL without Redis can serve one process only",
        "set CHATDESK_REDIS_URL before you start another",
    )


def _heard(link: Any) -> bool:
    """Whether a word comes back by pub/sub."""
    from redis.exceptions import NoPermissionError

    channel, end = f"chatdesk doctor {secrets.token_hex(4)}", time.monotonic() + HEARD_S
    with closing(link.pubsub(ignore_subscribe_messages=True)) as ear, suppress(NoPermissionError):
        ear.subscribe(channel)
        while time.monotonic() < end:
            link.publish(channel, b"tea")
            if ear.get_message(timeout=0.2):
                return True
    return False


def _rows(url: str, query: str) -> list[Any]:
    """Raises Unanswered."""
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=PATIENCE_S) as link:
            return link.execute(query.encode()).fetchall()
    except psycopg.Error as error:
        raise Unanswered(" ".join(str(error).split())) from None
