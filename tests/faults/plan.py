"""Which faults happen, when and to whom: all of it from the seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

WEIGHTS = {
    "cut": 22, "cut_up": 14, "cut_down": 20, "lose_ack": 14, "double": 10, "reorder": 8, "stall": 4, "delay": 3,
    "deaf": 2, "peek": 6, "burst": 1, "kill": 1.0, "restart": 0.6, "freeze": 0.8, "vanish": 0.6, "store": 3.0,
}  # fmt: skip


class Step(NamedTuple):
    """One fault of the plan."""

    wait_s: float
    kind: str
    target: int  # of the clients
    size: int  # bytes to pass before a cut
    last_s: float  # how long it lasts


def steps(rng: random.Random, clients: int, pace_s: float, only: Sequence[str] = ()) -> Iterator[Step]:
    """Faults without end, `pace_s` apart on average; `only` of these kinds, all of them alike, where some are named."""
    chosen = dict.fromkeys(only, 1.0) or WEIGHTS
    kinds, weights = list(chosen), list(chosen.values())
    while True:
        yield Step(
            wait_s=rng.uniform(0.2, 1.8) * pace_s,
            kind=rng.choices(kinds, weights)[0],
            target=rng.randrange(clients),
            size=int(rng.paretovariate(0.6) * 20) % 3000,
            last_s=rng.uniform(0.2, 2.0),
        )
