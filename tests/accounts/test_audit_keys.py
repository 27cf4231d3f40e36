"""The audit trail after the secret key changed: said as that, never as tampering, and never an excuse for it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts import audit
from accounts.chain import Break
from accounts.models import AuditHead, Role
from tests import factories
from tests.accounts.test_audit import guarded, own_folder, run, write

__all__ = ["guarded", "own_folder"]  # fixtures
pytestmark = pytest.mark.django_db(transaction=True)  # anchors are written after the commit
CHANGE = "UPDATE accounts_auditentry SET subject = 'site-9' WHERE n = {}"


@pytest.fixture
def restored(settings: Any) -> None:
    """Five lines under a former key, the line of the restore, and two more, as `chatdesk restore` leaves them."""
    settings.SECRET_KEY = "the former key"
    write(5)
    settings.SECRET_KEY = "the key of this machine"
    audit.record(audit.RESTORED, subject="a.zip", detail={audit.STRANGERS: 5})
    write(2)


def test_lines_from_before_a_restore_are_no_break(restored: None) -> None:
    assert audit.verify() is None
    assert "8 lines; lines 1 to 5 were sealed under another key" in audit.sentence(None)


@pytest.mark.parametrize("line", [6, 7, 8])
def test_lines_since_the_restore_are_checked_as_ever(restored: None, line: int) -> None:
    run(CHANGE.format(line))

    assert audit.verify() in {Break(line, "changed"), Break(line, "key")}


def test_a_line_taken_out_from_before_the_restore_is_found(restored: None) -> None:
    run("DELETE FROM accounts_auditentry WHERE n = 3")

    assert audit.verify() is not None


def test_two_lines_changed_round_from_before_the_restore_are_found(restored: None) -> None:
    for change in ("n = 100 WHERE n = 2", "n = 2 WHERE n = 3", "n = 3 WHERE n = 100"):
        run(f"UPDATE accounts_auditentry SET {change}")  # noqa: S608

    assert audit.verify() is not None


def test_nobody_writes_the_line_of_a_restore_to_excuse_others(db: None) -> None:
    write(5)
    run(CHANGE.format(2))
    run(
        "UPDATE accounts_auditentry SET verb = 'restore', detail = '{\"lines_under_another_key\": 3}' WHERE n = 4"
    )

    assert audit.verify() == Break(2, "changed")


def test_under_another_key_it_says_so_and_what_to_do(db: None, settings: Any) -> None:
    write(5)
    settings.SECRET_KEY = "another key"
    broken = audit.verify()

    assert broken == Break(5, "key")
    told = "Lines 1 to 5 of the audit trail can't be checked: they were sealed under another secret key"
    assert told in audit.sentence(broken)
    assert "Put the former secret.key" in audit.sentence(broken)
    assert "broken" not in audit.sentence(broken)


def test_newer_lines_under_the_new_key_change_nothing_of_that(db: None, settings: Any) -> None:
    write(5)
    settings.SECRET_KEY = "another key"
    write(2)
    assert audit.verify() == Break(5, "key")
    run(CHANGE.format(7))

    assert audit.verify() == Break(7, "changed")


def test_a_changed_first_line_is_no_other_key(db: None) -> None:
    write(5)
    run(CHANGE.format(1))

    assert audit.verify() == Break(1, "changed")


def test_a_changed_head_alone_is_no_other_key(db: None) -> None:
    write(5)
    AuditHead.objects.update(seal="0" * 64)

    assert audit.verify() == Break(5, "head")


@pytest.mark.parametrize(
    ("lang", "says"), [("en", "sealed under another secret key"), ("zh", "由另一个密钥签署")]
)
def test_the_page_says_it_too(db: None, settings: Any, lang: str, says: str) -> None:
    write(5)
    reader = Client()
    settings.SECRET_KEY = "another key"
    reader.force_login(factories.user(role=Role.AUDITOR))

    page = reader.post(f"/audit/check/?lang={lang}").content.decode()
    assert says in page
    assert "None" not in page


def test_the_page_tells_of_lines_before_a_restore(restored: None) -> None:
    reader = Client()
    reader.force_login(factories.user(role=Role.AUDITOR))

    assert "can be checked with that one only: 5" in reader.post("/audit/check/?lang=en").content.decode()
