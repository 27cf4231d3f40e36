"""Who may do what: one pure table, role × verb. What is not in it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache


class Verb(StrEnum):
    ANSWER = "answer"  # speak in conversations assigned to them, park, transfer, resolve
    TAKE = "take"  # take what waits, is parked or is with the bot
    NOTE = "note"  # write for colleagues
    WORK_TICKETS = "work_tickets"
    SEE_ALL = "see_all"  # every conversation and ticket, not only own, waiting and the team's
    WATCH = "watch"  # look on while others talk
    TAKEOVER = "takeover"  # take what an agent has
    SEE_BOARD = "see_board"
    MANAGE_KNOWLEDGE = "manage_knowledge"
    MANAGE_SETTINGS = "manage_settings"  # sites, staff, skills, keys
    READ_AUDIT = "read_audit"


V = Verb
_AGENT = frozenset({V.ANSWER, V.TAKE, V.NOTE, V.WORK_TICKETS})
_SUPERVISOR = _AGENT | {V.SEE_ALL, V.WATCH, V.TAKEOVER, V.SEE_BOARD}
TABLE: Mapping[str, frozenset[Verb]] = {
    "agent": _AGENT,
    "supervisor": _SUPERVISOR,
    "admin": _SUPERVISOR | {V.MANAGE_KNOWLEDGE, V.MANAGE_SETTINGS, V.READ_AUDIT},
    "auditor": frozenset({V.READ_AUDIT, V.SEE_BOARD}),
}


def may(role: str, verb: Verb) -> bool:
    """Whether `role` may do `verb`; an unknown role may nothing."""
    return verb in TABLE.get(role, frozenset())


@lru_cache(maxsize=16)  # part of every card
def verbs(role: str) -> list[str]:
    """Everything that `role` may do, in the order of the table, as it goes over the wire."""
    return [verb.value for verb in Verb if may(role, verb)]
