"""What the database holds after the run, read by plain SQL."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.faults.stack import Row, Stack

ENTRIES = """SELECT id, conversation_id, seq, kind, role, author, client_id, text, data, at FROM conversations_entry
    WHERE conversation_id >= ? ORDER BY id"""
NOTES = "SELECT id, conversation_id, n, author_id, client_id, text FROM conversations_note WHERE conversation_id >= ?"
TALKS = """SELECT id, customer_id, state, assignee_id, epoch, last_seq, last_n, visitor_read, desk_read, offered_to_id
    FROM conversations_conversation WHERE id >= ?"""

HELD = "SELECT id FROM conversations_conversation WHERE assignee_id = ? AND state = 'live'"


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


def first_new(stack: Stack) -> int:
    """The id that the next conversation will have at least."""
    with stack.reading() as query:
        return int(query("SELECT COALESCE(MAX(id), 0) + 1 AS id FROM conversations_conversation")[0]["id"])


def stored(stack: Stack, since: int) -> Stored:
    """Everything of the conversations from id `since` on."""
    with stack.reading() as query:
        seats = query("SELECT user_id, capacity FROM routing_seat")
        return Stored(
            entries=[plain(row) for row in query(ENTRIES, since)],
            notes=query(NOTES, since),
            talks={str(row["id"]): row for row in query(TALKS, since)},
            capacities={str(row["user_id"]): row["capacity"] for row in seats},
        )


def heads(stack: Stack, since: int) -> dict[str, int]:
    """The last seq of each conversation from id `since` on."""
    with stack.reading() as query:
        return {str(row["id"]): row["last_seq"] for row in query(TALKS, since)}


def plain(entry: Row) -> Row:
    """An entry with its JSON and its time read, where the database keeps them as text."""
    if isinstance(entry["data"], str):
        entry["data"] = json.loads(entry["data"])
    if isinstance(entry["at"], str):
        entry["at"] = datetime.fromisoformat(entry["at"]).replace(tzinfo=UTC)
    return entry


def holder(stack: Stack, agent: str) -> list[str]:
    """The live conversations of an agent now."""
    with stack.reading() as query:
        rows = query(HELD, int(agent))
        return [str(row["id"]) for row in rows]
