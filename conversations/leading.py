"""Which router leads: a row with a lease and an epoch. Whoever takes over raises the epoch; an older one writes no more."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from datetime import datetime, timedelta

from chatdesk.kernel import ids
from chatdesk.kernel.errors import DeskError, Fenced, Stale
from conversations.journal import Tx, journal
from routing.models import Leader

LEASE = timedelta(seconds=6)  # without a renewal a standby takes over
AHEAD = (
    LEASE * 2
)  # a lease beyond it was written by a clock that was wrong, and binds nobody: the epoch fences its holder
RENEW_S = 2.0
ABSENT = timedelta(seconds=10)  # without a sign of a leader, those who serve help themselves


class Lead:
    """One router's claim. `alone`: there can be no other, so it takes the lead without waiting for anybody's lease."""

    def __init__(self, *, alone: bool) -> None:
        self.alone, self._holder = alone, ids.public()
        self._epoch = 0  # while it doesn't lead
        self._renewed = 0.0

    async def hold(self) -> bool:
        """Take the lead, or keep it; False while another has it."""
        try:
            if not self._epoch:
                self._epoch = await asyncio.wrap_future(journal.submit(self._take))
                self._renewed = time.monotonic()
            elif not self.alone and time.monotonic() - self._renewed >= RENEW_S:
                await asyncio.wrap_future(journal.submit(self._renew))
                self._renewed = time.monotonic()
        except (Stale, Fenced):
            self._epoch = 0
            return False
        return True

    def guard(self) -> None:
        """In the open transaction: raises Fenced where another leads now, and lets nobody take over before the commit."""
        rows = Leader.objects.select_for_update().filter(pk=1, epoch=self._epoch)
        if not self._epoch or rows.first() is None:
            raise Fenced("another router leads now")

    def leave(self) -> None:
        """Let a standby lead at once."""
        epoch, self._epoch = self._epoch, 0
        if not epoch or self.alone:
            return
        with suppress(DeskError):
            journal.submit(lambda tx: Leader.objects.filter(pk=1, epoch=epoch).update(until=tx.now))

    def _take(self, tx: Tx) -> int:
        Leader.objects.get_or_create(pk=1)
        row = Leader.objects.select_for_update().get(pk=1)
        if not self.alone and row.until is not None and tx.now < row.until <= tx.now + AHEAD:
            raise Stale("another router leads")
        row.epoch, row.holder = row.epoch + 1, self._holder
        row.until = None if self.alone else tx.now + LEASE
        row.save()
        return row.epoch

    def _renew(self, tx: Tx) -> None:
        if not Leader.objects.filter(pk=1, epoch=self._epoch).update(until=tx.now + LEASE):
            raise Fenced("another router leads now")


def absent(now: datetime) -> bool:
    """Whether no router has given a sign of life for 10 s."""
    return not Leader.objects.filter(until__gt=now - (ABSENT - LEASE), until__lte=now + AHEAD).exists()
