"""Faults of what the product stands on: its disk, its database, Redis, the clock. Each lasts a moment and is mended."""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import signal
import struct
import subprocess
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import psycopg
import redis

from tests.faults.cluster import Cluster
from tests.faults.evidence import Record
from tests.faults.plan import Step
from tests.faults.server import Server
from tests.faults.stack import ROOT
from tests.servers import Redis

HOURS = 2 * 3600
STRACE = shutil.which("strace")
SMALL = 160 * 2**20  # bytes of a data folder that can be full
AFTER_S = 4.0  # so long after it was mended its errors may still be logged
TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IS NOT NULL AND pid <> pg_backend_pid()"
Break = Callable[[Step], Awaitable[None]]


class Store:
    """Breaks one of them, and keeps from where to where in the server's log its errors may stand."""

    def __init__(self, record: Record, server: Server, cluster: Cluster | None, *, small: bool) -> None:
        self.record, self.server, self.cluster = record, server, cluster
        self.excused: list[tuple[int, int]] = []  # parts of the log
        self.skipped: list[str] = []
        self.kinds = self._of_cluster(cluster) if cluster else self._of_disk(small=small)
        server.faked = wrong_clock(server.folder.parent)
        if server.faked:
            self.kinds["clock"] = self.clock
        else:
            self.skipped.append("clock (there is no C compiler)")
        self._order = 0

    def _of_disk(self, *, small: bool) -> dict[str, Break]:
        found: dict[str, Break] = {"too_big": self.too_big}
        if small:
            found["full"] = self.full
        else:
            self.skipped.append("full (no tmpfs may be mounted here; too_big stands for it)")
        if STRACE:
            found["eio"] = self.eio
        else:
            self.skipped.append("eio (strace is not installed)")
        return found

    def _of_cluster(self, cluster: Cluster) -> dict[str, Break]:
        found: dict[str, Break] = {"pg_stop": self.pg_stop, "pg_terminate": self.pg_terminate}
        if cluster.redis:
            more: dict[str, Break] = {
                "redis_kill": self.redis_kill,
                "redis_flush": self.redis_flush,
                "redis_freeze": self.redis_freeze,
            }
            return found | more
        self.skipped.append("redis_* (Redis is not installed)")
        return found

    async def act(self, step: Step, name: str = "") -> None:
        """The next kind in turn, or `name`; its errors may be logged until it is mended and a little longer."""
        name = name or list(self.kinds)[self._order % len(self.kinds)]
        self._order += 1
        self.record.fault(name, "store")
        since = self.server.log.stat().st_size
        self.server.excused = True
        try:
            await self.kinds[name](step)
        finally:
            await asyncio.sleep(AFTER_S)
            self.server.excused = False
            self.excused.append((since, self.server.log.stat().st_size))

    # --- the disk ----------------------------------------------------------------------------------------------------
    async def full(self, step: Step) -> None:
        """Not one byte more, as `No space left on device` says."""
        ballast = self.server.folder / "ballast"
        try:
            with suppress(OSError), ballast.open("wb", buffering=0) as out:
                while out.write(bytes(2**16)):
                    pass
            await asyncio.sleep(step.last_s)
        finally:
            ballast.unlink(missing_ok=True)

    async def too_big(self, step: Step) -> None:
        """No file may grow, as when a quota is used up."""
        process = self.server.process
        if process is None:
            return
        log = self.server.folder / "chatdesk.sqlite3-wal"
        most = log.stat().st_size if log.exists() else 4096
        with suppress(ProcessLookupError):
            before = resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
            await asyncio.sleep(step.last_s)
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, before)

    async def eio(self, step: Step) -> None:
        """The disk says that it could not keep what was written."""
        process = self.server.process
        if process is None or STRACE is None:
            return
        inject = ["-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO"]
        words = [STRACE, "-qq", "-f", "-o", os.devnull, *inject, "-p", str(process.pid)]
        tracing = await asyncio.create_subprocess_exec(*words, stderr=asyncio.subprocess.DEVNULL)
        await asyncio.sleep(step.last_s + 0.5)
        with suppress(ProcessLookupError):
            tracing.send_signal(signal.SIGINT)
        await tracing.wait()

    # --- the database and Redis --------------------------------------------------------------------------------------
    async def pg_stop(self, step: Step) -> None:
        assert self.cluster is not None
        await asyncio.to_thread(self.cluster.stop_now)
        await asyncio.sleep(step.last_s)
        await asyncio.to_thread(self.cluster.start)

    async def pg_terminate(self, step: Step) -> None:
        """Every connection is ended, whatever it is at."""
        assert self.cluster is not None
        url = self.cluster.environment["CHATDESK_DATABASE_URL"]

        def terminate() -> None:
            with psycopg.connect(url, autocommit=True) as line:
                line.execute(TERMINATE)

        await asyncio.to_thread(terminate)

    @property
    def _redis(self) -> Redis:
        assert self.cluster is not None
        assert self.cluster.redis is not None
        return self.cluster.redis

    async def redis_kill(self, step: Step) -> None:
        await asyncio.to_thread(self._redis.stop)
        await asyncio.sleep(step.last_s)
        await asyncio.to_thread(self._redis.start)

    async def redis_flush(self, step: Step) -> None:
        with redis.Redis.from_url(self._redis.url) as line:
            await asyncio.to_thread(line.flushall)

    async def redis_freeze(self, step: Step) -> None:
        self._redis.process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(step.last_s)
        self._redis.process.send_signal(signal.SIGCONT)

    # --- the clock ---------------------------------------------------------------------------------------------------
    async def clock(self, step: Step) -> None:
        """Two hours early or late, for a moment; every second time the server is killed and starts with that clock."""
        file = self.server.folder.parent / "clock"
        set_clock(file, HOURS if step.size % 2 else -HOURS)
        await asyncio.sleep(step.last_s)
        if step.size % 4 < 2:
            self.server.send(signal.SIGKILL)
            await asyncio.sleep(0.5)
            for _ in range(300):
                if self.server.steady(step.last_s):
                    break
                await asyncio.sleep(0.1)
        set_clock(file, 0)
        await asyncio.sleep(step.last_s)


def wrong_clock(place: Path) -> dict[str, str]:
    """What the environment says so that a clock can be set wrong; empty where there is no C compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return {}
    built = ROOT / ".state" / "faults" / "clock.so"
    built.parent.mkdir(parents=True, exist_ok=True)
    source = Path(__file__).with_name("clock.c")
    if not built.exists() or built.stat().st_mtime < source.stat().st_mtime:
        new = built.with_suffix(f".{os.getpid()}")
        subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", new, source, "-ldl"], check=True)
        new.replace(built)
    set_clock(place / "clock", 0)
    return {"LD_PRELOAD": str(built), "CLOCK_FILE": str(place / "clock")}


def set_clock(file: Path, seconds: int) -> None:
    """In place: the server has it mapped."""
    with file.open("r+b" if file.exists() else "wb") as out:
        out.write(struct.pack("q", seconds))


def mounted(folder: Path) -> bool:
    """Put a small disk of its own at `folder`; False where that isn't allowed."""
    folder.mkdir(exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", str(folder)]
    return (
        shutil.which("mount") is not None
        and subprocess.run(words, check=False, capture_output=True).returncode == 0
    )


def unmount(folder: Path) -> None:
    subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)
