"""How likely the first candidate is right, as a probability that means what it says. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray

from kb.evidence import HELD, Evidence
from kb.index import Floats

NEAR_ZERO = 1e-4
MANY = 20  # phrasings of one FAQ; more of them make an answer no surer
PRIOR = 20.0  # labels that the shipped calibration counts for
_JOINT = (1, 2, 3, 4, 7, 8, 9, 10, 11, 12, 13, 14)  # all but shortness and everyday likeness
_PAIRS = tuple(combinations_with_replacement(_JOINT, 2))
UNCHANGED = np.asarray([1.0, 1.0, 0.0], np.float64)


def signs(evidence: Evidence, shares: Floats, nobody: float, *, faqs: int, phrasings: int) -> Floats:
    """What tells a right first answer from a wrong one: belief, margin, known share, length, base size."""
    held = float(evidence.features[int(shares.argmax()), HELD])
    first, second = [*sorted(shares.tolist(), reverse=True), 0.0][:2]
    _, everyday, known, shortness, best, tightness, han, opinion, none = evidence.doubts.tolist()
    values = (
        1.0,
        logit(first),
        logit(first / (first + second)),
        nobody,
        known,
        shortness,
        everyday,
        best,
        tightness,
        han,
        held,
        opinion,
        none,
        float(np.log(faqs)),
        float(np.log(min(phrasings / faqs, MANY))),
    )
    return np.asarray(values, np.float32)


def described(values: Floats, centre: Floats, spread: Floats) -> Floats:
    """The signs on one scale, held within ±3, and the products of those that depend on each other.

    Takes one question's signs or a row of them for each question.
    """
    scaled = np.clip((values - centre) / spread, -3, 3)
    products = [scaled[..., one] * scaled[..., other] for one, other in _PAIRS]
    return np.concatenate((scaled, np.stack(products, axis=-1)), axis=-1)


def logit(share: float) -> float:
    held = min(max(share, NEAR_ZERO), 1 - NEAR_ZERO)
    return float(np.log(held / (1 - held)))


def probability(score: float) -> float:
    """The logistic function, kept off 0 and 1."""
    return float(np.clip(1 / (1 + np.exp(-score)), NEAR_ZERO, 1 - NEAR_ZERO))


@dataclass(frozen=True, slots=True)
class Correction:
    """A firm's own bend of the shipped probabilities: beta calibration (Kull et al. 2017, eq. 3)."""

    for_yes: float = 1.0
    for_no: float = 1.0
    shift: float = 0.0

    def apply(self, shipped: float) -> float:
        return probability(self.for_yes * np.log(shipped) - self.for_no * np.log(1 - shipped) + self.shift)


UNBENT = Correction()


def corrected(judged: Sequence[tuple[float, bool]]) -> Correction:
    """Fit the bend to (shipped probability, was it right); few labels leave it near "unchanged"."""
    if not judged:
        return Correction()
    shares = np.asarray([min(max(share, NEAR_ZERO), 1 - NEAR_ZERO) for share, _ in judged])
    right = np.asarray([float(was) for _, was in judged])
    inputs = np.column_stack((np.log(shares), -np.log(1 - shares), np.ones(len(shares))))
    for_yes, for_no, shift = fit_logistic(inputs, right, towards=UNCHANGED, strength=PRIOR)
    return Correction(max(float(for_yes), 0.05), max(float(for_no), 0.05), float(shift))


def fit_logistic(
    inputs: NDArray[np.float64],
    right: NDArray[np.float64],
    *,
    towards: NDArray[np.float64],
    strength: float,
) -> NDArray[np.float64]:
    """Weights of a logistic regression pulled towards a prior, by Newton's method; deterministic."""
    weights = towards.astype(np.float64).copy()
    for _ in range(25):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))
        slope = inputs.T @ (chance - right) + strength * (weights - towards)
        bend = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + strength * np.eye(len(weights))
        step = np.linalg.solve(bend, slope)
        weights -= step
        if float(np.abs(step).max()) < 1e-8:
            break
    return weights
