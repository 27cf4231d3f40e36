"""The harness proves itself: every planted bug is run until it is caught, or for as long as it is given."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.faults.bugs import BUGS, Bug, planted
from tests.faults.evidence import Violation
from tests.faults.run import Outcome, run

MOST_S = 45.0  # of faults; with start and comparison within a minute on a quiet machine
PACE_S = 0.1


class Caught(NamedTuple):
    """What became of a bug."""

    bug: Bug
    by: list[Violation]
    faults: int
    took_s: float

    def line(self) -> str:
        """A row of the table."""
        names = ", ".join(dict.fromkeys(violation.invariant for violation in self.by))
        end = f"caught by {names}" if self.by else "NOT CAUGHT"
        return f"{self.bug.name:<32} {self.bug.breaks:<16} {end:<28} {self.faults:>4} faults {self.took_s:>4.0f} s"


def named(name: str) -> Bug:
    """The bug of this name; raises ValueError with the names that there are."""
    for bug in BUGS:
        if bug.name == name:
            return bug
    raise ValueError(f"there is no bug {name!r}; known are {', '.join(bug.name for bug in BUGS)}")


async def with_bug(bug: Bug, seed: int) -> tuple[Caught, Outcome | None]:
    """Run the product with `bug` in it. A server that can't be used any more is a catch as well."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="chatdesk-bug-") as place:
        code = planted(bug, Path(place) / "code")
        try:
            outcome = await run(seed, 100_000, pace_s=PACE_S, code=code, most_s=MOST_S)
        except RuntimeError as error:
            return Caught(bug, [Violation("start", str(error))], 0, time.monotonic() - began), None
    return Caught(bug, outcome.found, len(outcome.record.faults), time.monotonic() - began), outcome
