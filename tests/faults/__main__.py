"""`scripts/chaos`: make faults by a seed, and say what they broke."""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
from collections import Counter
from datetime import UTC, datetime

from tests.faults import cheap, cluster
from tests.faults.bugs import BUGS, Bug
from tests.faults.evidence import Record, Violation
from tests.faults.fuzz import fuzz
from tests.faults.proving import named, with_bug
from tests.faults.run import Outcome
from tests.faults.stack import STACKS
from tests.faults.whole import Asked, Report, whole

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
    asked.add_argument("--only", nargs="+", help="only these kinds, over sockets")
    asked.add_argument("--bug", help="plant this one, and see what catches it")
    asked.add_argument(
        "--bugs",
        type=int,
        nargs="?",
        const=0,
        help="plant each in turn, or so many of them, others each day, and print a table",
    )
    asked.add_argument(
        "--ci", action="store_true", help="1,000 faults by today's seed, then three bugs, others each day"
    )
    asked.add_argument(
        "--fuzz", type=int, nargs="?", const=100_000, help="odd frames instead, and a tenth as many requests"
    )
    given = asked.parse_args()
    if given.stack == "postgres" and "CHATDESK_DATABASE_URL" not in os.environ:
        cluster.running, cluster.beside = cluster.Cluster(), cluster.Cluster()
        os.environ |= cluster.running.environment
    try:
        return asyncio.run(chosen(given))
    finally:
        for one in filter(None, (cluster.running, cluster.beside)):
            one.close()


async def chosen(given: argparse.Namespace) -> int:
    if given.fuzz is not None:
        fuzzed = await fuzz(given.seed, given.fuzz, given.fuzz // 10)
        say(fuzzed.lines())
        return 1 if fuzzed.wrong else 0
    if given.ci:
        return await ci(given.pace)
    if given.bugs is not None:
        return min(1, await prove(in_turn(given.bugs), given.seed))
    if given.bug:
        return await show(named(given.bug), given.seed)
    report = await whole(
        Asked(given.seed, given.faults, given.pace, given.stack, only=tuple(given.only or ()))
    )
    say(told(report, given.seed))
    return 1 if report.found else 0


async def ci(pace_s: float) -> int:
    """What every change passes; another plan and other bugs each day. 0 when nothing broke and every bug was caught."""
    report = await whole(Asked(today(), 1000, pace_s, "sqlite"))
    say(told(report, today()))
    uncaught = await prove(in_turn(3), 1)
    say(
        f"chaos: {report.faults} faults, {len(report.found)} violations; {3 - uncaught} of 3 planted bugs caught"
    )
    return 1 if report.found or uncaught else 0


def today() -> int:
    return datetime.now(UTC).toordinal()


def in_turn(count: int) -> list[Bug]:
    """All bugs, or `count` of them: others each day."""
    turned = [BUGS[(today() * count + number) % len(BUGS)] for number in range(count)]
    return turned or list(BUGS)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


async def prove(bugs: list[Bug], seed: int) -> int:
    """How many bugs were not caught."""
    caught = 0
    for bug in bugs:
        result, _ = await with_bug(bug, seed)
        caught += bool(result.by)
        say(result.line())
    say(f"{caught} of {len(bugs)} planted bugs caught")
    return len(bugs) - caught


async def show(bug: Bug, seed: int) -> int:
    """0 when it was caught; with the whole report."""
    result, report = await with_bug(bug, seed)
    say(told(report, seed))
    say(result.line())
    return 0 if result.by else 1


def told(report: Report, seed: int) -> str:
    """What was done, what came of it, and the first things that are wrong with what happened around them."""
    lines = [f"seed {seed}: {report.faults} faults"]
    lines += [of_part(name, part) for name, part in report.beside.items()]
    if report.sockets:
        lines += of_sockets(report.sockets)
    wrong = Counter(violation.invariant for violation in report.found)
    lines.append("violations: " + (", ".join(f"{key} × {count}" for key, count in wrong.items()) or "0"))
    for violation in report.found[:SHOWN]:
        lines += explained(report.sockets, violation)
    return "\n".join(lines)


def of_part(name: str, part: cheap.Found) -> str:
    kinds = ", ".join(f"{count} {kind}" for kind, count in part.kinds.most_common())
    return (
        f"{name}: {sum(part.kinds.values())} faults in {part.took_s:.0f} s: {kinds}; "
        f"{part.said} said, {part.acked} acknowledged, {part.again} sent again, {part.stored} stored"
    )


def of_sockets(outcome: Outcome) -> list[str]:
    record = outcome.record
    kinds = Counter(fault.kind for fault in record.faults)
    acked = sum(1 for said in record.said.values() if said.oks)
    repeated = sum(len(said.sent) - 1 for said in record.said.values())
    lines = [
        f"sockets: {len(record.faults)} faults in {outcome.took_s:.0f} s: "
        + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()),
        f"{len(record.said)} said, {acked} acknowledged, {repeated} sent again, {outcome.stored} entries stored; "
        f"{sum(1 for said in record.said.values() if said.refused)} refused; quiet after {outcome.quiet_s:.1f} s",
    ]
    if down := sorted(until - since for since, until in record.down):
        late = down[min(len(down) - 1, round(len(down) * 0.99))]
        lines.append(
            f"down {len(down)} times, seconds: p50 {statistics.median(down):.1f}, p99 {late:.1f}, longest {down[-1]:.1f}"
        )
    return lines + [f"skipped: {what}" for what in outcome.skipped]


def explained(outcome: Outcome | None, violation: Violation) -> list[str]:
    """One violation, after which fault it happened, and the frames around it."""
    record, at = outcome.record if outcome else Record(), violation.at
    after = f" after fault {record.number_at(at)}, {at:.3f} s" if at is not None else ""
    lines = [f"── {violation.invariant}{after}, {violation.who or 'in the database'}: {violation.what}"]
    return lines + (record.around(at, violation.who) if at is not None else [])


if __name__ == "__main__":
    sys.exit(main())
