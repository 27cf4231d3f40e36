"""A whole run: sockets against a server, and beside it the faults that need none, in processes of their own."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from tests.faults import cheap, cluster
from tests.faults.evidence import Violation
from tests.faults.injecting import Most
from tests.faults.run import Outcome, end, run
from tests.faults.server import clean
from tests.faults.stack import ROOT

CHEAP = {
    "crashes": 0.5,
    "forked": 0.13,
    "effects": 0.02,
}  # of all faults; the rest goes to connections and the server
DEATHS, STORES = 0.04, 0.01  # of all faults may hit the server, and what it stands on


ALL = Most(10**6, 10**6)


class Asked(NamedTuple):
    """What to do, and to which product."""

    seed: int
    faults: int
    pace_s: float
    stack: str
    code: Path = ROOT
    most_s: float = 3600.0
    only: tuple[str, ...] = ()  # kinds, over sockets alone
    beside: Mapping[str, int] | None = None  # how many faults of each part; None: by its share
    sockets: bool = True


@dataclass
class Report:
    """What the parts found."""

    sockets: Outcome | None = None
    beside: dict[str, cheap.Found] = field(default_factory=dict)
    broken: list[Violation] = field(default_factory=list)  # what kept a part from running

    @property
    def found(self) -> list[Violation]:
        """Everything that is wrong."""
        of_sockets = self.sockets.found if self.sockets else []
        return [*self.broken, *of_sockets, *(one for part in self.beside.values() for one in part.violations)]

    @property
    def faults(self) -> int:
        done = len(self.sockets.record.faults) if self.sockets else 0
        return done + sum(sum(part.kinds.values()) for part in self.beside.values())

    @property
    def by(self) -> str:
        """The part that found the first thing."""
        wrong = [name for name, part in self.beside.items() if part.violations]
        return ", ".join(["sockets"] * bool(self.sockets and self.sockets.found) + wrong)


async def whole(asked: Asked, *, first: bool = False) -> Report:
    """Everything to its end, or with `first` until the first violation of any part."""
    report = Report()
    shares = {name: round(asked.faults * share) for name, share in CHEAP.items() if not asked.only}
    shares = shares if asked.beside is None else dict(asked.beside)
    names: dict[asyncio.Task[Any], str] = {}
    if asked.sockets:
        names[asyncio.create_task(over_sockets(asked, asked.faults - sum(shares.values())))] = "sockets"
    names |= {asyncio.create_task(part(name, asked, count)): name for name, count in shares.items() if count}
    running = set(names)
    try:
        while running and not (first and report.found):
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                take(report, task, names[task])
    finally:
        await end(*running)
    return report


def take(report: Report, task: asyncio.Task[Any], name: str) -> None:
    try:
        result = task.result()
    except (RuntimeError, ValueError) as error:  # a server that can't be used any more is found as well
        report.broken.append(Violation("start", f"{name}: {error}"))
        return
    if isinstance(result, Outcome):
        report.sockets = result
    else:
        report.beside[name] = result


async def over_sockets(asked: Asked, faults: int) -> Outcome:
    return await run(
        asked.seed,
        faults,
        pace_s=asked.pace_s,
        most=ALL
        if asked.only
        else Most(max(3, round(asked.faults * DEATHS)), max(1, round(asked.faults * STORES))),
        code=asked.code,
        most_s=asked.most_s,
        stack=asked.stack,
        only=asked.only,
    )


async def part(name: str, asked: Asked, faults: int) -> cheap.Found:
    """Run `tests.faults.<name>` with the product in `asked.code`; raises ValueError with what it said when it failed."""
    words = ["--faults", str(faults), "--seed", str(asked.seed), "--stack", asked.stack]
    environment = clean() | servers() | {"PYTHONPATH": f"{asked.code}:{ROOT}"}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"tests.faults.{name}", *words),
        cwd=asked.code,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        out, errors = await process.communicate()
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    lines = [line for line in out.decode().splitlines() if line.startswith("{")]
    if not lines:
        raise ValueError(errors.decode(errors="replace")[-2000:])
    return cheap.read(lines[-1])


def servers() -> dict[str, str]:
    """Where the database of what runs beside is: not the one that is stopped under the sockets."""
    return cluster.beside.environment if cluster.beside else cluster.given()
