"""Processes as the Procfile names them, on a PostgreSQL and a Redis of their own; each may be killed and started again."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.independent.client import Link
from tests.platform.test_up import ROOT, command, environment
from tests.servers import Redis, free_port

START_S = 120.0
ORIGIN = "https://shop.example"


class Process:
    """One of the fleet."""

    def __init__(self, fleet: Fleet, *words: str) -> None:
        self.log = fleet.folder / f"{len(fleet.processes)}-{words[0]}.log"
        with self.log.open("wb") as out:
            self.popen = subprocess.Popen(
                command(*words, "--data", str(fleet.folder / "data")),
                env=fleet.environment,
                cwd=ROOT,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def kill(self) -> None:
        """As a power cut."""
        self.popen.send_signal(signal.SIGKILL)
        self.popen.wait(timeout=10)

    def end(self) -> int:
        """As it is stopped; the exit code."""
        self.popen.terminate()
        return self.popen.wait(timeout=15)

    def says(self, words: str) -> None:
        """Wait until it has printed this."""
        until(lambda: words in self.log.read_text(), self, f"{words!r}")


class Web(Process):
    def __init__(self, fleet: Fleet, port: int = 0) -> None:
        self.port = port or free_port()
        super().__init__(fleet, "web", "--port", str(self.port))

    def ready(self) -> bool:
        return self.readiness() == 200

    def readiness(self) -> int:
        line = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            line.request("GET", "/readyz")
            return line.getresponse().status
        except OSError:
            return 0
        finally:
            line.close()

    async def visitor(self, **fields: Any) -> tuple[Link, dict[str, Any]]:
        """A visitor's socket with its welcome."""
        link = await Link.dial(f"ws://127.0.0.1:{self.port}/ws/visitor", ORIGIN)
        said = {"protocol": 1, "site": "demo", "device": "d-visitor", "locale": "en"} | fields
        return link, await link.must("hello", **said)

    async def agent(self, key: str, **fields: Any) -> Link:
        link = await Link.dial(f"ws://127.0.0.1:{self.port}/ws/desk")
        await link.must("hello", protocol=1, device="d-agent", api_key=key, **fields)
        return link


def until(true: Any, process: Process, what: str, within: float = START_S) -> None:
    end = time.monotonic() + within
    while not true():
        assert process.popen.poll() is None, process.log.read_text()
        assert time.monotonic() < end, f"no {what} in {within} s: {process.log.read_text()}"
        time.sleep(0.1)


class Fleet:
    """Everything that runs, and the keys of the staff."""

    def __init__(self, folder: Path, database: str, redis: Redis) -> None:
        self.folder, self.redis, self.database = folder, redis, database
        self.environment = environment(CHATDESK_DATABASE_URL=database, CHATDESK_REDIS_URL=redis.url)
        self.environment["CHATDESK_DATA"] = str(folder / "data")
        (folder / "data").mkdir(mode=0o700)
        self.processes: list[Process] = []
        migrate = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity=0"]
        subprocess.run(migrate, env=self.environment, cwd=ROOT, check=True, timeout=START_S)
        fill = [sys.executable, "-m", "tests.scaled.fill"]
        done = subprocess.run(fill, env=self.environment, cwd=ROOT, check=True, timeout=START_S, stdout=-1)
        self.keys: dict[str, str] = json.loads(done.stdout)

    def web(self, port: int = 0) -> Web:
        """A web process, on a new port or on one that was."""
        self.processes.append(web := Web(self, port))
        return web

    def runs(self, *words: str) -> Process:
        self.processes.append(process := Process(self, *words))
        process.says(f"chatdesk {words[0]} is up")
        return process

    def does(self, lines: str) -> str:
        """What this code prints when it is run on the fleet's database."""
        code = f"import django; django.setup(); {lines}"
        given = self.environment | {"DJANGO_SETTINGS_MODULE": "chatdesk.settings"}
        done = subprocess.run(
            [sys.executable, "-c", code], env=given, cwd=ROOT, check=True, timeout=START_S, stdout=-1
        )
        return done.stdout.decode().strip()

    def close(self) -> None:
        for process in self.processes:
            if process.popen.poll() is None:
                with suppress(subprocess.TimeoutExpired):
                    process.end()
                process.popen.kill()
                process.popen.wait()
