"""The audit trail in the real database: append-only, whole, and found out where it isn't."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction

from accounts import anchors, audit
from accounts.chain import Break
from accounts.models import AppendOnly, AuditEntry, AuditHead, User
from tests.factories import PASSWORD

UPDATE = "UPDATE accounts_auditentry SET verb = 'nothing' WHERE n = 3"
INSERT = (
    "INSERT INTO accounts_auditentry SELECT 6, at, actor, role, verb, subject, outcome, detail, address, prev, 'x'"
    " FROM accounts_auditentry WHERE n = 2"
)
DELETE = "DELETE FROM accounts_auditentry WHERE n > 3"


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return tmp_path


@pytest.fixture
def guarded(db: None) -> Iterator[None]:
    migration = import_module("accounts.migrations.0002_audit")
    for statement in getattr(migration, connection.vendor.upper()):
        run(statement)
    yield
    migration_end = ["DROP TRIGGER accounts_audit_update", "DROP TRIGGER accounts_audit_delete"]
    for statement in migration_end:
        run(statement + (" ON accounts_auditentry" if connection.vendor == "postgresql" else ""))


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def write(lines: int = 5) -> None:
    for number in range(lines):
        audit.record("setting_changed", subject=f"site-{number}")


def test_a_line_says_who_did_what_in_which_role(ada: User) -> None:
    audit.record("export", actor=ada, subject="customer-7", detail={"rows": 3}, address="203.0.113.77")

    line = AuditEntry.objects.get()
    assert (line.n, line.actor, line.role, line.verb, line.subject) == (
        1,
        ada.pk,
        "admin",
        "export",
        "customer-7",
    )
    assert (line.outcome, line.detail, line.address) == ("ok", {"rows": 3}, "203.0.113.0")


def test_the_trail_is_whole(ada: User) -> None:
    assert audit.verify() is None
    write()
    audit.record("sign_in", actor=ada, detail={"a": "中文", "b": True, "c": 2**40}, address="2001:db8:1:2::3")

    assert audit.verify() is None
    assert AuditEntry.objects.get(n=6).address == "2001:db8:1::"


def test_a_line_break_in_a_subject_forges_no_line(db: None) -> None:
    audit.record("denied", subject="x\n2026-01-01 sign_in", detail={"path": "a\x00\u202eb"})

    assert AuditEntry.objects.get().subject == "x\ufffd2026-01-01 sign_in"
    assert AuditEntry.objects.get().detail == {"path": "a\ufffd\ufffdb"}
    assert audit.verify() is None


def test_a_line_goes_with_the_deed_that_failed(ada: User) -> None:
    def fail() -> None:
        with transaction.atomic():
            audit.record("export", actor=ada)
            raise ZeroDivisionError

    write(2)
    with pytest.raises(ZeroDivisionError):
        fail()

    write(1)
    assert AuditEntry.objects.count() == 3
    assert audit.verify() is None


def test_the_model_changes_and_deletes_nothing(db: None) -> None:
    write()
    line = AuditEntry.objects.get(n=2)

    with pytest.raises(AppendOnly):
        line.save()
    with pytest.raises(AppendOnly):
        line.delete()
    with pytest.raises(AppendOnly):
        AuditEntry.objects.filter(n=2).update(verb="nothing")
    with pytest.raises(AppendOnly):
        AuditEntry.objects.all().delete()


@pytest.mark.parametrize("statement", [UPDATE, DELETE])
def test_sql_changes_and_deletes_nothing(guarded: None, statement: str) -> None:
    write()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(statement)
    assert AuditEntry.objects.count() == 5


@pytest.mark.parametrize(("statement", "found"), [
    (UPDATE, Break(3, "changed")),
    ("UPDATE accounts_auditentry SET detail = '{\"rows\": 1}' WHERE n = 3", Break(3, "changed")),
    ("UPDATE accounts_auditentry SET actor = 9 WHERE n = 1", Break(1, "changed")),
    ("DELETE FROM accounts_auditentry WHERE n = 2", Break(2, "missing")),
    (DELETE, Break(4, "cut")),
    ("DELETE FROM accounts_auditentry", Break(1, "cut")),
    ("DELETE FROM accounts_audithead", Break(6, "cut")),
    ("UPDATE accounts_audithead SET count = 4", Break(4, "head")),
    (INSERT, Break(6, "inserted")),
])  # fmt: skip
def test_tampering_with_sql_is_found(db: None, statement: str, found: Break) -> None:
    write()

    run(statement)

    assert audit.verify() == found


@pytest.mark.django_db(transaction=True)
def test_lines_and_head_put_back_to_an_older_day_are_found_by_the_anchor() -> None:
    write(99)
    older = AuditHead.objects.values().get()
    write(1)
    assert [anchor.count for anchor in anchors.read()] == [1, 100]

    run("DELETE FROM accounts_auditentry WHERE n > 99")
    AuditHead.objects.update(**older)

    assert audit.verify() == Break(100, "cut")


@pytest.mark.django_db(transaction=True)
def test_a_changed_anchor_is_found() -> None:
    write(2)
    text = anchors.path().read_text()

    anchors.path().write_text(text.replace(" 1 ", " 2 "))
    assert audit.verify() == Break(2, "anchor")
    anchors.path().write_text("nonsense\n")
    assert audit.verify() == Break(1, "anchor")
    anchors.path().write_text(text)
    assert audit.verify() is None


@pytest.mark.django_db(transaction=True)
def test_writers_side_by_side_make_one_chain() -> None:
    def many() -> None:
        try:
            write(10)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=many) for _ in range(4)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()

    assert AuditEntry.objects.count() == 40
    assert audit.verify() is None


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_loses_the_anchor_and_not_the_line(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DATA", own_folder / "gone")

    write(1)

    assert AuditEntry.objects.count() == 1


def test_the_command_names_the_broken_place(tmp_path: Path) -> None:
    def run_in_its_own_process(*words: str) -> tuple[int, str]:
        env = {"PATH": os.environ["PATH"], "CHATDESK_DATA": str(tmp_path), "CHATDESK_SECRET_KEY": "k" * 50}
        done = subprocess.run(
            [sys.executable, *words],
            capture_output=True,
            text=True,
            check=False,
            env=env,
            input=f"{PASSWORD}\n",
            cwd=settings.HOME,
        )
        return done.returncode, done.stdout + done.stderr

    verify = ("-m", "chatdesk", "audit", "verify")
    assert run_in_its_own_process(*verify)[0] == 2  # nothing is there
    run_in_its_own_process("manage.py", "migrate")
    run_in_its_own_process("-m", "chatdesk", "user", "ada@tea.example", "--role", "admin")
    assert run_in_its_own_process(*verify) == (0, "The audit trail is whole: 1 lines\n")
    with closing(sqlite3.connect(tmp_path / "chatdesk.sqlite3")) as link:
        link.execute("DROP TRIGGER accounts_audit_update")
        link.execute("UPDATE accounts_auditentry SET actor = 9")
        link.commit()

    assert run_in_its_own_process(*verify) == (1, "The audit trail is broken at line 1: it was changed\n")
