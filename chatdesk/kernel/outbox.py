"""Side effects with a promise: a row in the transaction that causes one, a lease while somebody is at it, once or more, one id.

`put` writes the row; `run` does what is due, woken after the commit, at the start and every 30 s.
"""

from __future__ import annotations

import json
import logging
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, F, Min

from chatdesk.kernel import failpoints, ids, sealing
from chatdesk.kernel.clock import now
from chatdesk.kernel.ids import request_id
from chatdesk.kernel.models import OutboxRow

LEASE = timedelta(minutes=3)  # longer than any one effect takes: a letter at the very worst two
FIRST, LONGEST = timedelta(seconds=30), timedelta(hours=2)  # between two attempts
MOST = 15  # attempts: about fifteen hours
RUN_S = 20.0  # of one run; what is left, the next one does
KEPT = timedelta(days=30)  # after it was done
NEXT = 10  # candidates looked at together
SEALED = "outbox row"
log = logging.getLogger("chatdesk.outbox")


@dataclass(frozen=True, slots=True)
class Effect:
    """What a deliverer gets: the id to tell the receiver, and what was put."""

    id: UUID
    payload: Mapping[str, Any]


class Later(Exception):
    """It can't be done now. `code` and `says` are kept with the row and must name nobody; with `rests` the others of
    its kind wait for the next run too, since it isn't about this one.
    """

    def __init__(self, code: str, says: str, *, rests: bool = False) -> None:
        super().__init__(says)
        self.code, self.says, self.rests = code, says, rests


class Never(Exception):
    """It can't ever be done as it is. `code` and `says` as in Later."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.code, self.says = code, says


class OutsideTransaction(RuntimeError):
    """An effect was put where nothing else is written with it: open a transaction around both."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How much is owed. `oldest_s` is the age of the oldest that waits, in seconds."""

    waiting: Mapping[str, int]
    oldest_s: float
    given_up: int


Deliverer = Callable[[Effect], None]
_deliverers: dict[str, Deliverer] = {}
_wakers: list[Callable[[], object]] = []


def delivers(kind: str, deliverer: Deliverer) -> None:
    """Have `deliverer` do every effect of `kind`; it raises Later or Never where it can't. It may be called twice for
    the same effect: what is told of the id must let the receiver see that.
    """
    _deliverers[kind] = deliverer


