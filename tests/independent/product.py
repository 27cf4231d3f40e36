"""The product as a user starts it: `python -m chatdesk up --demo` in a process of its own, on a free port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).parents[2]


@contextmanager
def started(folder: Path) -> Iterator[Path]:
    """A fresh demo in `folder`, stopped at the end with exit code 0; gives the path of its demo.json."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["up", "--demo", "--port", str(port), "--data", str(folder / "data"), "--set", "unreachable_s=3"]
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("CHATDESK_", "DJANGO_"))
    }
    log = folder / "up.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "chatdesk", *words],
            cwd=ROOT,
            env=clean,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        until_ready(server, port, log)
        yield folder / "data" / "demo.json"
        assert "Traceback" not in log.read_text(), log.read_text()
    finally:
        server.terminate()
        assert server.wait(timeout=15) == 0, log.read_text()


def until_ready(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait for /readyz to say 200, at most 40 s."""
    end = time.monotonic() + 40
    while time.monotonic() < end:
        assert server.poll() is None, log.read_text()
        line = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            line.request("GET", "/readyz")
            if line.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            line.close()
        time.sleep(0.1)
    raise AssertionError(f"not ready in 40 s: {log.read_text()}")
