"""What one client shows of one conversation when all is quiet."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from tests.faults.evidence import Frame


class View(NamedTuple):
    """Entries in the order in which they are shown."""

    who: str
    role: str  # visitor | agent
    conversation: str
    entries: list[Frame]
    asked: datetime | None  # when the client asked for all of it, at the end
