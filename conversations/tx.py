"""The journal's open transaction as an operation sees it. Only the journal makes one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from conversations import selectors
from conversations.hub import News
from conversations.models import Conversation, ConversationQuerySet, Entry, Note


class Tx:
    """The open transaction as an operation sees it: locked rows, appended entries, and what to tell afterwards."""

    def __init__(self, rows: dict[int, Conversation], now: datetime) -> None:
        self.now = now
        self.facts: list[object] = []
        self.tells: list[tuple[str, News]] = []
        self.entries: list[Entry] = []
        self.notes: list[Note] = []
        self.touched: dict[int, Conversation] = {}
        self._rows = rows

    def lock(self, conversation: int) -> Conversation:
        """The row, locked for this commit; raises Conversation.DoesNotExist."""
        if conversation not in self._rows:
            self._rows[conversation] = locked().get(pk=conversation)
        return self._rows[conversation]

    def find(self, wanted: ConversationQuerySet, *, skip_locked: bool = False) -> Conversation | None:
        """The first of `wanted`, locked for this commit; None where there is none, or none that nobody else has locked."""
        rows = wanted.select_for_update(of=of_row(), skip_locked=skip_locked)
        row = rows.select_related(*selectors.whole()).first()
        return self._rows.setdefault(row.pk, row) if row is not None else None

    def adopt(self, conversation: Conversation) -> Conversation:
        """Take in a row that this operation created."""
        self._rows[conversation.pk] = conversation
        return self.touch(conversation)

    def touch(self, conversation: Conversation) -> Conversation:
        """The row changed: it is saved at the end of the operation, and its card is told."""
        self.touched[conversation.pk] = conversation
        return conversation

    def append(self, conversation: Conversation, kind: str, *, role: str = "system", **fields: Any) -> Entry:
        """The next entry of the timeline; `fields` are Entry's."""
        conversation.last_seq += 1
        entry = Entry(
            conversation=conversation, seq=conversation.last_seq, kind=kind, role=role, at=self.now, **fields
        )
        entry.save(force_insert=True)
        self.entries.append(entry)
        self.touch(conversation)
        return entry

    def append_note(self, conversation: Conversation, **fields: Any) -> Note:
        conversation.last_n += 1
        note = Note.objects.create(conversation=conversation, n=conversation.last_n, at=self.now, **fields)
        self.notes.append(note)
        self.touch(conversation)
        return note

    def tell(self, topic: str, frame: News) -> None:
        """Send `frame` to `topic` once this is committed."""
        self.tells.append((topic, frame))

    def announce(self, fact: object) -> None:
        """Let the apps above know once this is committed."""
        self.facts.append(fact)

    def forget(self) -> None:
        """The operation failed: its copies of rows may be wrong now, also those that it hadn't touched yet."""
        self._rows.clear()


def locked() -> Any:
    """Conversations for update, with what their cards need."""
    return Conversation.objects.select_for_update(of=of_row()).select_related(*selectors.whole())


def of_row() -> tuple[str, ...]:
    """What to lock where a row is read together with its relations."""
    return ("self",) if connection.features.has_select_for_update_of else ()
