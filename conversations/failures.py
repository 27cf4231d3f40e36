"""What went wrong in an operation, as its caller is told, and whether a second try may see more than the first."""

from __future__ import annotations

import logging

from django.db import DatabaseError, IntegrityError, InterfaceError

from chatdesk.kernel.errors import DeskError, Stale, Unavailable

RACES = frozenset({"40P01", "40001"})  # PostgreSQL's deadlock_detected, serialization_failure
log = logging.getLogger("chatdesk.journal")


def refusal(error: BaseException) -> BaseException:
    """What the caller is told: a race lost in the database is `stale`; other database trouble is `unavailable`."""
    if isinstance(error, DeskError):
        return error
    if isinstance(error, IntegrityError):
        return Stale("someone else changed the same thing first; reload and try again")
    if isinstance(error, DatabaseError | InterfaceError):
        log.warning("the database refused an operation", exc_info=error)
        return unavailable(error)
    return error


def lost_race(error: BaseException) -> bool:
    """Whether another transaction was first: with the same unique value, or with a lock that it waits for us with."""
    cause = error.__cause__
    return isinstance(error, IntegrityError) or getattr(cause, "sqlstate", None) in RACES


def unavailable(error: BaseException) -> Unavailable:
    return Unavailable(f"the database did not take it ({type(error).__name__}); nothing was lost, try again")
