"""The statements behind `lines`: one each for all that is written in a commit, on PostgreSQL and on SQLite.

Beside the models for speed: an insert of a hundred rows costs as much as one through them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import psycopg
from django.db import connection

from chatdesk.kernel.clock import stamp
from conversations.texts import preview

if TYPE_CHECKING:
    from conversations.lines import Line

Key = tuple[str, str]
COLUMNS = (
    "c.id, c.site_id, c.customer_id, c.state, c.assignee_id, c.epoch, c.last_seq, c.labels, "
    "c.arrived_at IS NOT NULL, c.first_answered_at IS NOT NULL, u.name, s.bot"
)
JOINED = (
    "FROM conversations_conversation c JOIN customers_customer u ON u.id = c.customer_id "
    "JOIN accounts_site s ON s.id = c.site_id"
)


@dataclass(slots=True)
class Written:
    """One entry as it was written; what `selectors.entry_frame` reads of it."""

    conversation_id: int
    seq: int
    role: str
    author: str
    author_name: str
    sender: str
    client_id: str
    text: str
    at: datetime
    state: str  # of the conversation
    pk: int = 0
    kind: str = "message"
    data: None = None


@dataclass(slots=True)
class Place:
    """One conversation's row as far as a plain line needs it."""

    pk: int
    site: int
    customer: int
    state: str
    assignee: int | None
    epoch: int
    last_seq: int
    labels: Any  # as the driver has it: text, or what it means
    waited: bool
    answered: bool
    name: str  # the customer's
    bot: bool
    line: Written | None = None  # the last one
    by_visitor: bool = False  # some of them
    by_agent_at: int = 0  # seq of the last one by the agent; 0 for none

    def take(self, line: Line, now: datetime) -> Written:
        """The entry that `line` becomes, as the next of this conversation."""
        self.last_seq += 1
        visitor = line.of_visitor
        if visitor:
            self.by_visitor = True
        else:
            self.by_agent_at = self.last_seq
        self.line = Written(
            self.pk, self.last_seq, "visitor" if visitor else "agent", str(line.person),
            self.name if visitor else line.name, line.by, line.client_id, line.text, now, self.state,
        )  # fmt: skip
        return self.line

    def last_line(self) -> str:
        assert self.line is not None
        shown = {"text": preview(self.line.text), "role": self.line.role, "at": stamp(self.line.at)}
        return json.dumps(shown)


def known(keys: Collection[Key]) -> set[Key]:
    """Those that were written before."""
    senders, ids = zip(*keys, strict=True)
    if postgresql():
        words = (
            "SELECT e.sender, e.client_id FROM unnest(%s::text[], %s::text[]) AS k (s, c) "
            "JOIN conversations_entry e ON e.sender = k.s AND e.client_id = k.c"
        )
        return set(run(words, [list(senders), list(ids)]).fetchall())
    pairs = ", ".join(["(?, ?)"] * len(keys))
    words = f"SELECT sender, client_id FROM conversations_entry WHERE (sender, client_id) IN (VALUES {pairs})"  # noqa: S608
    return set(run(words, [part for key in keys for part in key]).fetchall())


def locked(ids: Sequence[int], customers: Sequence[int]) -> list[Place]:
    """The rows of these ids and the open ones of these customers, locked in id order."""
    if postgresql():
        words = (
            f"SELECT {COLUMNS} {JOINED} WHERE c.id = ANY(%s) OR (c.customer_id = ANY(%s) AND NOT (c.state = 'resolved')) "
            "ORDER BY c.id FOR UPDATE OF c"
        )
        found = run(words, [list(ids), list(customers)]).fetchall()
    else:
        marks = [", ".join("?" * len(some)) for some in (ids, customers)]
        words = (
            f"SELECT {COLUMNS} {JOINED} WHERE c.id IN ({marks[0]}) "
            f"UNION SELECT {COLUMNS} {JOINED} WHERE c.customer_id IN ({marks[1]}) AND NOT (c.state = 'resolved')"
        )
        found = run(words, [*ids, *customers]).fetchall()
    return [Place(*row) for row in found]


