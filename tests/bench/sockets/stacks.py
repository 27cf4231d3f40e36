"""The servers that are compared, each with a PostgreSQL and a Redis of its own, so that what they cost is theirs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from tests.bench.sockets import costs
from tests.servers import Postgresql, free_port, listens, redis

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
START_S = 90.0
SETTINGS = (  # nothing moves by itself while we measure, and nobody is told to slow down
    "visitor_per_s=1000000", "visitor_burst=1000000", "agent_per_s=1000000", "agent_burst=1000000", "ramp_per_min=0",
    "lost_s=3600", "grace_s=3600", "silent_alert_s=3600", "silent_requeue_s=3600", "park_s=3600", "log=warning",
)  # fmt: skip


class Stack:
    """One server with what it stands on. `name` is how the table calls it."""

    name: str
    sqlite = False

    def __init__(self) -> None:
        self.parts = ExitStack()
        self.folder = Path(self.parts.enter_context(tempfile.TemporaryDirectory(prefix="bench-sockets-")))
        self.port = free_port()
        self.roots: list[int] = []
        self.database = "" if self.sqlite else self._postgresql()
        self.redis = self._redis()
        self.web = 0  # the pid of the process that holds the sockets
        self.said = 0  # lines, by talks that are over
        self.faults = 0  # of transcripts, as told
        self.goes = 0  # how often parties were seated
        self.epoch: str | None = None  # ours alone: what its welcome said, and how far each conversation is
        self.heads: dict[str, int] = {}

    def _postgresql(self) -> str:
        """One that loses nothing in a power cut."""
        server = Postgresql()
        self.parts.callback(server.remove)
        server.start("fsync=on")
        self.roots.append(server.process.pid)
        return server.make("chatdesk")

    def _redis(self) -> str:
        server = self.parts.enter_context(redis())
        self.roots.append(server.process.pid)
        return server.url

    def run(self, words: list[str], env: dict[str, str], ready: str = "") -> int:
        """Start a process that is stopped with the stack; wait until it listens, or has printed `ready`."""
        log = self.folder / f"{len(self.roots)}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(words, env=env, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)
        self.parts.callback(stop, process)
        self.roots.append(process.pid)
        end = time.monotonic() + START_S
        while not (ready in log.read_text() if ready else listens(self.port)):
            assert process.poll() is None, log.read_text()[-2000:]
            assert time.monotonic() < end, f"{words} didn't start: {log.read_text()[-2000:]}"
            time.sleep(0.1)
        return process.pid

    def cpu_s(self) -> float:
        return costs.cpu_s(self.roots)

    def rss_kb(self) -> int:
        return costs.rss_kb(self.web)

    def rows(self) -> int:
        """How many lines the database holds that were said while measuring."""
        return int(query(self, "SELECT count(*) FROM message"))

    def close(self) -> None:
        self.parts.close()


class Ours(Stack):
    name = "ours"

    def __init__(self, talks: int, idle: int = 0, stalled: int = 0) -> None:
        super().__init__()
        given = {"CHATDESK_DATA": str(self.folder / "data")}
        if not self.sqlite:
            given |= {"CHATDESK_DATABASE_URL": self.database, "CHATDESK_REDIS_URL": self.redis}
        env = environment(**given)
        (self.folder / "data").mkdir(mode=0o700)
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity=0"], env=env, cwd=ROOT, check=True
        )
        fill = [sys.executable, "-m", "tests.bench.sockets.fill", *map(str, (talks, idle, stalled))]
        self.shop: dict[str, Any] = json.loads(
            subprocess.run(fill, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
        )
        self._serve(env)
        end = time.monotonic() + START_S
        while not ready(self.port):
            assert time.monotonic() < end, "it isn't ready"
            time.sleep(0.2)

    def _serve(self, env: dict[str, str]) -> None:
        given = [f"--set={word}" for word in SETTINGS]
        serve = "up" if self.sqlite else "web"
        self.web = self.run([*command(serve, "--port", str(self.port)), *given], env)
        if not self.sqlite:
            self.run([*command("router"), *given], env, "router is up")

    def rows(self) -> int:
        return int(query(self, "SELECT count(*) FROM conversations_entry WHERE client_id LIKE 'bench-%'"))


class OursOnSqlite(Ours):
    name, sqlite = "ours, SQLite", True


class Tutorial(Stack):
    name = "TUT"

    def __init__(self) -> None:
        super().__init__()
        where = self.database or str(self.folder / "chat.sqlite3")
        words = [sys.executable, "-m", "tests.bench.sockets.tutorial", str(self.port), self.redis, where]
        self.web = self.run(words, environment())


class TutorialOnSqlite(Tutorial):
    name, sqlite = "TUT, SQLite", True


class Node(Stack):
    name = "Node"

    def __init__(self) -> None:
        super().__init__()
        folder = modules()
        words = ["node", str(folder / "chat.js"), str(self.port), self.database, self.redis]
        self.web = self.run(words, environment(), "ready")


def modules() -> Path:
    """The Node peer with what it needs, installed once into `.state`; raises CalledProcessError without the registry."""
    folder = ROOT / ".state" / "bench-peer-node"
    shutil.copytree(HERE / "peer_node", folder, dirs_exist_ok=True)
    if not (folder / "node_modules" / ".package-lock.json").exists():
        words = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent"]
        subprocess.run(words, cwd=folder, check=True, timeout=180)
    return folder


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHATDESK_")}
    return kept | {"CHATDESK_TESTING": "1", "PYTHONPATH": str(ROOT)} | more


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "chatdesk", *words]


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=12)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def ready(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def query(stack: Stack, words: str) -> Any:
    """The first figure of the answer."""
    if stack.database:
        import psycopg

        with psycopg.connect(stack.database) as link:
            row = link.execute(words).fetchone()
    else:
        import sqlite3

        found = [*stack.folder.glob("chat.sqlite3"), *(stack.folder / "data").glob("chatdesk.sqlite3")]
        with sqlite3.connect(found[0], timeout=20) as link:
            row = link.execute(words).fetchone()
    return row[0] if row else None
