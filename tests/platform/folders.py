"""Data folders with something in them, and the command as a person runs it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from chatdesk.backups import making
from chatdesk.doctor.result import Result
from tests.platform.test_up import ROOT, command, environment


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the first start leaves it, made once."""
    folder = tmp_path_factory.mktemp("migrated")
    migrate = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity=0"]
    subprocess.run(migrate, env=environment(CHATDESK_DATA=str(folder)), check=True, timeout=60)
    (folder / "secret.key").write_text("the key of this folder\n")
    return folder


@pytest.fixture
def data(tmp_path: Path, migrated: Path) -> Path:
    return Path(shutil.copytree(migrated, tmp_path / "data"))


@pytest.fixture
def packed(data: Path, tmp_path: Path) -> Path:
    add_team(data, "care")
    making.make(data, tmp_path / "a.zip")
    return tmp_path / "a.zip"


def add_team(data: Path, key: str) -> None:
    with closing(sqlite3.connect(data / "chatdesk.sqlite3")) as link:
        names = [row[1] for row in link.execute("PRAGMA table_info(accounts_team)") if row[1] != "id"]
        given = {"key": key, "name": key, "settings": "{}"}
        values = [None if name.endswith("_id") else given.get(name, "") for name in names]
        marks = ",".join("?" * len(names))
        link.execute(f"INSERT INTO accounts_team ({','.join(names)}) VALUES ({marks})", values)  # noqa: S608
        link.commit()


def teams(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "chatdesk.sqlite3")) as link:
        return [key for (key,) in link.execute("SELECT key FROM accounts_team ORDER BY key")]


def epoch(data: Path) -> str:
    with closing(sqlite3.connect(data / "chatdesk.sqlite3")) as link:
        return str(link.execute("SELECT epoch FROM conversations_incarnation").fetchone()[0])


def chatdesk(*args: str, data: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*args, "--data", str(data)),
        env=environment(**more),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a command that did nothing."""
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


def state(data: Path) -> dict[str, bytes]:
    """Everything in a folder; what a reader leaves beside SQLite's file doesn't count."""
    return {
        str(path.relative_to(data)): path.read_bytes()
        for path in data.rglob("*")
        if path.is_file() and not path.name.endswith(("-shm", "-wal"))
    }


def bad(result: Result, state: str, found: str, fix: str) -> None:
    assert result.state == state, result
    assert found in result.found, result
    assert fix in result.fix, result
