"""What the tests of accounts share: signing in as a browser does, and reading the trail."""

from __future__ import annotations

from typing import Any

from django.test import Client

from accounts.models import AuditEntry, User
from tests.accounts.test_sign_in import sign_in

NEW = "seven quiet herons"


def signed_in(user: User, **headers: str) -> Client:
    browser = Client(headers=headers)
    assert sign_in(browser, user.email).status_code == 302
    return browser


def text(answer: Any) -> str:
    content: bytes = answer.content
    return content.decode()


def lines(verb: str) -> list[tuple[int | None, str, str]]:
    """(actor, subject, outcome) of the lines with this verb, the oldest first."""
    return list(AuditEntry.objects.filter(verb=verb).order_by("n").values_list("actor", "subject", "outcome"))