def put(kind: str, payload: Mapping[str, Any], *, subject: str = "") -> UUID:
    """Owe an effect, if and only if the open transaction is committed; raises OutsideTransaction where none is open.

    `payload` is plain JSON and kept sealed until it is done. `subject` names what it is about, by id as in the audit trail.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"{kind} was put outside of a transaction")
    moment = now()
    row = OutboxRow.objects.create(
        kind=kind,
        subject=subject,
        payload=sealing.seal(SEALED, json.dumps(payload)),
        request_id=request_id.get()[:100],
        created_at=moment,
        due_at=moment,
    )
    transaction.on_commit(wake)
    return row.id


def wakes(waker: Callable[[], object]) -> None:
    """Have `waker` called after each commit that owes something; it must return at once."""
    _wakers[:] = [waker]


def wake() -> None:
    """Something may be due. Where nobody can be woken, the next sweep finds it."""
    for waker in _wakers:
        try:
            waker()
        except Exception:
            log.warning("nobody could be woken for the outbox", exc_info=True)


def run(within_s: float = RUN_S) -> int:
    """Do what is due, one after the other; returns how many were done. Any number may run at once, anywhere."""
    done, resting, end = 0, set[str](), monotonic() + within_s
    while monotonic() < end and (row := claim(set(_deliverers) - resting)):
        token = request_id.set(row.request_id)
        try:
            _do(row)
            done += 1
        except (Later, Never) as error:
            _failed(row, error)
            if isinstance(error, Later) and error.rests:
                resting.add(row.kind)
        finally:
            request_id.reset(token)
    return done


def claim(kinds: set[str]) -> OutboxRow | None:
    """The next row that is due, leased to the caller alone, or None. Who loses the race for one tries the next."""
    moment, owner = now(), ids.public()
    due = OutboxRow.objects.due(moment).filter(kind__in=kinds)
    for pk in list(due.order_by("due_at").values_list("pk", flat=True)[:NEXT]):
        lease = {"lease_until": moment + LEASE, "lease_owner": owner, "attempts": F("attempts") + 1}
        if due.filter(pk=pk).update(**lease):
            return OutboxRow.objects.get(pk=pk)
    return None


def retry(wanted: Sequence[UUID] | None = None) -> int:
    """Try again what was given up on (all of it, or the `wanted`); returns how many."""
    rows = OutboxRow.objects.given_up()
    if wanted is not None:
        rows = rows.filter(pk__in=wanted)
    with transaction.atomic():
        again = rows.update(gave_up_at=None, attempts=0, due_at=now(), lease_until=None)
        transaction.on_commit(wake)
    return again


def standing() -> Standing:
    """What waits and what was given up on."""
    owed = OutboxRow.objects.owed()
    waiting = dict(owed.order_by().values_list("kind").annotate(Count("pk")))
    oldest: datetime | None = owed.aggregate(Min("created_at"))["created_at__min"] if waiting else None
    age_s = max(0.0, (now() - oldest).total_seconds()) if oldest else 0.0
    return Standing(waiting, age_s, OutboxRow.objects.given_up().count())


def latest(subjects: Sequence[str]) -> dict[str, OutboxRow]:
    """The newest row about each of these."""
    return {row.subject: row for row in OutboxRow.objects.filter(subject__in=subjects).order_by("created_at")}


def hold(code: str, says: str) -> int:
    """Give up on all that waits until somebody asks for it again, as where a backup was restored; returns how many."""
    return OutboxRow.objects.owed().update(gave_up_at=now(), error=code, says=says)


def tidy() -> None:
    """Forget what was done long ago."""
    OutboxRow.objects.filter(done_at__lt=now() - KEPT).delete()


def _do(row: OutboxRow) -> None:
    """The effect, and then the mark: who dies in between does it again, under the same id. Raises Later or Never."""
    if row.attempts > MOST:
        raise Never("interrupted", "the process that did it ended each time before it was done")
    try:
        payload = json.loads(sealing.unseal(SEALED, row.payload))
    except sealing.Unreadable:
        raise Never("unreadable", "it was written under another secret key") from None
    try:
        _deliverers[row.kind](Effect(row.pk, payload))
    except (Later, Never):
        raise
    except Exception as error:
        log.exception("an effect failed", extra={"kind": row.kind, "id": str(row.pk)})
        raise Later("fault", f"a fault of ours ({type(error).__name__}); the log tells more") from error
    failpoints.hit("outbox_before_mark")
    OutboxRow.objects.filter(pk=row.pk, done_at=None).update(
        done_at=now(), gave_up_at=None, payload="", lease_until=None, error="", says=""
    )
    log.info("an effect is done", extra={"kind": row.kind, "id": str(row.pk), "attempts": row.attempts})


def _failed(row: OutboxRow, error: Later | Never) -> None:
    """Keep why, and when to try again; nothing is kept by whoever lost the lease meanwhile."""
    moment = now()
    over = isinstance(error, Never) or row.attempts >= MOST
    kept: dict[str, Any] = {"lease_until": None, "error": error.code[:40], "says": error.says[:200]}
    kept |= {"gave_up_at": moment} if over else {"due_at": moment + pause(row.attempts)}
    mine = OutboxRow.objects.filter(pk=row.pk, lease_owner=row.lease_owner, done_at=None)
    if not mine.update(**kept):
        return
    told = {
        "kind": row.kind,
        "id": str(row.pk),
        "attempts": row.attempts,
        "code": error.code,
        "says": error.says,
    }
    if over:
        log.error("an effect was given up on; `chatdesk outbox retry` tries it again", extra=told)
    else:
        log.warning("an effect waits for another attempt", extra=told)


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts: doubled each time up to a longest, and shortened by chance up to half."""
    doubled: timedelta = FIRST * 2 ** min(attempts - 1, 20)
    return min(LONGEST, doubled) * random.uniform(0.5, 1.0)  # noqa: S311
