"""How long it will take: the textbook's formulas for one pool, and the wait of one visitor with its band.

Loads are in erlangs (arrivals a second × seconds each); times come back in the unit of the handling time given.
"""

from dataclasses import dataclass
from math import exp, lgamma, log, sqrt
from statistics import NormalDist

SMALL = 1e-12  # what a sum leaves out at most, relative
ROUNDS = 200
SPREAD = 2.5  # how much wider a band is where two crews may be blocked by different people
CLOSE = 30.0  # from this shape on the near quantile is right to a part in ten thousand, and a thousand times quicker


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a pool makes its visitors go through, in the long run."""

    delayed: float  # share who wait at all
    mean: float  # wait of everybody, also those who leave, in handling times
    left: float  # share who give up


def erlang_b(agents: int, load: float) -> float:
    """Share of arrivals that find all agents taken, where nobody waits."""
    blocked = 1.0
    for count in range(1, agents + 1):
        blocked = load * blocked / (count + load * blocked)
    return blocked


def erlang_c(agents: int, load: float) -> Waiting:
    """One queue in front of equal agents, and nobody ever leaves; ValueError where the queue would grow for ever."""
    if load >= agents:
        raise ValueError(
            f"{agents} agents can't keep up with a load of {load:g}: the queue would grow for ever."
        )
    blocked = erlang_b(agents, load)
    delayed = blocked / (1.0 - load / agents * (1.0 - blocked))
    return Waiting(delayed, delayed / (agents - load), 0.0)


def erlang_a(agents: int, load: float, patience: float) -> Waiting:
    """The same where each gives up after an exponential time of mean `patience`, in handling times."""
    if patience <= 0:
        raise ValueError(f"patience is handling times, above 0, not {patience!r}.")
    if load <= 0:
        return Waiting(0.0, 0.0, 0.0)
    below, term = 0.0, 1.0  # states with a free agent, relative to the one where the last is taken
    for count in range(agents, 0, -1):
        term *= count / load
        below += term
    total, queue, term, waiting = 1.0, 0.0, 1.0, 0
    while term > SMALL * total or waiting * patience < load:
        waiting += 1
        term *= load / (agents + waiting / patience)
        total += term
        queue += waiting * term
    queue /= total + below
    return Waiting(total / (total + below), queue / load, queue / patience / load)


@dataclass(frozen=True, slots=True)
class Wait:
    """One visitor's wait in seconds, as a gamma distribution."""

    mean: float
    variance: float

    def quantile(self, share: float) -> float:
        """The wait that so many of 1 stay below."""
        if self.mean <= 0.0 or self.variance <= 0.0:
            return self.mean
        shape, scale = self.mean**2 / self.variance, self.variance / self.mean
        found = nearly_quantile if shape >= CLOSE else gamma_quantile
        return scale * found(shape, share)

    def band(self) -> tuple[float, float]:
        """What to tell the visitor: it is as likely as not to be the first, and four times of five at most the second."""
        return self.quantile(0.5), self.quantile(0.8)


def wait(
    ahead: float,
    throughput: float,
    handling: float,
    patience: float,
    doubt: float = 0.0,
    blocked: float = 0.0,
) -> Wait | None:
    """The wait of somebody with `ahead` before them, while all who can serve them are taken.

    One ahead who may also go to others counts in part, and `doubt` is the variance of `ahead` that comes of it.
    `throughput`: chats served at once; None where none is. `blocked`: the part of it that may be kept busy by people who
    could not turn to the rest; the spread that comes of it is measured (`tests/bench/routing/goals.py`), not derived.
    `handling` and `patience` in seconds: each of those ahead may also give up.
    """
    if throughput <= 0.0 or handling <= 0.0:
        return None
    whole = int(ahead)
    rates = [throughput / handling + place / patience for place in range(whole + 2)]
    part = ahead - whole  # of the last step
    mean = sum(1.0 / rate for rate in rates[:-1]) + part / rates[-1]
    variance = sum(1.0 / rate**2 for rate in rates[:-1]) + (part + doubt) / rates[-1] ** 2
    return Wait(mean, variance * (1.0 + SPREAD * sqrt(blocked)))


def gamma_share(shape: float, upto: float) -> float:
    """The share of a gamma distribution of scale 1 below `upto`."""
    if upto <= 0.0:
        return 0.0
    first = exp(shape * log(upto) - upto - lgamma(shape))
    if upto < shape + 1.0:
        total = term = 1.0 / shape
        above = shape
        while term > SMALL * total:
            above += 1.0
            term *= upto / above
            total += term
        return total * first
    return 1.0 - first * _upper_fraction(shape, upto)


def _upper_fraction(shape: float, upto: float) -> float:
    """Lentz's continued fraction of the upper part."""
    bottom = upto + 1.0 - shape
    c, d = 1.0 / SMALL, 1.0 / bottom
    value = d
    for count in range(1, ROUNDS):
        top = -count * (count - shape)
        bottom += 2.0
        d = 1.0 / (top * d + bottom)
        c = bottom + top / c
        value *= c * d
        if abs(c * d - 1.0) < SMALL:
            break
    return value


def nearly_quantile(shape: float, share: float) -> float:
    """`gamma_quantile` by Wilson and Hilferty: at once, and the closer the larger the shape."""
    return (
        shape * max(0.0, 1.0 - 1.0 / (9.0 * shape) + NormalDist().inv_cdf(share) / (3.0 * sqrt(shape))) ** 3
    )


def gamma_quantile(shape: float, share: float) -> float:
    """The inverse of `gamma_share`, by halving from a bracket around the near one."""
    low, high = 0.0, max(2.0 * nearly_quantile(shape, share), shape)
    while gamma_share(shape, high) < share:
        high *= 2.0
    while high - low > 1e-9 * high:
        middle = (low + high) / 2.0
        low, high = (middle, high) if gamma_share(shape, middle) < share else (low, middle)
    return high
