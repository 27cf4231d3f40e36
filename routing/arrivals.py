"""Visitors for a simulation: when each comes, what they need, how long it takes, how long they wait.

Made before the run and by seed, so that every policy meets the very same people.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from math import log, sqrt
from typing import NamedTuple

from routing.spec import Step

FOREVER = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """One class of conversations.

    `rate` is arrivals a second; as a function of time it needs `peak`, which it never exceeds. `work` is the mean
    of undivided seconds, exponential or, with `spread` (standard deviation by mean), lognormal. `patience` is the
    mean of an exponential time in seconds; None: nobody leaves.
    """

    name: str
    rate: float | Callable[[float], float]
    peak: float = 0.0
    needs: Mapping[str, int] = field(default_factory=dict)
    promise: float = 60.0
    work: float = 300.0
    spread: float | None = None
    patience: float | None = None
    steps: Sequence[Step] = ()
    weight: int = 1
    channel: str = "chat"

    def __post_init__(self) -> None:
        if self.work <= 0 or (self.patience is not None and self.patience <= 0) or (self.spread or 1.0) <= 0:
            raise ValueError(f"Stream {self.name}: work, spread and patience are above 0.")
        if callable(self.rate) and self.peak <= 0:
            raise ValueError(f"Stream {self.name}: a rate that changes needs its peak.")


class Visit(NamedTuple):
    """One visitor to come."""

    at: float
    stream: Stream
    work: float
    patience: float


def visits(streams: Sequence[Stream], until: float, seed: int) -> list[Visit]:
    """Everybody who comes before `until`, in order. A stream's visitors don't depend on the other streams."""
    return list(merge(*(of(stream, until, f"{seed}/{stream.name}") for stream in streams)))


def of(stream: Stream, until: float, seed: str) -> list[Visit]:
    """The visitors of one stream, by thinning where its rate changes."""
    chance, now, made = random.Random(seed), 0.0, list[Visit]()  # noqa: S311
    varies = stream.rate if callable(stream.rate) else None
    peak = stream.peak if varies else float(stream.rate)  # type: ignore[arg-type]
    if peak <= 0:
        return made
    draw = work_of(stream, chance)
    while (now := now + chance.expovariate(peak)) < until:
        if varies and chance.random() * peak >= varies(now):
            continue
        patience = chance.expovariate(1.0 / stream.patience) if stream.patience else FOREVER
        made.append(Visit(now, stream, draw(), patience))
    return made


def work_of(stream: Stream, chance: random.Random) -> Callable[[], float]:
    """Draws the work of one visitor after the other."""
    if not stream.spread:
        return lambda: chance.expovariate(1.0 / stream.work)
    sigma = sqrt(log(1.0 + stream.spread**2))
    return lambda: chance.lognormvariate(log(stream.work) - sigma**2 / 2, sigma)
