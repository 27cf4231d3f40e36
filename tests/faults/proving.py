"""The harness proves itself: every planted bug is run until it is caught, or for as long as it is given."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.faults.bugs import BUGS, Bug, planted
from tests.faults.evidence import Violation
from tests.faults.whole import Asked, Report, whole

MOST_S = 45.0  # of faults; with start and comparison within a minute on a quiet machine
PACE_S = 0.1
FAULTS = 1000  # over sockets, if there were time
BESIDE = {"crashes": 150, "forked": 50, "effects": 20}


class Caught(NamedTuple):
    """What became of a bug."""

    bug: Bug
    by: list[Violation]
    part: str  # of the harness
    faults: int
    took_s: float

    def line(self) -> str:
        """A row of the table."""
        names = ", ".join(dict.fromkeys(violation.invariant for violation in self.by))
        end = f"caught by {names} ({self.part})" if self.by else "NOT CAUGHT"
        return f"{self.bug.name:<32} {self.bug.breaks:<16} {end:<40} {self.faults:>4} faults {self.took_s:>4.0f} s"


def named(name: str) -> Bug:
    """The bug of this name; raises ValueError with the names that there are."""
    for bug in BUGS:
        if bug.name == name:
            return bug
    raise ValueError(f"there is no bug {name!r}; known are {', '.join(bug.name for bug in BUGS)}")


async def with_bug(bug: Bug, seed: int) -> tuple[Caught, Report]:
    """Run the product with `bug` in it until something is found, where no server is needed first. A product that can't be
    used any more is a catch as well.
    """
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="chatdesk-bug-") as place:
        code = planted(bug, Path(place) / "code")
        asked = Asked(seed, FAULTS, PACE_S, "sqlite", code, MOST_S)
        report = await whole(asked._replace(beside=BESIDE, sockets=False), first=True)
        if not report.found:
            report = await whole(asked._replace(beside={}), first=True)
    return Caught(bug, report.found, report.by, report.faults, time.monotonic() - began), report
