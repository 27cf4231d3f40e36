"""PostgreSQL and Redis for tests: started on loopback in a temporary folder, where their programs are found.

`python -m tests.servers tests/flows …` runs pytest on them.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

POSTGRES = Path("/usr/lib/postgresql/15/bin")
REDIS = shutil.which("redis-server") or shutil.which("valkey-server")
PATIENCE_S = 30.0


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


@contextmanager
def postgresql() -> Iterator[str]:
    """A cluster of its own; the URL of its database `chatdesk`. It refuses to run as root, so root becomes `postgres`."""
    folder = Path(tempfile.mkdtemp(prefix="chatdesk-postgresql-"))
    as_who: dict[str, Any] = {}
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
        as_who = {"user": "postgres", "group": "postgres", "extra_groups": []}
    quiet: Any = {
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "cwd": folder,
        **as_who,
    }
    init = [
        str(POSTGRES / "initdb"),
        "-D",
        str(folder / "db"),
        "-U",
        "chatdesk",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
    ]
    subprocess.run(init, check=True, timeout=PATIENCE_S * 2, **quiet)
    port = free_port()
    words = [
        "-D",
        str(folder / "db"),
        "-p",
        str(port),
        "-k",
        str(folder),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "fsync=off",
    ]
    process = subprocess.Popen([str(POSTGRES / "postgres"), *words], **quiet)
    try:
        until_listens(port, process)
        link = f"postgresql://chatdesk@127.0.0.1:{port}"
        create = [str(POSTGRES / "psql"), "-q", "-c", "CREATE DATABASE chatdesk", f"{link}/postgres"]
        end = time.monotonic() + PATIENCE_S
        while subprocess.run(create, check=False, **quiet).returncode:
            assert time.monotonic() < end, "PostgreSQL takes nobody in"
            time.sleep(0.2)
        yield f"{link}/chatdesk"
    finally:
        process.send_signal(2)  # fast: it waits for no client
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


class Redis:
    """One without persistence, that may be stopped and started again on its port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        words = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(
            [str(REDIS), *words], stdout=subprocess.DEVNULL, cwd=tempfile.gettempdir()
        )
        until_listens(self.port, self.process)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def redis() -> Iterator[Redis]:
    server = Redis()
    server.start()
    try:
        yield server
    finally:
        server.stop()


def main(words: list[str]) -> int:
    """Run pytest with `words` on what is found here; its exit code."""
    if not have_postgresql():
        sys.stdout.write("test: skipped on PostgreSQL and Redis: PostgreSQL 15 is not installed here\n")
        return 0
    with ExitStack() as servers:
        given = os.environ | {"CHATDESK_DATABASE_URL": servers.enter_context(postgresql())}
        if REDIS is None:
            sys.stdout.write("test: on PostgreSQL with the in-process layer: Redis is not installed here\n")
        else:
            given["CHATDESK_REDIS_URL"] = servers.enter_context(redis()).url
            sys.stdout.write("test: once more on PostgreSQL and Redis\n")
        sys.stdout.flush()
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *words], env=given, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
