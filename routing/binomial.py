"""Quantiles of a count whose rate is itself uncertain: the negative binomial, Poisson where it is not."""

from functools import lru_cache
from math import exp, lgamma, log


def quantile(mean: float, spread: float, share: float) -> int:
    """The least count that a share of 1 stays at or below: negative binomial of variance mean + spread·mean²."""
    return _quantile(round(mean, 3), round(spread, 4), share)


@lru_cache(maxsize=20_000)
def _quantile(mean: float, spread: float, share: float) -> int:
    if mean <= 0.0:
        return 0
    count, below = 0, 0.0
    while (below := below + exp(_log_chance(count, mean, spread))) < share - 1e-9 and count < 100_000:
        count += 1
    return count


def _log_chance(count: int, mean: float, spread: float) -> float:
    if spread < 1e-6:
        return count * log(mean) - mean - lgamma(count + 1)
    shape = 1.0 / spread
    share = mean / (shape + mean)
    return (
        lgamma(count + shape)
        - lgamma(shape)
        - lgamma(count + 1)
        + shape * log(1.0 - share)
        + count * log(share)
    )
