"""`chatdesk up` as a person meets it: in a process of its own, with its exit codes and sentences."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 40.0


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHATDESK_")}
    return kept | {"CHATDESK_TESTING": "1", "PYTHONPATH": str(ROOT)} | more


def command(*args: str) -> Sequence[str]:
    return [sys.executable, "-m", "chatdesk", *args]


def refused(*args: str, cwd: Path, **more: str) -> str:
    """The one sentence on stderr of a start that must end with exit code 2."""
    done = subprocess.run(
        command(*args),
        env=environment(**more),
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture
def built() -> Iterator[None]:
    """A front end that counts as built, where nobody has built it yet."""
    loader = ROOT / "frontend" / "dist" / "w.js"
    if loader.exists():
        yield
        return
    loader.parent.mkdir(parents=True, exist_ok=True)
    loader.write_text("")
    yield
    loader.unlink()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the first start leaves it, made once."""
    folder = tmp_path_factory.mktemp("migrated")
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity=0"]
    subprocess.run(command, env=environment(CHATDESK_DATA=str(folder)), check=True, timeout=PATIENCE_S)
    return folder


@pytest.fixture
def data(tmp_path: Path, migrated: Path, built: None) -> Path:
    return Path(shutil.copytree(migrated, tmp_path / "data"))


@pytest.fixture
def taken() -> Iterator[int]:
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def server(data: Path, port: int, **more: str) -> Iterator[subprocess.Popen[str]]:
    running = subprocess.Popen(
        command("up", "--data", str(data), "--port", str(port)),
        env=environment(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert answers(port, running), running.stdout.read() if running.stdout else ""
        yield running
    finally:
        running.kill()
        running.wait()
        assert running.stdout is not None
        running.stdout.close()


def answers(port: int, running: subprocess.Popen[str]) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and running.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE_S) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.1)
    return False


def test_a_taken_port_is_refused_when_it_was_asked_for(tmp_path, taken):
    assert f"port {taken} is taken" in refused(
        "up", "--data", str(tmp_path / "data"), "--port", str(taken), cwd=tmp_path
    )


def test_a_folder_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "file").write_text("not a folder")

    assert "choose another with --data" in refused(
        "up", "--data", str(tmp_path / "file" / "data"), cwd=tmp_path
    )


def test_an_unknown_setting_is_refused_with_the_near_one_named(tmp_path):
    assert "did you mean offer_s" in refused(
        "up", "--data", str(tmp_path / "data"), "--set", "ofer_s=5", cwd=tmp_path
    )
    assert not (tmp_path / "data").exists()


def test_an_unknown_variable_is_refused(tmp_path):
    assert "CHATDESK_DATTA is no setting" in refused("up", cwd=tmp_path, CHATDESK_DATTA=str(tmp_path))


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path, built):
    (tmp_path / "chatdesk.sqlite3").write_bytes(b"these are my holiday photos\n" * 400)

    sentence = refused("up", "--data", str(tmp_path), "--port", str(free_port()), cwd=tmp_path)

    assert "is broken (file is not a database)" in sentence
    assert (tmp_path / "chatdesk.sqlite3").read_bytes().startswith(b"these are my holiday photos")


def test_a_database_of_a_newer_version_is_refused(tmp_path, built):
    with closing(sqlite3.connect(tmp_path / "chatdesk.sqlite3")) as link:
        link.execute(
            "CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app TEXT, name TEXT, applied TEXT)"
        )
        link.execute("INSERT INTO django_migrations VALUES (1, 'kb', '9999_future', '2030-01-01')")
        link.commit()

    sentence = refused("up", "--data", str(tmp_path), "--port", str(free_port()), cwd=tmp_path)

    assert "written by a newer chatdesk (it knows kb.9999_future)" in sentence


def test_it_serves_keeps_its_secrets_and_leaves_with_zero_on_sigterm(tmp_path, built):
    data, port = tmp_path / "data", free_port()
    with server(data, port) as running:
        second = subprocess.run(
            command("up", "--data", str(data)),
            env=environment(),
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert (second.returncode, second.stdout) == (0, f"Already running: http://127.0.0.1:{port}\n")

        running.send_signal(signal.SIGTERM)
        assert running.wait(10) == 0

    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert stat.S_IMODE((data / "secret.key").stat().st_mode) == 0o600


def test_sockets_hear_goodbye_and_where_there_is_none_the_hand_shake_fails(data):
    port = free_port()
    with server(data, port) as running:
        with pytest.raises(InvalidStatus):
            connect(f"ws://127.0.0.1:{port}/ws/elsewhere", proxy=None)
        with connect(
            f"ws://127.0.0.1:{port}/ws/visitor", origin=Origin(f"http://127.0.0.1:{port}"), proxy=None
        ) as visitor:
            running.send_signal(signal.SIGTERM)

            assert json.loads(visitor.recv(PATIENCE_S))["reason"] == "restarting"
            with pytest.raises(ConnectionClosed) as closed:
                visitor.recv(PATIENCE_S)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4012
        assert running.wait(10) == 0


def test_what_kill_nine_leaves_behind_does_not_stop_the_next_start(data):
    port = free_port()
    with server(data, port) as running:
        running.send_signal(signal.SIGKILL)
        running.wait(10)

    with server(data, port) as again:
        assert again.poll() is None
