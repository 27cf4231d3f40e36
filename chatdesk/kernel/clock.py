"""Time: one place that reads the clock, and the one way that we write it on the wire."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache


def now() -> datetime:
    return datetime.now(UTC)


@lru_cache(maxsize=256)  # all that one commit wrote has one time
def stamp(moment: datetime) -> str:
    """RFC 3339, UTC, milliseconds: `2026-11-25T11:08:13.042Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
