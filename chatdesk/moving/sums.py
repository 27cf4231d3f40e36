"""The sum of a table: the same for the same rows, whichever database holds them and in whatever order. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

_written = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


class Sum:
    """How many rows were added, and the sum of their digests."""

    def __init__(self) -> None:
        self.rows, self._sum = 0, 0

    def add(self, row: Sequence[Any]) -> None:
        self.rows += 1
        self._sum += int.from_bytes(hashlib.sha256(_written(plain(row)).encode()).digest())

    @property
    def hex(self) -> str:
        return f"{self._sum % 2**256:064x}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sum) and (self.rows, self.hex) == (other.rows, other.hex)

    def __hash__(self) -> int:
        return hash((self.rows, self.hex))


def of(rows: Iterable[Sequence[Any]]) -> Sum:
    found = Sum()
    for row in rows:
        found.add(row)
    return found


def plain(value: Any) -> Any:
    """`value` in one way of writing: PostgreSQL's JSON gives 1e16 back as a whole number, and times may come in any zone.

    Raises TypeError for what no column of ours holds.
    """
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return _as_text(value)


def _as_text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, UUID):
        return value.hex
    raise TypeError(f"no sum is known of {type(value).__name__}")
