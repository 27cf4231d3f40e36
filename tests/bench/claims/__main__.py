"""`scripts/bench claims [--claims N] [--processes N] [--postgresql]`: claims at once, and what they left behind.

Looks at the rows all the while for an agent with more than their slots, and afterwards at each timeline for a double assignment.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from tests.servers import have_postgresql, postgresql

ROOT = Path(__file__).resolve().parents[3]
TALKS, AGENTS, SLOTS = 40, 8, 2
LOOK_S = 0.1


def main(words: list[str]) -> int:
    """Print what happened; 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="bench claims")
    parser.add_argument("--claims", type=int, default=20_000)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args(words)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="chatdesk-claims-"))
        os.environ |= {"CHATDESK_DATA": folder, "DJANGO_SETTINGS_MODULE": "chatdesk.settings"}
        os.environ.pop("CHATDESK_DATABASE_URL", None)
        if given.postgresql:
            if not have_postgresql():
                sys.stdout.write("PostgreSQL 15 is not installed here\n")
                return 0
            os.environ["CHATDESK_DATABASE_URL"] = stack.enter_context(postgresql())
        return soak(given.claims, given.processes)


def soak(claims: int, processes: int) -> int:
    """Fill, let them claim, judge."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from tests.bench.claims import judging

    judging.fill(TALKS, AGENTS, SLOTS)
    began = time.monotonic()
    each = claims // processes
    at_work = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.bench.claims.worker", str(each), str(number)],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )
        for number in range(processes)
    ]  # fmt: skip
    looks = over = 0
    while any(process.poll() is None for process in at_work):
        over += judging.overfull(SLOTS)
        looks += 1
        time.sleep(LOOK_S)
    became: Counter[str] = Counter()
    for process in at_work:
        became.update(json.loads(process.communicate()[0] or "{}"))
    failed = sum(process.returncode != 0 for process in at_work)
    took, doubles = time.monotonic() - began, judging.doubles()
    connection.close()
    sys.stdout.write(
        f"{connection.vendor}: {became.total()} claims by {processes} processes in {took:.0f} s: {became['won']} won, "
        f"{became['stale']} came too late, {became['busy']} found the agent full, "
        f"{became.total() - became['won'] - became['stale'] - became['busy']} refused otherwise; "
        f"double assignments {doubles}, over capacity {over} in {looks} looks, processes that failed {failed}\n"
    )
    return 1 if doubles or over or failed or became.total() < each * processes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
