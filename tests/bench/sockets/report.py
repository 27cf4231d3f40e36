"""The table: what was measured, the ratios, and the goal beside each."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def say(line: str = "") -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def head(title: str, columns: Sequence[str]) -> None:
    say()
    say(f"**{title}**")
    say()
    say("| " + " | ".join(columns) + " |")
    say("| " + " | ".join("---" for _ in columns) + " |")


def row(*cells: object) -> None:
    say("| " + " | ".join(map(str, cells)) + " |")


def goal(name: str, words: str, figure: float, bound: float, *, least: bool) -> None:
    """One line: the goal, what it is here, and whether that is enough. `least`: at least `bound`, else at most."""
    met = figure >= bound if least else figure <= bound
    say(
        f"{name}: {words} {figure:,.3g} (goal {'≥' if least else '≤'} {bound:g}): {'met' if met else 'MISSED'}"
    )


def tell(line: str) -> None:
    """How far it is, for whoever waits; no part of the table."""
    sys.stderr.write(f"… {line}\n")
    sys.stderr.flush()
