"""`scripts/chaos`: make faults by a seed, and say what they broke."""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
from collections import Counter

from tests.faults.bugs import BUGS, Bug
from tests.faults.evidence import Violation
from tests.faults.proving import named, with_bug
from tests.faults.run import Outcome, run
from tests.faults.stack import STACKS

SHOWN = 5


def main() -> int:
    """0 when nothing is broken, 1 when something is."""
    asked = argparse.ArgumentParser(prog="scripts/chaos", description=__doc__)
    asked.add_argument("--faults", type=int, default=150, help="how many (150)")
    asked.add_argument("--seed", type=int, default=1, help="of the plan (1)")
    asked.add_argument(
        "--pace", type=float, default=0.12, help="seconds between two faults, on average (0.12)"
    )
    asked.add_argument(
        "--stack", choices=sorted(STACKS), default="sqlite", help="what keeps the rows (sqlite)"
    )
    asked.add_argument("--bug", help="plant this one, and see what catches it")
    asked.add_argument("--bugs", action="store_true", help="plant each in turn, and print a table")
    given = asked.parse_args()
    if given.bugs:
        return asyncio.run(prove(list(BUGS), given.seed))
    if given.bug:
        return asyncio.run(show(named(given.bug), given.seed))
    outcome = asyncio.run(run(given.seed, given.faults, pace_s=given.pace, stack=given.stack))
    say(report(outcome, given.seed))
    return 1 if outcome.found else 0


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


async def prove(bugs: list[Bug], seed: int) -> int:
    """0 when every bug was caught."""
    caught = 0
    for bug in bugs:
        result, _ = await with_bug(bug, seed)
        caught += bool(result.by)
        say(result.line())
    say(f"{caught} of {len(bugs)} planted bugs caught")
    return 0 if caught == len(bugs) else 1


async def show(bug: Bug, seed: int) -> int:
    """0 when it was caught; with the whole report."""
    result, outcome = await with_bug(bug, seed)
    if outcome is not None:
        say(report(outcome, seed))
    say(result.line())
    return 0 if result.by else 1


def report(outcome: Outcome, seed: int) -> str:
    """What was done, what came of it, and the first things that are wrong with what happened around them."""
    record = outcome.record
    kinds = Counter(fault.kind for fault in record.faults)
    acked = sum(1 for said in record.said.values() if said.oks)
    repeated = sum(len(said.sent) - 1 for said in record.said.values())
    down = [until - since for since, until in record.down]
    lines = [
        f"seed {seed}: {len(record.faults)} faults in {outcome.took_s:.0f} s: "
        + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()),
        f"{len(record.said)} said, {acked} acknowledged, {repeated} sent again, {outcome.stored} entries stored; "
        f"{sum(1 for said in record.said.values() if said.refused)} refused; quiet after {outcome.quiet_s:.1f} s",
    ]
    if down:
        lines.append(
            f"down {len(down)} times, median {statistics.median(down):.1f} s, longest {max(down):.1f} s"
        )
    wrong = Counter(violation.invariant for violation in outcome.found)
    lines.append("violations: " + (", ".join(f"{key} × {count}" for key, count in wrong.items()) or "0"))
    for violation in outcome.found[:SHOWN]:
        lines += explained(outcome, violation)
    return "\n".join(lines)


def explained(outcome: Outcome, violation: Violation) -> list[str]:
    """One violation, after which fault it happened, and the frames around it."""
    record, at = outcome.record, violation.at
    after = f" after fault {record.number_at(at)}, {at:.3f} s" if at is not None else ""
    lines = [f"── {violation.invariant}{after}, {violation.who or 'in the database'}: {violation.what}"]
    return lines + (record.around(at, violation.who) if at is not None else [])


if __name__ == "__main__":
    sys.exit(main())
