"""Restoring: a backup comes back whole, under a new epoch, or nothing is touched."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from zipfile import ZipFile

import pytest

from chatdesk.backups import making, manifest, restoring
from chatdesk.starting.folder import CantStart
from chatdesk.starting.lock import Lock
from tests.platform.folders import add_team, chatdesk, data, epoch, migrated, packed, refused, state, teams

__all__ = ["data", "migrated", "packed"]  # fixtures
OWED = (
    "INSERT INTO kernel_outboxrow VALUES"
    " ('a', 'test_mail', '', '', '', '2026-11-25', '2026-11-25', NULL, '', 0, NULL, NULL, '', '')"
)


def test_a_backup_comes_back_under_a_new_epoch_and_the_former_database_is_kept(packed, data):
    add_team(data, "later")
    before = epoch(data)

    done = chatdesk("restore", str(packed), data=data)

    assert done.returncode == 0, done.stderr
    assert teams(data) == ["care"]
    assert epoch(data) != before
    (aside,) = data.glob("replaced-*")
    assert teams(aside) == ["care", "later"]
    assert epoch(aside) == before
    assert f"What was there before is in {aside}" in done.stdout
    assert not list(data.glob(".restore-*"))


def test_a_restore_stands_in_the_audit_trail_which_stays_whole(packed, data):
    assert chatdesk("restore", str(packed), data=data).returncode == 0

    verified = chatdesk("audit", "verify", data=data)
    assert (verified.returncode, verified.stdout) == (0, "The audit trail is whole: 1 lines\n")
    with closing(sqlite3.connect(data / "chatdesk.sqlite3")) as link:
        assert link.execute("SELECT verb, subject FROM accounts_auditentry").fetchall() == [
            ("restore", "a.zip")
        ]


def test_a_restore_signs_everybody_out_and_holds_what_was_owed(data, tmp_path):
    with closing(sqlite3.connect(data / "chatdesk.sqlite3")) as link:
        link.execute("INSERT INTO django_session VALUES ('k', 'd', '2099-01-01')")
        link.execute(OWED)
        link.commit()
    making.make(data, tmp_path / "a.zip")

    assert chatdesk("restore", str(tmp_path / "a.zip"), data=data).returncode == 0

    with closing(sqlite3.connect(data / "chatdesk.sqlite3")) as link:
        assert link.execute("SELECT count(*) FROM django_session").fetchone() == (0,)
        held = link.execute("SELECT gave_up_at IS NOT NULL, error FROM kernel_outboxrow").fetchone()
    assert held == (1, "restored")


def test_a_backup_with_its_keys_moves_to_an_empty_machine(data, tmp_path):
    add_team(data, "care")
    making.make(data, tmp_path / "a.zip", keys=True)

    done = chatdesk("restore", str(tmp_path / "a.zip"), data=tmp_path / "new")

    assert done.returncode == 0, done.stderr
    assert teams(tmp_path / "new") == ["care"]
    assert (tmp_path / "new" / "secret.key").read_text() == "the key of this folder\n"
    assert "another secret key" not in done.stdout


def test_without_its_keys_a_new_machine_says_what_that_means(packed, tmp_path):
    done = chatdesk("restore", str(packed), data=tmp_path / "new")

    assert done.returncode == 0, done.stderr
    assert "another secret key" in done.stdout
    verified = chatdesk("audit", "verify", data=tmp_path / "new")
    assert (verified.returncode, verified.stdout) == (0, "The audit trail is whole: 1 lines\n")


def test_the_audit_trail_of_a_database_without_tables_is_refused_in_one_sentence(tmp_path):
    sqlite3.connect(tmp_path / "chatdesk.sqlite3").close()
    (tmp_path / "chatdesk.sqlite3").touch()

    assert "there is no audit trail to read" in refused(chatdesk("audit", "verify", data=tmp_path))


def test_while_it_runs_nothing_is_restored(packed, data):
    lock = Lock(data)
    assert lock.take()
    before = state(data)
    try:
        assert "is running on" in refused(chatdesk("restore", str(packed), data=data))
        assert chatdesk("restore", str(packed), "--verify", data=data).returncode == 0
    finally:
        lock.release()
    assert state(data) == before


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flipped(path: Path) -> None:
    body = bytearray(path.read_bytes())
    body[len(body) // 3] ^= 0x55
    path.write_bytes(body)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def photos(path: Path) -> None:
    path.write_bytes(b"these are my holiday photos" * 100)


def rewritten(path: Path, change: dict[str, object], database: bytes | None = None) -> None:
    """The same backup with another manifest, and another database where one is given."""
    with ZipFile(path) as packed:
        told, body = json.loads(packed.read(manifest.NAME)), packed.read(manifest.SQLITE)
    with ZipFile(path, "w") as packed:
        packed.writestr(manifest.SQLITE, database if database is not None else body)
        packed.writestr(manifest.NAME, json.dumps(told | change))


def other_database(path: Path) -> None:
    rewritten(path, {}, b"SQLite format 3\0" + b"\0" * 5000)


def torn_pages(path: Path) -> None:
    """Sums that fit over a database that SQLite finds broken."""
    with ZipFile(path) as packed:
        body = bytearray(packed.read(manifest.SQLITE))
        told = json.loads(packed.read(manifest.NAME))
    for page in range(3, len(body) // 4096, 3):
        body[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    sums = {"sha256": hashlib.sha256(body).hexdigest(), "bytes": len(body)}
    rewritten(path, {"files": told["files"] | {manifest.SQLITE: sums}}, bytes(body))


def edited(path: Path) -> None:
    """A sound database with the right counts, in which somebody changed a name; the sums are of the former one."""
    with ZipFile(path) as packed:
        packed.extract(manifest.SQLITE, path.parent)
    changed = path.parent / manifest.SQLITE
    with closing(sqlite3.connect(changed)) as link:
        link.execute("UPDATE accounts_team SET name = 'mine'")
        link.commit()
    rewritten(path, {}, changed.read_bytes())
    changed.unlink()


def other_counts(path: Path) -> None:
    rewritten(path, {"counts": {}})


@pytest.mark.parametrize(
    "spoil", [cut, flipped, empty, photos, other_database, torn_pages, edited, other_counts]
)
def test_a_damaged_backup_is_refused_and_nothing_is_touched(packed, data, spoil):
    spoil(packed)
    add_team(data, "later")
    before = state(data)

    for ask in (lambda: restoring.restore(data, packed, ""), lambda: restoring.verify(data, packed)):
        with pytest.raises(CantStart, match=r"(damaged|no whole backup)[^\n]*nothing was touched"):
            ask()
    assert state(data) | {"lock": b""} == before | {"lock": b""}
    assert list(data.glob(".restore-*")) == []


@pytest.mark.parametrize("change", [
    {"format": 2}, {"migrations": ["kb.9999_future"]},
])  # fmt: skip
def test_a_newer_backup_is_refused_and_nothing_is_touched(packed, data, change):
    if "migrations" in change:
        with closing(sqlite3.connect(data / "chatdesk.sqlite3")) as link:
            link.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('kb', '9999_future', '2030-01-01')"
            )
            link.commit()
        making.make(data, packed)
    else:
        rewritten(packed, change)
    before = state(data)

    sentence = refused(chatdesk("restore", str(packed), data=data))

    assert "written by a newer chatdesk" in sentence
    assert "install that version first" in sentence
    assert state(data) | {"lock": b""} == before | {"lock": b""}


def test_a_file_that_is_not_there_is_named(data, tmp_path):
    assert "there is no file" in refused(chatdesk("restore", str(tmp_path / "none.zip"), data=data))


@pytest.mark.parametrize("url", ["", "postgresql://nobody@127.0.0.1:1/x"])
def test_a_backup_of_the_other_kind_of_database_is_refused(packed, data, url):
    if not url:
        with ZipFile(packed) as zipped:
            told = json.loads(zipped.read(manifest.NAME))
        with ZipFile(packed, "w") as zipped:
            zipped.writestr(manifest.POSTGRESQL, b"PGDMP")
            sums = {"sha256": hashlib.sha256(b"PGDMP").hexdigest(), "bytes": 5}
            zipped.writestr(manifest.NAME, json.dumps(told | {"files": {manifest.POSTGRESQL: sums}}))

    more = {"CHATDESK_DATABASE_URL": url} if url else {}
    assert "CHATDESK_DATABASE_URL to restore it" in refused(
        chatdesk("restore", str(packed), data=data, **more)
    )


def test_the_log_of_a_database_that_is_gone_never_gets_into_the_restored_one(packed, data):
    with closing(sqlite3.connect(data / "chatdesk.sqlite3")) as link:
        link.execute("PRAGMA journal_mode=WAL")
        link.execute("UPDATE conversations_incarnation SET epoch = 'of the log'")
        link.commit()
        kept = (data / "chatdesk.sqlite3-wal").read_bytes()
    (data / "chatdesk.sqlite3").unlink()
    (data / "chatdesk.sqlite3-wal").write_bytes(kept)

    done = chatdesk("restore", str(packed), data=data)

    assert done.returncode == 0, done.stderr
    assert teams(data) == ["care"]
    assert epoch(data) != "of the log"
    (aside,) = data.glob("replaced-*")
    assert (aside / "chatdesk.sqlite3-wal").read_bytes() == kept
    assert not (data / "chatdesk.sqlite3-wal").exists()


def test_the_present_database_may_be_broken(packed, data):
    """That is when backups are for."""
    (data / "chatdesk.sqlite3").write_bytes(b"\xff" * 9000)
    (data / "chatdesk.sqlite3-wal").write_bytes(b"\xff" * 9000)

    done = chatdesk("restore", str(packed), data=data)

    assert done.returncode == 0, done.stderr
    assert teams(data) == ["care"]
    (aside,) = data.glob("replaced-*")
    assert (aside / "chatdesk.sqlite3").read_bytes() == b"\xff" * 9000
    assert (aside / "chatdesk.sqlite3-wal").exists()


@pytest.mark.parametrize("at", range(1, 6))
def test_whoever_is_killed_while_replacing_has_the_old_database_or_the_new_one(
    data, tmp_path, monkeypatch, at
):
    """The power goes at the n-th change of a name."""
    place = Path(shutil.copytree(data, tmp_path / "place"))
    add_team(data, "old")
    add_team(place, "new")
    (data / "audit.anchor").write_text("a")
    done = iter(range(1, 99))

    def cuts(change: object) -> object:
        def step(*args: object, **kwargs: object) -> object:
            if next(done) >= at:
                raise KeyboardInterrupt
            return change(*args, **kwargs)  # type: ignore[operator]

        return step

    for owner, name in ((Path, "rename"), (Path, "replace"), (os, "link")):
        monkeypatch.setattr(owner, name, cuts(getattr(owner, name)))
    with suppress(KeyboardInterrupt):
        restoring.put_in_place(data, place)
    monkeypatch.undo()

    assert teams(data) in (["old"], ["new"])
