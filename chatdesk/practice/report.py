"""What a practice run came to, in lines to read. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from chatdesk.practice.people import Wait


def lines(waits: Sequence[Wait], offers: int) -> list[str]:
    """Visitors, waits, what became of them, and how good the first estimate was."""
    ended = Counter(wait.ended for wait in waits)
    met = sorted(wait.met_s for wait in waits if wait.met_s is not None)
    told = [
        f"{len(waits)} visitors came: {ended['met']} met an agent, {ended['abandoned']} gave up, {ended['ticket']} became tickets, "
        f"{ended['waits']} still waited at the end, {ended['lost']} lost their connection.",
        f"{offers} offers were made to practice agents." if offers else "No practice agent was asked.",
    ]
    if met:
        mean, most = sum(met) / len(met), met[-1]
        told.append(
            f"Wait of those who met an agent: mean {mean:.1f} s, half within {share(met, 0.5):.1f} s, "
            f"8 of 10 within {share(met, 0.8):.1f} s, the longest {most:.1f} s."
        )
    return [*told, estimate(waits)]


def share(ranked: Sequence[float], part: float) -> float:
    """The value that this part stays at or below."""
    return ranked[min(int(part * len(ranked)), len(ranked) - 1)]


def estimate(waits: Sequence[Wait]) -> str:
    """The first foretold band beside what it was: half should wait at most the low end, 8 of 10 at most the high one."""
    judged = [
        (wait.met_s - wait.told_s, wait.low_s, wait.high_s)
        for wait in waits
        if wait.met_s is not None and wait.low_s is not None and wait.high_s is not None
    ]
    if not judged:
        return "No wait was foretold to anybody who met an agent: nothing to compare."
    low = sum(met <= low for met, low, _ in judged) / len(judged)
    high = sum(met <= high for met, _, high in judged) / len(judged)
    return (
        f"Foretold to {len(judged)} of them: {low:.0%} waited at most the low end (half would be right), "
        f"{high:.0%} at most the high end (80% would be right)."
    )
