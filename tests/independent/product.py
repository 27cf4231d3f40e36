"""The product as a user starts it: `python -m chatdesk up --demo` in a process of its own, on a free port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Product:
    """One demo, or one empty firm, on one folder and one port; may be killed and started again."""

    def __init__(
        self, folder: Path, *more: str, demo: bool = True, env: Mapping[str, str] | None = None
    ) -> None:
        self.more = more  # of the command line
        self.env = dict(env or {})
        self.flags = ["--demo"] if demo else []
        self.folder, self.log = folder, folder / "up.log"
        self.data, self.demo = folder / "data", folder / "data" / "demo.json"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])

    def start(self) -> None:
        """Start it and wait for /readyz to say 200, at most 40 s."""
        self.launch()
        end = time.monotonic() + 40
        while not self.ready():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, f"not ready in 40 s: {self.log.read_text()}"
            time.sleep(0.1)

    def launch(self) -> None:
        """Start it without waiting."""
        words = [
            "up",
            *self.flags,
            "--port",
            str(self.port),
            "--data",
            str(self.data),
            "--set",
            "unreachable_s=3",
            *self.more,
        ]
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("CHATDESK_", "DJANGO_"))}
        with self.log.open("a") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "chatdesk", *words],
                cwd=ROOT,
                env=clean | self.env,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def ready(self) -> bool:
        """Whether /readyz says 200 now."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            line.request("GET", "/readyz")
            return line.getresponse().status == 200
        except OSError:
            return False
        finally:
            line.close()

    def kill(self) -> None:
        """As a power cut."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=10)

    def stop(self) -> int:
        """As a user stops it; the exit code."""
        self.process.terminate()
        return self.process.wait(timeout=15)

    def end(self) -> None:
        """Leave nothing running; who has to be killed has failed."""
        if self.process.poll() is None:
            try:
                assert self.stop() == 0, self.log.read_text()
            finally:
                self.process.kill()


@contextmanager
def started(
    folder: Path, *more: str, demo: bool = True, env: Mapping[str, str] | None = None
) -> Iterator[Product]:
    """A fresh one in `folder`; at the end it stops with exit code 0 and has logged no traceback."""
    product = Product(folder, *more, demo=demo, env=env)
    try:
        product.start()
        yield product
        assert "Traceback" not in product.log.read_text(), product.log.read_text()
    finally:
        product.end()
