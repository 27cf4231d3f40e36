"""The states of a ticket and the moves between them: the one table, pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Status(StrEnum):
    OPEN = "open"
    PENDING = "pending"  # waits for the customer
    ON_HOLD = "on_hold"  # waits for somebody else
    SOLVED = "solved"
    CLOSED = "closed"  # solved for 4 days


class Reason(StrEnum):
    NO_AGENT = "no_agent"
    DESK_CLOSED = "desk_closed"
    UNANSWERED = "unanswered"
    AGENT = "agent"
    VISITOR = "visitor"


ACTIVE = frozenset({Status.OPEN, Status.PENDING, Status.ON_HOLD})
NEXT: Mapping[Status, frozenset[Status]] = {
    Status.OPEN: frozenset({Status.PENDING, Status.ON_HOLD, Status.SOLVED}),
    Status.PENDING: frozenset({Status.OPEN, Status.ON_HOLD, Status.SOLVED}),
    Status.ON_HOLD: frozenset({Status.OPEN, Status.PENDING, Status.SOLVED}),
    Status.SOLVED: frozenset({Status.OPEN, Status.CLOSED}),
    Status.CLOSED: frozenset({Status.OPEN}),
}


class IllegalStatus(ValueError):
    """The ticket can't go there from here; nothing has changed."""


def moved(status: Status, to: Status) -> Status:
    """`to`, if it may follow `status`; raises IllegalStatus."""
    if to not in NEXT[status]:
        raise IllegalStatus(
            f"a ticket that is {status.replace('_', ' ')} can't become {to.replace('_', ' ')}"
        )
    return to


def after_comment(status: Status, *, by_staff: bool) -> Status | None:
    """Where a public line takes the ticket; None where it stays.

    An answer by staff waits for the customer; the customer's word wakes what waited for them; either reopens what
    was over.
    """
    if status in (Status.SOLVED, Status.CLOSED):
        return Status.OPEN
    if by_staff:
        return Status.PENDING if status is Status.OPEN else None
    return Status.OPEN if status is Status.PENDING else None
