"""The doctor: for each thing that can be wrong, the wrong thing really made, and a line that says what to do."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chatdesk.backups import making
from chatdesk.doctor import examination, installation, machine, tables
from chatdesk.starting.lock import Lock
from tests.platform.folders import bad, chatdesk, data, migrated

__all__ = ["data", "migrated"]  # fixtures


OPEN = """
import sqlite3, sys
link = sqlite3.connect(sys.argv[1])
link.execute("SELECT count(*) FROM django_migrations").fetchall()
print("open", flush=True)
sys.stdin.read()
"""


def test_an_old_python_is_named():
    bad(machine.python((3, 10)), "problem", "3.10", "install Python 3.11")


def test_an_old_sqlite_is_named(tmp_path):
    bad(machine.sqlite(tmp_path, (3, 31, 1)), "problem", "3.31.1", "3.35")


def test_a_file_system_without_wal_is_named(tmp_path, monkeypatch):
    """SQLite refuses WAL to a database in memory as it does on a network drive."""
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, **more: connect(":memory:", **more))

    bad(machine.sqlite(tmp_path), "problem", "can't use WAL", "local disk")


def test_a_clock_that_jumps_is_named(tmp_path):
    jumps = iter([time.time(), time.time() + 7.0, time.time() + 7.0])

    bad(machine.clock(tmp_path, None, lambda: next(jumps)), "problem", "jumped by", "NTP")


def test_a_clock_behind_the_database_is_named(data):
    future = datetime.now(UTC) + timedelta(hours=3)
    with closing(sqlite3.connect(data / "chatdesk.sqlite3")) as link:
        link.execute("PRAGMA ignore_check_constraints=1")
        columns = [row[1] for row in link.execute("PRAGMA table_info(conversations_entry)") if row[1] != "id"]
        values = [f"{future:%Y-%m-%d %H:%M:%S}" if name == "at" else "1" for name in columns]
        marks = ",".join("?" * len(columns))
        link.execute(f"INSERT INTO conversations_entry ({','.join(columns)}) VALUES ({marks})", values)  # noqa: S608
        link.commit()

    bad(machine.clock(data, tables.latest(data)), "problem", "s behind what the database holds", "NTP")


def test_a_disk_with_another_clock_is_named(tmp_path):
    start = time.time() + 30
    ticks = iter([start, start + machine.WATCH_S, start + machine.WATCH_S])

    bad(machine.clock(tmp_path, None, lambda: next(ticks)), "warning", "30 s away", "NTP")


@pytest.mark.parametrize(("limit", "state"), [(256, "problem"), (1024, "warning"), (65_536, "ok")])
def test_few_open_files_are_named(limit, state):
    assert machine.files(limit).state == state


@pytest.mark.parametrize(("free", "state"), [(2**20, "problem"), (500 * 2**20, "warning"), (2**33, "ok")])
def test_a_full_disk_is_named(tmp_path, free, state):
    assert machine.disk(tmp_path, free).state == state


def test_a_wrong_setting_is_named(monkeypatch):
    monkeypatch.setenv("CHATDESK_PUBLIC_URL", "chat.example.com")

    bad(installation.settings(), "problem", "CHATDESK_PUBLIC_URL='chat.example.com'", "environment")


def test_a_missing_front_end_is_named(tmp_path):
    bad(installation.front_end(tmp_path), "problem", "w.js is not in", "scripts/build")


def test_a_folder_that_others_may_open_is_named(tmp_path):
    tmp_path.chmod(0o755)

    bad(installation.folder(tmp_path), "problem", "open to other users", f"chmod 700 {tmp_path}")


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()

    bad(installation.folder(tmp_path / "file"), "problem", "can't be written", "chown")


def test_a_key_that_others_may_read_is_named(data):
    (data / "secret.key").chmod(0o644)

    bad(installation.secrets(data), "problem", "secret.key", f"chmod 600 {data / 'secret.key'}")


def test_an_empty_key_is_named(data):
    (data / "secret.key").write_text("")
    for path in data.iterdir():
        path.chmod(0o600)

    bad(installation.secrets(data), "problem", "is empty", "--keys")


def test_a_broken_database_is_named(data):
    (data / "chatdesk.sqlite3").write_bytes(b"photos" * 1000)

    bad(installation.sound(data), "problem", "is broken", "docs/guide/operating")


def test_taken_ports_are_named(tmp_path):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]

        bad(installation.port(tmp_path, [number]), "problem", "all taken", "--port N")


def test_a_running_server_is_found_by_its_lock_and_not_by_a_file_left_behind(tmp_path):
    lock = Lock(tmp_path)
    assert lock.take()
    lock.announce("http://127.0.0.1:8004")
    assert installation.running(tmp_path) == "http://127.0.0.1:8004"

    lock.close()

    assert (tmp_path / "url").exists()
    assert installation.running(tmp_path) == ""


def test_a_second_process_on_the_in_process_layer_is_named(data):
    command = [sys.executable, "-c", OPEN, str(data / "chatdesk.sqlite3")]
    both = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    try:
        for one in both:
            assert one.stdout is not None
            assert one.stdout.readline() == "open\n"

        bad(
            installation.processes(data),
            "problem",
            "2 processes have this database open",
            "CHATDESK_REDIS_URL",
        )
        assert installation.processes(data, redis="redis://x").state == "ok"
        both[1].kill()
        both[1].wait()
        assert installation.processes(data).state == "ok"
    finally:
        for one in both:
            one.kill()
            one.communicate()


@pytest.mark.parametrize(("days", "state"), [(0, "ok"), (2, "warning"), (4, "problem")])
def test_old_backups_are_named(data, days, state):
    path = making.keep(data, making.DAILY)
    made = time.time() - days * 86_400
    os.utime(path, (made, made))

    result = installation.backups(data)

    assert result.state == state
    assert state == "ok" or "chatdesk backup FILE" in result.fix


def test_no_backup_of_old_data_is_named(data):
    os.utime(data / "secret.key", (0, 0))

    bad(installation.backups(data), "problem", "none in", "chatdesk backup FILE")


def test_pending_and_unknown_migrations_are_named(data):
    ours = tables.known()
    done = tables.applied(data)
    assert tables.migrations(done, ours).state == "ok"

    bad(
        tables.migrations(done, ours | {"kb.0099_next"}),
        "warning",
        "the first is kb.0099_next",
        "chatdesk up",
    )
    bad(
        tables.migrations(done, ours - {"kb.0001_initial"}),
        "problem",
        "newer than this chatdesk",
        "start that version",
    )


def test_a_postgresql_that_does_not_answer_is_named():
    bad(
        tables.postgresql("postgresql://nobody@127.0.0.1:1/x"),
        "problem",
        "doesn't answer",
        "start PostgreSQL",
    )


def test_a_check_that_breaks_is_a_finding_and_the_others_go_on(tmp_path, monkeypatch):
    monkeypatch.setattr(machine, "python", lambda: 1 / 0)

    found = list(examination.examine(tmp_path))

    bad(found[0], "problem", "the check itself failed (division by zero)", "tell us")
    assert len(found) > 10


def test_whatever_is_not_fine_says_what_to_do(data):
    (data / "secret.key").chmod(0o644)

    assert [one for one in examination.examine(data) if one.state != "ok" and not one.fix] == []


def test_the_command_ends_with_one_where_something_is_wrong_and_speaks_json(data):
    for path in (data, *data.iterdir()):
        path.chmod(0o700)
    sound = chatdesk("doctor", data=data)
    (data / "chatdesk.sqlite3").write_bytes(b"photos" * 1000)
    broken = chatdesk("doctor", "--json", data=data)

    assert (sound.returncode, "problem" in sound.stdout) == (0, False), sound.stdout
    assert broken.returncode == 1
    told = {one["check"]: one["state"] for one in json.loads(broken.stdout)}
    assert told["database"] == "problem"


def test_the_token_for_figures_is_made_once(data):
    first, second = (chatdesk("doctor", "--metrics-token", data=data).stdout for _ in range(2))

    assert first == second
    assert len(first.strip()) >= 32
    assert not installation.open_to_others(data / "metrics.token")


def test_the_checks_change_nothing(tmp_path: Path):
    before = sorted(tmp_path.iterdir())

    list(examination.examine(tmp_path))

    assert sorted(tmp_path.iterdir()) == before
