"""Prints seconds to the first 200 of /healthz, to /readyz and to the bot's first answer, and memory after 20 s at rest.

scripts/bench starting [--idle SECONDS] [--times N]: one cold start (an empty folder), then warm ones of the same folder.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.independent.client import Link
from tests.independent.product import Product

PATIENCE_S = 180.0
HEADS = (
    "| start | /healthz s | /readyz s | bot's first answer s | CPU s | resident MB | at most MB | threads |"
)
QUESTION = "How do I return something?"


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench starting", description=__doc__)
    parser.add_argument("--idle", type=float, default=20.0, metavar="S", help="rest before memory is read")
    parser.add_argument("--times", type=int, default=3, metavar="N", help="warm starts")
    options = parser.parse_args()
    say(HEADS)
    say("| --- " * (HEADS.count("|") - 1) + "|")
    with tempfile.TemporaryDirectory(prefix="chatdesk-bench-") as folder:
        for number in range(options.times + 1):
            say(row("warm" if number else "cold", Product(Path(folder)), options.idle))


def row(kind: str, product: Product, idle: float) -> str:
    """Start it, ask it, let it rest, read its memory, stop it."""
    began = time.monotonic()
    product.launch()
    try:
        alive = until(lambda: answers(product, "/healthz")) - began
        ready = until(lambda: answers(product, "/readyz")) - began
        answered = asyncio.run(first_answer(product)) - began
        cpu = cpu_s(product.process.pid)
        time.sleep(idle)
        memory = status(product.process.pid)
    finally:
        product.stop()
    figures = (f"{alive:.2f}", f"{ready:.2f}", f"{answered:.2f}", f"{cpu:.2f}")
    sizes = (f"{memory['VmRSS'] / 1024:.0f}", f"{memory['VmHWM'] / 1024:.0f}", str(memory["Threads"]))
    return "| " + " | ".join((kind, *figures, *sizes)) + " |"


def answers(product: Product, path: str) -> bool:
    line = HTTPConnection("127.0.0.1", product.port, timeout=5)
    try:
        line.request("GET", path)
        return line.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        line.close()


def until(true: Callable[[], bool]) -> float:
    """The moment at which it was true."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"not within {PATIENCE_S:.0f} s")
        time.sleep(0.02)
    return time.monotonic()


async def first_answer(product: Product) -> float:
    """A visitor comes and asks; the moment at which the bot has spoken."""
    base = f"127.0.0.1:{product.port}"
    link = await Link.dial(f"ws://{base}/ws/visitor", f"http://{base}")
    await link.must("hello", protocol=1, site="demo", device="d-bench", locale="en")
    await link.must("say", client_id="benchbench", text=QUESTION)
    await link.heard_entry(lambda entry: entry["author"]["role"] == "bot", "answer of the bot")
    spoken = time.monotonic()
    await link.leave()
    return spoken


def status(pid: int) -> dict[str, int]:
    """The numbers of the process, memory in KiB."""
    found: dict[str, int] = {}
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        name, _, value = line.partition(":")
        with suppress(ValueError):
            found[name] = int(value.split()[0]) if value.split() else 0
    return found


def cpu_s(pid: int) -> float:
    used = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(used[11]) + int(used[12])) / 100


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
