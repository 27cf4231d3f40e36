"""The router's own check of the rules, every now and then, with an alarm: a line in the log, a figure, a row for the board."""

from __future__ import annotations

import logging
import random
import time

from chatdesk.kernel import figures, limits
from chatdesk.kernel.clock import stamp
from conversations import checking, reads
from conversations.checking import Violation
from conversations.floor import Floor
from conversations.journal import Tx, journal
from routing.models import Leader

log = logging.getLogger("chatdesk.router")


class Watchdog:
    """What is wrong once may be on its way; what is still so at the next pass is told."""

    def __init__(self) -> None:
        self._next = time.monotonic()
        self._suspects: list[Violation] = []
        self._seed = 0
        self._told: set[Violation] = set()

    async def look(self, seen: Floor) -> None:
        """Check the rows if it is time to, or again where something looked wrong a pass ago."""
        again = bool(self._suspects)
        if not again:
            if time.monotonic() < self._next:
                return
            self._seed = random.randrange(1 << 30)  # noqa: S311
        found = await reads.read(checking.violations, seen, self._seed)
        self._next = time.monotonic() + limits.current().check_s
        if found and not again:
            self._suspects = found
            return
        standing = [one for one in found if one in self._suspects]
        self._suspects = []
        self._tell(standing)

    def _tell(self, standing: list[Violation]) -> None:
        for one in standing:
            if one not in self._told:
                log.error(
                    "rule %s of routing is broken: conversation %s, agent %s",
                    one.rule, one.conversation, one.agent,
                )  # fmt: skip
                figures.BROKEN.labels(one.rule).inc()
        self._told = set(standing)
        told = [one.told() for one in standing]
        journal.submit(lambda tx: keep(tx, told))


def keep(tx: Tx, told: list[dict[str, object]]) -> None:
    """Write down what the last check found, for whoever asks in any process."""
    Leader.objects.filter(pk=1).update(checked_at=tx.now, violations=told)


def last() -> dict[str, object]:
    """The last check as {at, violations}; `at` is None before the first."""
    row = Leader.objects.filter(pk=1).values_list("checked_at", "violations").first()
    at, found = row or (None, [])
    return {"at": stamp(at) if at else None, "violations": found}