def insert(lines: Sequence[Written], now: datetime) -> None:
    """Write them and note their ids."""
    rows = [
        (w.conversation_id, w.seq, w.role, w.author, w.author_name, w.sender, w.client_id, w.text)
        for w in lines
    ]
    names = "conversation_id, seq, role, author, author_name, sender, client_id, text, kind, data, at"
    if postgresql():
        words = (
            f"INSERT INTO conversations_entry ({names}) SELECT *, 'message', '{{}}'::jsonb, %s FROM unnest("  # noqa: S608
            "%s::bigint[], %s::int[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[]) "
            "RETURNING id, conversation_id, seq"
        )
        ids = run(words, [now, *map(list, zip(*rows, strict=True))]).fetchall()
        placed = {(conversation, seq): pk for pk, conversation, seq in ids}
        for line in lines:
            line.pk = placed[line.conversation_id, line.seq]
        return
    last = run("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = 'conversations_entry'", [])
    first, at = last.fetchone()[0] + 1, connection.ops.adapt_datetimefield_value(now)
    for number, line in enumerate(lines, first):
        line.pk = number
    words = f"INSERT INTO conversations_entry (id, {names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'message', '{{}}', ?)"  # noqa: S608
    many(words, [(line.pk, *row, at) for line, row in zip(lines, rows, strict=True)])


def update(places: Sequence[Place], now: datetime) -> None:
    """Bring the conversations in line with what was just said in them."""
    rows = [(p.last_seq, p.last_line(), p.by_visitor, p.by_agent_at, p.by_agent_at - 1, p.pk) for p in places]
    if postgresql():
        words = (
            "UPDATE conversations_conversation c SET last_seq = v.seq, last_line = v.line::jsonb, "
            "visitor_spoke_at = CASE WHEN v.visitor THEN %s ELSE visitor_spoke_at END, "
            "agent_spoke_at = CASE WHEN v.agent > 0 THEN %s ELSE agent_spoke_at END, "
            "desk_read = CASE WHEN v.agent > 0 THEN v.agent ELSE desk_read END, "
            "answered_seq = CASE WHEN v.agent > 0 THEN v.answered ELSE answered_seq END "
            "FROM unnest(%s::int[], %s::text[], %s::bool[], %s::int[], %s::int[], %s::bigint[]) "
            "AS v (seq, line, visitor, agent, answered, id) WHERE c.id = v.id"
        )
        run(words, [now, now, *map(list, zip(*rows, strict=True))])
        return
    at = connection.ops.adapt_datetimefield_value(now)
    words = (
        "UPDATE conversations_conversation SET last_seq = ?1, last_line = ?2, "
        "visitor_spoke_at = CASE WHEN ?3 THEN ?7 ELSE visitor_spoke_at END, "
        "agent_spoke_at = CASE WHEN ?4 > 0 THEN ?7 ELSE agent_spoke_at END, "
        "desk_read = CASE WHEN ?4 > 0 THEN ?4 ELSE desk_read END, "
        "answered_seq = CASE WHEN ?4 > 0 THEN ?5 ELSE answered_seq END WHERE id = ?6"
    )
    many(words, [(*row, at) for row in rows])


def postgresql() -> bool:
    return connection.vendor == "postgresql"


def run(words: str, values: Sequence[Any]) -> Any:
    """Ask the driver itself, in Django's transaction; its errors are Django's."""
    with connection.wrap_database_errors:
        if postgresql():
            return psycopg.Cursor(connection.connection).execute(words.encode(), values)
        return connection.connection.execute(words, values)


def many(words: str, rows: Sequence[tuple[Any, ...]]) -> None:
    with connection.wrap_database_errors:
        connection.connection.executemany(words, rows)
