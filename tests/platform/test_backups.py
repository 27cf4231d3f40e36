"""Backups: whole or not there, kept as many as are worth it, and read back only when nothing is wrong with them."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from chatdesk.backups import archive, making, nightly
from chatdesk.starting.folder import CantStart
from tests.platform.folders import chatdesk, data, epoch, migrated, packed, refused
from tests.platform.test_up import environment

__all__ = ["data", "migrated", "packed"]  # fixtures

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def test_a_backup_holds_the_database_and_says_what_it_is(packed, data):
    told = archive.read(packed)

    assert told.counts["accounts_team"] == 1
    assert told.epoch == epoch(data)
    assert "accounts.0001_initial" in told.migrations
    assert set(told.files) == {"chatdesk.sqlite3"}
    assert stat.S_IMODE(packed.stat().st_mode) == 0o600
    assert [path.name for path in packed.parent.iterdir() if path.name.startswith(".")] == []


def test_secrets_stay_unless_they_are_asked_for(packed, data, tmp_path):
    making.make(data, tmp_path / "keys.zip", keys=True)

    assert "secret.key" not in archive.read(packed).files
    assert "secret.key" in archive.read(tmp_path / "keys.zip").files
    assert b"the key of this folder" not in packed.read_bytes()
    assert archive.read(packed).key == archive.read(tmp_path / "keys.zip").key != ""


def test_it_is_one_moment_of_a_database_that_others_write(data, tmp_path):
    """Each transaction writes a pair, so a copy with half of one would be a lie."""
    stop = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(data / "chatdesk.sqlite3", timeout=30)) as link:
            link.execute("PRAGMA journal_mode=WAL")
            link.execute("CREATE TABLE tea (n INTEGER)")
            while not stop.is_set():
                with link:
                    link.execute("INSERT INTO tea VALUES (1)")
                    link.execute("INSERT INTO tea VALUES (1)")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        counts = [making.make(data, tmp_path / f"{n}.zip").counts.get("tea", 0) for n in range(8)]
    finally:
        stop.set()
        writer.join()

    assert counts == sorted(counts)
    assert [count % 2 for count in counts] == [0] * 8
    assert counts[-1] > 0


FULL = """
import resource, sys
from pathlib import Path
from chatdesk.backups import making
from chatdesk.starting.folder import CantStart
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    making.make(Path(sys.argv[1]), Path(sys.argv[2]))
except CantStart as error:
    sys.exit(str(error))
"""


@pytest.mark.parametrize("room", [0, 4096, 100_000])
def test_a_full_disk_leaves_the_old_backup_and_nothing_half_written(packed, data, room):
    """A limit on the size of files stands for the disk; the copy meets it, or with more room the packed file does."""
    before = packed.read_bytes()

    done = subprocess.run(
        [sys.executable, "-c", FULL, str(data), str(packed), str(room)],
        env=environment(),
        cwd=packed.parent,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "the backup could not be written" in done.stderr
    assert "make room" in done.stderr
    assert "Traceback" not in done.stderr
    assert packed.read_bytes() == before
    assert sorted(path.name for path in packed.parent.iterdir()) == ["a.zip", "data"]


def test_a_disk_that_fills_up_while_packing_leaves_nothing_either(packed, data, monkeypatch):
    before = packed.read_bytes()
    copied = archive._copy

    def full(source: object, write: object) -> object:
        copied(source, write)  # type: ignore[arg-type]
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "_copy", full)

    with pytest.raises(CantStart, match=r"could not be written \(no space left on device\)"):
        making.make(data, packed)
    assert packed.read_bytes() == before
    assert sorted(path.name for path in packed.parent.iterdir()) == ["a.zip", "data"]


def test_seven_of_a_kind_are_kept_and_other_kinds_left_alone(data):
    other = making.keep(data, making.BEFORE_MIGRATION)
    made = [making.keep(data, making.DAILY) for _ in range(9)]

    assert making.of_kind(data, making.DAILY) == made[2:]
    assert other.exists()


def test_what_a_crash_left_is_tidied_after_a_day_and_not_before(data):
    (data / "backups").mkdir()
    old, young = data / "backups" / ".abc.part", data / "backups" / ".def.part"
    for left in (old, young):
        left.touch()
    os.utime(old, (0, 0))

    making.keep(data, making.DAILY)

    assert (old.exists(), young.exists()) == (False, True)


@pytest.mark.parametrize(("age", "due"), [(timedelta(hours=3), False), (timedelta(hours=25), True)])
def test_by_day_a_backup_is_due_when_the_last_is_a_day_old(data, monkeypatch, age, due):
    monkeypatch.setattr(making, "NIGHT", range(0))
    monkeypatch.setattr(making, "newest", lambda folder: NOON - age)

    assert making.is_due(data, NOON) is due


@pytest.mark.parametrize(("age", "due"), [(timedelta(hours=3), False), (timedelta(hours=5), True)])
def test_at_night_it_is_due_sooner_so_that_it_moves_into_the_night(data, monkeypatch, age, due):
    monkeypatch.setattr(making, "NIGHT", range(24))
    monkeypatch.setattr(making, "newest", lambda folder: NOON - age)

    assert making.is_due(data, NOON) is due


def test_a_folder_that_is_younger_than_a_day_has_nothing_due(data, monkeypatch):
    monkeypatch.setattr(making, "NIGHT", range(0))

    assert not making.is_due(data, datetime.now(UTC))
    assert making.is_due(data, datetime.now(UTC) + timedelta(hours=25))


def test_the_daily_backup_is_made_once(data, monkeypatch):
    monkeypatch.setattr(making, "born", lambda folder: NOON - timedelta(days=2))

    first = nightly.begin_if_due(data)
    assert first is not None
    first.join()

    assert len(making.of_kind(data, making.DAILY)) == 1
    assert nightly.begin_if_due(data) is None


def test_a_daily_backup_that_fails_is_said_and_tried_again(data, monkeypatch, caplog):
    monkeypatch.setattr(making, "born", lambda folder: NOON - timedelta(days=2))
    (data / "backups").write_text("in the way")

    for _ in range(2):
        thread = nightly.begin_if_due(data)
        assert thread is not None
        thread.join()

    assert caplog.text.count("the daily backup failed: can't write to") == 2


def test_a_backup_by_hand_stands_in_the_audit_trail(data, tmp_path):
    done = chatdesk("backup", str(tmp_path / "a.zip"), "--keys", data=data)

    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(data / "chatdesk.sqlite3")) as link:
        lines = link.execute("SELECT verb, subject, detail FROM accounts_auditentry").fetchall()
    assert lines == [("backup", "a.zip", '{"keys": true}')]


def test_a_folder_without_a_database_is_named(tmp_path):
    assert "there is no chatdesk in" in refused(
        chatdesk("backup", str(tmp_path / "a.zip"), data=tmp_path / "none")
    )
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(data, tmp_path):
    (tmp_path / "file").touch()

    assert "name another place" in refused(chatdesk("backup", str(tmp_path / "file" / "a.zip"), data=data))
