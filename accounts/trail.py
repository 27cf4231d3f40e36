"""Reading the audit trail: which lines, and how one looks to programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet

from accounts.models import AuditEntry
from chatdesk.kernel.clock import stamp
from chatdesk.kernel.errors import Invalid

OUTCOMES = ("ok", "denied", "failed")
HEAD = ("n", "at", "actor", "role", "verb", "subject", "outcome", "detail", "network", "seal")
NAMES = ("since", "until", "actor", "verb", "outcome", "subject")
TEXT = 120  # characters of a verb or subject


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines; "" and None mean any. Days are whole days in UTC, both included."""

    since: date | None = None
    until: date | None = None
    actor: int | None = None
    verb: str = ""
    outcome: str = ""
    subject: str = ""

    @classmethod
    def asked(cls, given: Mapping[str, Any]) -> Wanted:
        """What a query asks for; raises Invalid with what to write instead."""
        said = {name: str(given.get(name) or "").strip() for name in NAMES}
        if said["outcome"] and said["outcome"] not in OUTCOMES:
            raise Invalid(f"outcome is one of {', '.join(OUTCOMES)}")
        if said["actor"] and not (said["actor"].isdecimal() and len(said["actor"]) < 16):
            raise Invalid("actor is the id of a person, a number")
        return cls(
            since=_day("since", said["since"]),
            until=_day("until", said["until"]),
            actor=int(said["actor"]) if said["actor"] else None,
            verb=said["verb"][:TEXT],
            outcome=said["outcome"],
            subject=said["subject"][:TEXT],
        )

    def rows(self) -> QuerySet[AuditEntry]:
        """The lines in question, in no order yet."""
        asked: dict[str, Any] = {
            "at__gte": _midnight(self.since) if self.since else None,
            "at__lt": _midnight(self.until) + timedelta(days=1) if self.until else None,
            "actor": self.actor,
            "verb": self.verb or None,
            "outcome": self.outcome or None,
            "subject": self.subject or None,
        }
        return AuditEntry.objects.filter(
            **{name: value for name, value in asked.items() if value is not None}
        )


def view(row: AuditEntry) -> dict[str, Any]:
    """One line, as REST shows it."""
    return {
        "n": row.n,
        "at": stamp(row.at),
        "actor": str(row.actor) if row.actor is not None else None,
        "role": row.role,
        "verb": row.verb,
        "subject": row.subject,
        "outcome": row.outcome,
        "detail": row.detail,
        "network": row.address,
        "seal": row.hash,
    }


def cells(rows: QuerySet[AuditEntry]) -> Iterator[list[object]]:
    """Lines for a table, the oldest first, as `HEAD` names them."""
    for row in rows.order_by("n").iterator(chunk_size=2000):
        shown = view(row) | {"detail": json.dumps(row.detail, ensure_ascii=False, sort_keys=True)}
        yield [shown[name] if shown[name] is not None else "" for name in HEAD]


def _day(name: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid(f"{name} is a day, as in 2026-11-25") from None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
