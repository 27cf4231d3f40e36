"""One pool whose agents can serve everything: what its visitors go through, by Erlang-A."""

from collections.abc import Callable, Sequence
from math import exp, log

from routing.arrivals import Stream
from routing.engine import AgentSpec
from routing.estimate import erlang_a, erlang_b
from routing.trial import Seen, able, rate_of

ALIKE = 0.25  # streams of one pool differ at most so much, as a share
LIKE_EXPONENTIAL = 0.25  # of the spread of work, around 1
POINTS = 400  # of the integral


def one_pool(agents: Sequence[AgentSpec], streams: Sequence[Stream]) -> bool:
    """Whether a formula does: everybody can serve everything, of about the same length, spread like an exponential."""
    if any(spec.conc and spec.capacity > 1 for spec in agents) or any(
        callable(stream.rate) for stream in streams
    ):
        return False
    works = [stream.work for stream in streams]
    if max(works) > min(works) * (1.0 + ALIKE):
        return False
    if any(abs((stream.spread or 1.0) - 1.0) > LIKE_EXPONENTIAL for stream in streams):
        return False
    return all(able(spec, stream) for spec in agents for stream in streams)


def by_formula(agents: Sequence[AgentSpec], streams: Sequence[Stream]) -> Seen:
    """Erlang-A over all units, by the mean work and patience."""
    units, rate = sum(spec.capacity for spec in agents), sum(map(rate_of, streams))
    work = sum(rate_of(stream) * stream.work for stream in streams) / rate
    patience = sum(rate_of(stream) * (stream.patience or 0.0) for stream in streams) / rate
    load = rate * work
    if not units:
        return Seen(patience, -patience * log(0.2), 1.0, 0.0)
    found = erlang_a(units, load, patience / work)
    return Seen(
        mean_wait_s=found.mean * work,
        p80_wait_s=wait_quantile(units, rate, work, patience, 0.8),
        abandoned=found.left,
        occupancy=load * (1.0 - found.left) / units,
    )


def wait_quantile(units: int, rate: float, work: float, patience: float, share: float) -> float:
    """The wait in seconds that a share of visitors stays below, also of those who leave, in the long run.

    The wait that is offered has density v(0)·exp(λ/θ·(1 − e^(−θx)) − cμx) (Baccelli and Hebuterne 1981); who leaves
    waits no longer than their patience.
    """
    leave, serve = 1.0 / patience, units / work

    def density(wait: float) -> float:
        return exp(rate / leave * (1.0 - exp(-leave * wait)) - serve * wait)

    reach = _reach(density, 1.0 / serve)
    step = reach / POINTS
    parts = [density(step * (place + 0.5)) * step for place in range(POINTS)]
    first = rate * erlang_b(units - 1, rate * work)  # v(0) by the chance not to wait
    free = 1.0 / (1.0 + first * sum(parts))
    longer, wait = 1.0 - free, 0.0
    for part in parts:
        beyond = longer * exp(-leave * wait) - (1.0 - share)
        if beyond <= 0.0:
            break
        after = (longer - free * first * part) * exp(-leave * (wait + step)) - (1.0 - share)
        if after < 0.0:
            return wait + step * beyond / (beyond - after)
        wait += step
        longer -= free * first * part
    return wait


def _reach(density: Callable[[float], float], start: float) -> float:
    """From where on nothing is left of it."""
    reach, most = start, density(0.0)
    while (here := density(reach)) > 1e-6 * most:
        reach, most = reach * 1.5, max(most, here)
    return reach
