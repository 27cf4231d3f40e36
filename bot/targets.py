"""From which confidence on to answer, so that answers are right as often as the firm wants. Pure."""

from collections.abc import Mapping, Sequence

from bot.policy import DEFAULT_BANDS, Bands
from bot.reliability import Judged

TARGETS = (0.80, 0.85, 0.90, 0.95)  # shares of answers that shall be right
PRIOR = 20  # answers that are taken to have kept the target before any was judged
STEP, HIGHEST = 0.01, 0.99


def limit(judged: Sequence[Judged], target: float) -> float:
    """The lowest limit, the target itself or above, from which the judged answers kept the target.

    The confidence is right by calibration, so without judgements the target is the limit; what was seen can only
    make it more careful.
    """
    for step in range(round((HIGHEST - target) / STEP)):
        lowest = round(target + step * STEP, 2)
        above = [one.correct for one in judged if one.confidence >= lowest]
        if sum(above) + PRIOR * target >= target * (len(above) + PRIOR):
            return lowest
    return HIGHEST


def limits(judged: Sequence[Judged]) -> dict[str, float]:
    """The limit for each target, by the target as it is written: "0.85"."""
    return {written(target): limit(judged, target) for target in TARGETS}


def bands(target: float, known: Mapping[str, float]) -> Bands:
    """The bands for a target, by the limits that last night found."""
    return Bands(
        sure=known.get(written(target), target),
        maybe=DEFAULT_BANDS.maybe,
        need_human=DEFAULT_BANDS.need_human,
    )


def written(target: float) -> str:
    return f"{target:.2f}"
