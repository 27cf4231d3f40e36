"""Worker and beat as processes of their own: what is due happens, and a worker that dies leaves nothing undone."""

from __future__ import annotations

import time

import psycopg
import pytest
import redis as client

from tests import servers
from tests.scaled.fleet import Fleet

pytestmark = [pytest.mark.timeout(280), pytest.mark.long]
WAITS = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


@pytest.fixture
def left_out(fleet: Fleet) -> int:
    """A conversation that ended as a ticket which a crash left unwritten."""
    make = (
        "from datetime import timedelta; from tests import factories; from chatdesk.kernel.clock import now;"
        " from accounts.models import Site; at = now() - timedelta(hours=1);"
        " row = factories.conversation(factories.customer(Site.objects.get(key='demo')), state='resolved',"
        " outcome='ticket', left_reason='no_agent', since=at, resolved_at=at); print(row.pk)"
    )
    return int(fleet.does(make))


def tickets(fleet: Fleet, conversation: int) -> int:
    with psycopg.connect(fleet.database) as link:
        query = "SELECT count(*) FROM tickets_ticket WHERE conversation_id = %s"
        row = link.execute(query, [conversation]).fetchone()
        return int(row[0]) if row else 0


def doctor(fleet: Fleet) -> str:
    """What it says of worker and beat."""
    return fleet.does("from chatdesk.doctor import shared; print(shared.jobs().line)")


def test_beat_asks_and_a_worker_does_even_after_redis_forgot_everything(fleet: Fleet, left_out: int):
    worker, beat = fleet.runs("worker"), fleet.runs("beat")
    servers.until(lambda: tickets(fleet, left_out), "ticket opened at the worker's start", 20)
    again = int(
        fleet.does(
            f"from conversations.models import Conversation as C; row = C.objects.get(pk={left_out});"
            " row.pk = None; row.save(); print(row.pk)"
        )
    )
    link = client.Redis.from_url(fleet.redis.url)
    link.flushall()
    link.close()

    assert "start `chatdesk beat`" in doctor(fleet), (
        "the sweep at the worker's start is forgotten, and beat hasn't asked yet"
    )
    servers.until(lambda: tickets(fleet, again), "ticket opened by the next sweep", 40)
    servers.until(lambda: "1 at work" in doctor(fleet), "sweep that is known of", 10)

    time.sleep(1)
    assert (tickets(fleet, left_out), tickets(fleet, again)) == (1, 1)
    assert [worker.end(), beat.end()] == [0, 0]
    assert "start `chatdesk worker`" in doctor(fleet)


def test_a_worker_killed_in_the_middle_of_a_job_leaves_it_to_the_next(fleet: Fleet, left_out: int):
    with psycopg.connect(fleet.database) as holder, psycopg.connect(fleet.database, autocommit=True) as eye:
        holder.execute("LOCK TABLE tickets_ticket IN SHARE MODE")
        first = fleet.runs("worker")
        servers.until(lambda: eye.execute(WAITS).fetchall(), "job that waits for the table", 30)
        first.kill()
    assert tickets(fleet, left_out) == 0

    second = fleet.runs("worker")

    servers.until(lambda: tickets(fleet, left_out), "ticket", 30)
    assert tickets(fleet, left_out) == 1
    assert second.end() == 0
