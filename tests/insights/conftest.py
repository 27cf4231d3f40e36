"""A shop with people in it, and what the audit trail says of them."""

from __future__ import annotations

from asgiref.sync import sync_to_async

from accounts.models import AuditEntry
from tests.conversations.acts import written
from tests.conversations.conftest import line, shop, talk
from tests.flows.conftest import core, routing

__all__ = ["core", "line", "routing", "shop", "talk", "written"]


def trail() -> list[tuple[str, str, str]]:
    """The lines of the audit trail but those of making the shop: verb, subject, outcome."""
    lines = AuditEntry.objects.exclude(verb="key_made").order_by("n")
    return list(lines.values_list("verb", "subject", "outcome"))


trail_now = sync_to_async(trail)
