"""What tickets do when they hear that something was left unresolved."""

from __future__ import annotations

from conversations.facts import LeftUnresolved
from tickets import services


def open_ticket(fact: LeftUnresolved) -> None:
    services.open_from_conversation(fact.conversation, fact.reason, fact.contact)
