"""A PostgreSQL and a Redis of the run's own, which may be stopped under the product and started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.servers import POSTGRES, REDIS, Redis, free_port, until_listens

PATIENCE_S = 60.0


class Cluster:
    """Both, with what the environment has to say of them."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="chatdesk-faults-cluster-"))
        self.port = free_port()
        self.as_who: dict[str, Any] = {}
        if os.getuid() == 0:  # it refuses to run as root
            shutil.chown(self.folder, "postgres")
            self.as_who = {"user": "postgres", "group": "postgres", "extra_groups": []}
        init = [POSTGRES / "initdb", "-D", self.folder / "db", "-U", "chatdesk", "-A", "trust", "-E", "UTF8"]
        self._do([*map(str, init), "--no-sync"])
        self.start()
        self.redis = Redis() if REDIS else None
        if self.redis:
            self.redis.start()

    @property
    def environment(self) -> dict[str, str]:
        found = {"CHATDESK_DATABASE_URL": f"postgresql://chatdesk@127.0.0.1:{self.port}/postgres"}
        return found | ({"CHATDESK_REDIS_URL": self.redis.url} if self.redis else {})

    def start(self) -> None:
        """PostgreSQL, until it takes somebody in."""
        words = ["-D", str(self.folder / "db"), "-p", str(self.port), "-k", str(self.folder)]
        settings = ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "max_connections=60"]
        self.process = subprocess.Popen([str(POSTGRES / "postgres"), *words, *settings], **self._quiet())
        until_listens(self.port, self.process)
        asks = [str(POSTGRES / "pg_isready"), "-q", "-t", "30", "-h", "127.0.0.1", "-p", str(self.port)]
        while subprocess.run(asks, check=False, **self._quiet()).returncode:
            assert self.process.poll() is None, "PostgreSQL ended"

    def stop_now(self) -> None:
        """`immediate`: as a crash, with nothing written down first."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(PATIENCE_S)

    def close(self) -> None:
        self.stop_now()
        if self.redis:
            self.redis.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _quiet(self) -> dict[str, Any]:
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": self.folder}
        return silent | self.as_who

    def _do(self, words: list[str]) -> None:
        subprocess.run(words, check=True, timeout=PATIENCE_S * 2, **self._quiet())


running: Cluster | None = None  # under the sockets, where this run has one
beside: Cluster | None = None  # under what runs beside them


def given() -> dict[str, str]:
    """What the environment says of both."""
    return {
        key: os.environ[key] for key in ("CHATDESK_DATABASE_URL", "CHATDESK_REDIS_URL") if key in os.environ
    }
