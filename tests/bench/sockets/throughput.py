"""PG1 and PG2: durable two-party messages at 100 in flight, and what each costs, the servers in turn."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from tests.bench.sockets import parties, report
from tests.bench.sockets.load import Measured, closed, percentile
from tests.bench.sockets.stacks import Stack

IN_FLIGHT, ROUNDS = 100, 3
WARM_S = 0.5


async def measure(stacks: Sequence[Stack], seconds: float) -> dict[str, tuple[float, float]]:
    """(messages/s, CPU µs a message) by name; the median of the rounds."""
    found: dict[str, list[Measured]] = {stack.name: [] for stack in stacks}
    for _ in range(ROUNDS):
        for stack in stacks:
            async with parties.talks(stack, IN_FLIGHT) as talks:
                await closed(stack, talks, WARM_S)
                found[stack.name].append(await closed(stack, talks, seconds))
            report.tell(f"{stack.name}: {found[stack.name][-1].per_s:,.0f} messages/s")
    return _table(found, {stack.name: stack.faults for stack in stacks})


def _table(found: dict[str, list[Measured]], faults: dict[str, int]) -> dict[str, tuple[float, float]]:
    report.head(
        f"Durable messages, {IN_FLIGHT} in flight (median of {ROUNDS} rounds in turn)",
        ("server", "messages/s", "CPU µs a message", "p50 ms", "p99 ms", "messages", "faults"),
    )
    figures = {}
    for name, rounds in found.items():
        per_s = statistics.median(one.per_s for one in rounds)
        cpu_us = statistics.median(one.cpu_us for one in rounds)
        took = [value for one in rounds for value in one.took]
        report.row(
            name,
            f"{per_s:,.0f}",
            f"{cpu_us:,.0f}",
            f"{percentile(took, 0.5):.1f}",
            f"{percentile(took, 0.99):.1f}",
            f"{sum(one.messages for one in rounds):,}",
            faults[name],
        )
        figures[name] = per_s, cpu_us
    return figures


async def compared(stacks: Sequence[Stack], seconds: float) -> None:
    goals(await measure(stacks, seconds))


def goals(pg: dict[str, tuple[float, float]]) -> None:
    if "ours" in pg and "TUT" in pg:
        report.goal("PG1", "messages/s by TUT", pg["ours"][0] / pg["TUT"][0], 25, least=True)
        report.goal("PG2", "CPU a message by TUT", pg["ours"][1] / pg["TUT"][1], 1 / 30, least=False)
    if "ours" in pg and "Node" in pg:
        report.goal("PG2", "CPU a message by Node", pg["ours"][1] / pg["Node"][1], 1 / 2, least=False)
    if "ours, SQLite" in pg and "TUT, SQLite" in pg:
        by = pg["ours, SQLite"][0] / pg["TUT, SQLite"][0]
        report.goal("PG1b", "messages/s on SQLite by TUT", by, 100, least=True)
