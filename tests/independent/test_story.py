"""Starts the product as a user does, in a process of its own, and has the independent client live through the story."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Path]:
    """A fresh demo on a free port; the path of its demo.json."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [
        "up",
        "--demo",
        "--port",
        str(port),
        "--data",
        str(tmp_path / "data"),
        "--set",
        "unreachable_s=3",
    ]
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("CHATDESK_", "DJANGO_"))
    }
    with (tmp_path / "up.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "chatdesk", *words],
            cwd=ROOT,
            env=clean,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        until_ready(server, port, tmp_path / "up.log")
        yield tmp_path / "data" / "demo.json"
    finally:
        server.terminate()
        assert server.wait(timeout=15) == 0, (tmp_path / "up.log").read_text()


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


@pytest.mark.timeout(120)
def test_a_stranger_lives_through_the_whole_story_in_both_languages(demo: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tests.independent.story", str(demo)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.rstrip().endswith(" passed, 0 failed")
