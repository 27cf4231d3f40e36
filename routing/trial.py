"""A team meets made-up visitors: what waits, leaves and works, in batches that every team meets alike.

So differences between two teams come of the teams, and say how sure they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev

from routing.arrivals import Stream, Visit, visits
from routing.engine import AgentSpec
from routing.outcome import Outcome
from routing.simulation import request, simulate
from routing.want import first_want

BATCHES = 8
T_80 = 1.415  # Student's t with seven degrees of freedom
WARM_UP = 5.0  # handling times


@dataclass(frozen=True, slots=True)
class Seen:
    """What visitors go through: seconds, shares of 1. `low_s` and `high_s` hold the p80 four times of five; None: exact."""

    mean_wait_s: float
    p80_wait_s: float
    abandoned: float
    occupancy: float
    low_s: float | None = None
    high_s: float | None = None


def able(spec: AgentSpec, stream: Stream) -> bool:
    return first_want(request("?", Visit(0.0, stream, 0.0, 0.0))).lacks(spec) is None


def rate_of(stream: Stream) -> float:
    assert not callable(stream.rate)
    return stream.rate


class Rehearsal:
    """The visitors of some batches, whom every team meets alike."""

    def __init__(self, streams: Sequence[Stream], visitors: int, policy: str, seed: str = "") -> None:
        rate = sum(map(rate_of, streams))
        work = max(stream.work for stream in streams)
        self.warm_up = WARM_UP * work
        self.policy = policy
        span = self.warm_up + visitors / BATCHES / rate
        came = [visits(streams, span, hash_of(f"{seed}/{batch}")) for batch in range(BATCHES)]
        self.batches = matched(came, streams, span * BATCHES)

    def meet(self, agents: Sequence[AgentSpec]) -> list[Outcome]:
        """What each batch goes through with this team."""
        return [simulate(agents, batch, policy=self.policy, warm_up=self.warm_up) for batch in self.batches]


def matched(came: Sequence[Sequence[Visit]], streams: Sequence[Stream], span: float) -> list[list[Visit]]:
    """The same visitors, stretched a little so that each stream's rate, work and patience are on average as asked.

    It takes away most of the chance in a mean: by far the largest part of it is how much work happened to come.
    """
    factors = {
        stream.name: _factors([v for each in came for v in each if v.stream is stream], stream, span)
        for stream in streams
    }
    return [
        sorted(
            (_stretched(visit, *factors[visit.stream.name]) for visit in batch), key=lambda visit: visit.at
        )
        for batch in came
    ]


def _factors(mine: Sequence[Visit], stream: Stream, span: float) -> tuple[float, float, float]:
    if not mine:
        return 1.0, 1.0, 1.0
    patience = fmean(visit.patience for visit in mine)
    return (
        len(mine) / (rate_of(stream) * span),
        stream.work / fmean(visit.work for visit in mine),
        stream.patience / patience if stream.patience else 1.0,
    )


def _stretched(visit: Visit, at: float, work: float, patience: float) -> Visit:
    return visit._replace(at=visit.at * at, work=visit.work * work, patience=visit.patience * patience)


def hash_of(text: str) -> int:
    """A small number that is the same in every process."""
    return sum((place + 1) * byte for place, byte in enumerate(text.encode()))


def seen(outcomes: Sequence[Outcome]) -> Seen:
    p80s = [outcome.wait_below(0.8) for outcome in outcomes]
    slack = T_80 * stdev(p80s) / sqrt(len(p80s))
    waits = [wait for outcome in outcomes for wait in outcome.all_waits()]
    p80 = sorted(waits)[int(0.8 * len(waits))] if waits else 0.0
    return Seen(
        mean_wait_s=fmean(waits) if waits else 0.0,
        p80_wait_s=p80,
        abandoned=fmean(outcome.abandoned() for outcome in outcomes),
        occupancy=fmean(fmean(outcome.occupancy().values()) for outcome in outcomes),
        low_s=max(0.0, p80 - slack),
        high_s=p80 + slack,
    )
