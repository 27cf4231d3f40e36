"""Letters in the scaled shape: a worker is woken by whoever commits, two workers share what is owed, each letter goes once."""

from __future__ import annotations

from collections import Counter

import psycopg
import pytest

from tests import servers
from tests.platform.sink import listening
from tests.scaled.fleet import Fleet

pytestmark = [pytest.mark.timeout(150), pytest.mark.long]
OWES = (
    "import time; from django.db import transaction; from accounts.models import User; from administration import letters;"
    " from chatdesk import ringing; ringing.to_workers(); by = User.objects.order_by('pk').first();"
    " [transaction.atomic(lambda: letters.try_out(by, 'en'))() for _ in range({number})]; time.sleep({stays})"
)
WAITING = "SELECT count(*) FROM kernel_outboxrow WHERE done_at IS NULL"


def waiting(fleet: Fleet) -> int:
    with psycopg.connect(fleet.database) as link:
        row = link.execute(WAITING).fetchone()
        return int(row[0]) if row else -1


def test_workers_are_woken_and_send_each_letter_once(fleet: Fleet) -> None:
    with listening() as sink:
        fleet.environment |= sink.settings
        fleet.environment["CHATDESK_SECRET_KEY"] = "the key of all processes"
        fleet.does(OWES.format(number=12, stays=0))
        workers = [fleet.runs("worker"), fleet.runs("worker")]
        servers.until(lambda: len(sink.letters) >= 12, "letters of before, sent at the start", 30)

        fleet.does(OWES.format(number=1, stays=3))  # no beat runs, so only a ring can wake them

        servers.until(lambda: len(sink.letters) >= 13, "letter of a worker that was woken", 10)
        servers.until(lambda: waiting(fleet) == 0, "mark", 10)
        assert max(Counter(sink.ids).values()) == 1
        assert [worker.end() for worker in workers] == [0, 0]
