"""The product as a process: started, killed at random or at a labelled point, stopped, frozen, and started again."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.faults.evidence import Record
from tests.faults.stack import ROOT, Stack

POINTS = (
    "after_commit",
    "before_ack",
    "after_ack",
    "before_publish",
    "router_before_commit",
    "router_after_commit",
)
SETTINGS = {
    "offer_s": 6,
    "lost_s": 6,
    "grace_s": 4,
    "unreachable_s": 3,
    "ramp_per_min": 0,
    "missed_offers": 5,
}
START_S = 120.0  # on a busy machine


class Server:
    """One installation of the demo on a copy of a prepared folder."""

    def __init__(self, code: Path, folder: Path, stack: Stack, record: Record, rng: random.Random) -> None:
        self.code, self.folder, self.stack, self.record = code, folder, stack, record
        self.log = folder.parent / "server.log"
        self.port = free_port()
        self.lives = self._plan(rng)
        self.armed = True  # with failpoints at the next start
        self.point = ""  # of this life
        self.excused = False  # what it stands on is broken: it may refuse to start
        self.changes: dict[str, int] = {}  # of its settings
        self.faked: dict[str, str] = {}  # what the environment says, so that the clock may be wrong
        self._busy = asyncio.Lock()  # one start at a time
        self.deaths: dict[str, int] = {}
        self.process: subprocess.Popen[bytes] | None = None

    @staticmethod
    def _plan(rng: random.Random) -> Iterator[str]:
        """What each life dies of: before a commit every other time, the other points in turn, now and then of nothing."""
        while True:
            for point in rng.sample(POINTS, len(POINTS)):
                for name in ("before_commit", point):
                    yield f"{name}:{0.1 if name.startswith('router') else 0.04}"
                    if rng.random() < 0.3:
                        yield ""

    @property
    def told(self) -> dict[str, Any]:
        """Its demo.json."""
        found: dict[str, Any] = json.loads((self.folder / "demo.json").read_text(encoding="utf-8"))
        return found

    def _spawn(self) -> None:
        self.point = next(self.lives) if self.armed else ""
        testing = {"CHATDESK_TESTING": "1", "CHATDESK_FAILPOINTS": self.point, "PYTHONPATH": str(self.code)}
        environment = clean() | self.stack.environment | testing | self.faked
        with self.log.open("a") as out:
            self.process = subprocess.Popen(
                command(self.folder, self.port, SETTINGS | self.changes),
                cwd=self.code,
                env=environment,
                stdout=out,
                stderr=out,
            )

    async def start(self) -> None:
        """Start it and wait until it is ready, as often as it takes while it dies of its failpoint. Raises RuntimeError."""
        end = time.monotonic() + START_S
        self._spawn()
        while not await asyncio.to_thread(ready, self.port):
            if time.monotonic() > end:
                raise RuntimeError(f"not ready in {START_S:.0f} s; see {self.log}")
            if self.process is not None and self.process.poll() is not None:
                if self.excused and self.process.returncode != -signal.SIGKILL:
                    await asyncio.sleep(0.3)
                else:
                    self._died(self.process.returncode)
                self._spawn()
            await asyncio.sleep(0.05)

    def _died(self, code: int) -> None:
        """It ended by itself: of its failpoint, or it is broken."""
        if code != -signal.SIGKILL:
            raise RuntimeError(f"the server ended with {code}; see {self.log}")
        kind = f"failpoint {self.point.split(':')[0]}" if self.point else "kill"
        self.deaths[kind] = self.deaths.get(kind, 0) + 1
        if self.point:
            self.record.fault(kind, "server")

    async def keep(self) -> None:
        """Start it again whenever it has died; until cancelled."""
        while True:
            await asyncio.sleep(0.02)
            async with self._busy:
                if self.process is not None and self.process.poll() is not None:
                    at = self.record.now()
                    self._died(self.process.returncode)
                    await self.start()
                    self.record.down.append((at, self.record.now()))

    def send(self, number: signal.Signals) -> None:
        if self.process is not None and self.alive:
            if number == signal.SIGKILL:
                self.point = ""
            self.process.send_signal(number)

    async def restart(self) -> int:
        """As an update does it: SIGTERM, a good-bye to everybody, exit code 0 within 15 s, and a new start; the exit code."""
        async with self._busy:
            at = self.record.now()
            code = await self.stop()
            if code not in (0, -signal.SIGKILL):
                self.record.wrong("DI16", f"the server ended with {code} after SIGTERM")
            await self.start()
            self.record.down.append((at, self.record.now()))
            return code

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def steady(self, seconds: float) -> bool:
        """Whether it has been up for so long."""
        last = max((until for _, until in self.record.down), default=0.0)
        return self.alive and not self._busy.locked() and self.record.now() - last > seconds

    async def stop(self) -> int:
        assert self.process is not None
        if self.process.poll() is None:
            self.process.terminate()
        return await asyncio.to_thread(self.process.wait, 20)

    def measure(self) -> None:
        """Keep how much memory this life of it takes, in bytes."""
        if self.process is None or self._busy.locked():
            return
        try:
            pages = Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1]
        except OSError:
            return
        size = int(pages) * os.sysconf("SC_PAGE_SIZE")
        if size:
            self.record.sizes.setdefault(self.process.pid, []).append(size)


def command(folder: Path, port: int, settings: Mapping[str, int] = SETTINGS) -> list[str]:
    changes = [part for key, value in settings.items() for part in ("--set", f"{key}={value}")]
    return [
        sys.executable, "-m", "chatdesk", "up", "--demo", "--port", str(port), "--data", str(folder), *changes,
    ]  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ready(port: int) -> bool:
    """Whether /readyz says 200 now."""
    line = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/readyz")
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()


def clean() -> dict[str, str]:
    """The environment without anything that is the product's."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("CHATDESK_", "DJANGO_"))}


def fill(folder: Path, environment: dict[str, str]) -> None:
    """Let the demo fill `folder`; raises RuntimeError."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    with (folder.parent / "fill.log").open("w") as out:
        filling = subprocess.Popen(
            command(folder, port), cwd=ROOT, env=clean() | environment, stdout=out, stderr=out
        )
    end = time.monotonic() + 180
    while not ready(port):
        if filling.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"the demo could not be filled; see {folder.parent / 'fill.log'}")
        time.sleep(0.2)
    filling.terminate()
    filling.wait(20)


def make_tables(folder: Path, environment: dict[str, str]) -> None:
    """An empty database in `folder`; raises CalledProcessError."""
    folder.mkdir(parents=True, exist_ok=True)
    given = clean() | {
        "CHATDESK_DATA": str(folder),
        "CHATDESK_TESTING": "1",
        "CHATDESK_SECRET_KEY": "for faults",
    }
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(migrate, cwd=ROOT, env=given | environment, check=True, timeout=120)
