"""Faults that need no server: run in a process of their own, with the product's code of any folder, and reported as JSON."""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults import product
from tests.faults.evidence import Record, Violation
from tests.faults.rows import Stored
from tests.faults.server import make_tables
from tests.faults.stack import STACKS, Stack, template

# what a process leaves behind when it is killed doesn't depend on the disk, so runs need not wait for one
MEMORY = next((place for place in ("/dev/shm",) if os.access(place, os.W_OK)), None)  # noqa: S108


@dataclass
class Found:
    """What came of a class of faults."""

    kinds: Counter[str] = field(default_factory=Counter)
    violations: list[Violation] = field(default_factory=list)
    said: int = 0
    acked: int = 0
    again: int = 0
    stored: int = 0
    took_s: float = 0.0

    def add(self, record: Record, stored: Stored) -> None:
        """Of one world, to the sums."""
        self.said += len(record.said)
        self.acked += sum(1 for said in record.said.values() if said.oks)
        self.again += sum(len(said.sent) - 1 for said in record.said.values())
        self.stored += len(stored.entries) + len(stored.notes)

    def dump(self) -> str:
        wrong = [[violation.invariant, violation.what, violation.who] for violation in self.violations]
        return json.dumps(vars(self) | {"violations": wrong})


def say(found: Found) -> None:
    """What came of it so far, on a line: the last one counts, also of a run that is ended early."""
    sys.stdout.write(found.dump() + "\n")
    sys.stdout.flush()


def read(text: str) -> Found:
    """The report of such a process."""
    told: dict[str, Any] = json.loads(text)
    wrong = [Violation(invariant, what, None, who) for invariant, what, who in told.pop("violations")]
    return Found(kinds=Counter(told.pop("kinds")), violations=wrong, **told)


def main(name: str, run: Callable[[Stack, Path, random.Random, int], Found]) -> int:
    """Of `python -m tests.faults.crashes` and its like."""
    asked = argparse.ArgumentParser(description=name)
    asked.add_argument("--faults", type=int, required=True)
    asked.add_argument("--seed", type=int, required=True)
    asked.add_argument("--stack", choices=sorted(STACKS), default="sqlite")
    given = asked.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix=f"chatdesk-{name}-", dir=MEMORY) as place:
        folder = Path(place) / "empty"
        stack = STACKS[given.stack]()
        stack.prepare(template("empty"), folder, make_tables)
        os.environ |= stack.environment
        product.begin(folder)
        found = run(stack, folder, random.Random(given.seed), given.faults)
        from django.db import connection

        connection.close()
        stack.close()
    found.took_s = time.monotonic() - began
    say(found)
    return 1 if found.violations else 0
