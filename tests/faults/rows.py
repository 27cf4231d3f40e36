"""What the database holds after the run, read by plain SQL."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Row = dict[str, Any]
ENTRIES = """SELECT id, conversation_id, seq, kind, role, author, client_id, text, data, at FROM conversations_entry
    WHERE conversation_id >= ? ORDER BY id"""
NOTES = "SELECT id, conversation_id, n, author_id, client_id, text FROM conversations_note WHERE conversation_id >= ?"
TALKS = """SELECT id, customer_id, state, assignee_id, epoch, last_seq, last_n, visitor_read, desk_read, offered_to_id
    FROM conversations_conversation WHERE id >= ?"""


@dataclass
class Stored:
    """The rows of this run's conversations."""

    entries: list[Row] = field(default_factory=list)  # in the order of writing
    notes: list[Row] = field(default_factory=list)
    talks: dict[str, Row] = field(default_factory=dict)
    capacities: dict[str, int] = field(default_factory=dict)  # of agents
    sound: str = "ok"  # what the database says of itself

    def of(self, conversation: str) -> list[Row]:
        """The timeline by seq."""
        found = [row for row in self.entries if str(row["conversation_id"]) == conversation]
        return sorted(found, key=lambda row: int(row["seq"]))


@contextmanager
def sqlite(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / "chatdesk.sqlite3", timeout=10)) as line:
        line.row_factory, line.isolation_level = sqlite3.Row, None
        yield line


def first_new(folder: Path) -> int:
    """The id that the next conversation will have at least."""
    with sqlite(folder) as line:
        return int(
            line.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM conversations_conversation").fetchone()[0]
        )


def stored(folder: Path, since: int) -> Stored:
    """Everything of the conversations from id `since` on."""
    with sqlite(folder) as line:

        def rows(query: str, *values: int) -> list[Row]:
            return [dict(row) for row in line.execute(query, values)]

        line.execute("BEGIN")
        entries = rows(ENTRIES, since)
        for entry in entries:
            entry["data"] = json.loads(entry["data"])
            entry["at"] = datetime.fromisoformat(entry["at"]).replace(tzinfo=UTC)
        seats = rows("SELECT user_id, capacity FROM routing_seat")
        return Stored(
            entries=entries,
            notes=rows(NOTES, since),
            talks={str(row["id"]): row for row in rows(TALKS, since)},
            capacities={str(row["user_id"]): row["capacity"] for row in seats},
            sound=str(line.execute("PRAGMA integrity_check").fetchone()[0]),
        )


def holder(folder: Path, agent: str) -> list[str]:
    """The live conversations of an agent now."""
    with sqlite(folder) as line:
        query = "SELECT id FROM conversations_conversation WHERE assignee_id = ? AND state = 'live'"
        return [str(row[0]) for row in line.execute(query, (int(agent),))]
