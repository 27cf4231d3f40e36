"""Learning the shipped weights from samples: the conditional logistic, then the calibration. Not for serving."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kb.calibration import described, fit_logistic, signs
from kb.episodes import Sample
from kb.evidence import FAQS, OPINION, SECOND, SHARE, UNHEARD
from kb.ranking import Weights, beliefs

Doubles = NDArray[np.float64]

RIDGE = 0.5
ENOUGH = 16  # phrasings of a base from which ranking can be learnt; smaller ones teach only how sure to be
CAUTION = 5.0  # pull of the calibration's weights towards zero
STEPS = 40


@dataclass(frozen=True, slots=True)
class _Options:
    """All samples side by side: FAQS candidates and "none of them" last, as vectors of one space."""

    vectors: Doubles  # samples × options × dimensions
    there: NDArray[np.bool_]
    right: Doubles  # one-hot


def fit(bases: Sequence[Sequence[Sample]]) -> Weights:
    """Weights for ranking from all samples, then the calibration of what those weights say."""
    samples = [sample for base in bases for sample in base]
    theta = _conditional_logit(_options([one for one in samples if one.phrasings >= ENOUGH]))
    size = samples[0].evidence.features.shape[1]
    none = np.zeros(0, np.float32)
    ranking = Weights(theta[:size].astype(np.float32), theta[size:].astype(np.float32), none, none, none)
    rows, right = judged(samples, ranking)
    centre, spread = rows.mean(axis=0), rows.std(axis=0)
    centre[0], spread[spread == 0] = 0, 1  # the first sign is the constant
    inputs = described(rows.astype(np.float32), centre.astype(np.float32), spread.astype(np.float32)).astype(
        float
    )
    calibration = fit_logistic(inputs, right, towards=np.zeros(inputs.shape[1]), strength=CAUTION)
    return replace(
        ranking,
        calibration=calibration.astype(np.float32),
        centre=centre.astype(np.float32),
        spread=spread.astype(np.float32),
    )


def judged(samples: Sequence[Sample], weights: Weights) -> tuple[Doubles, Doubles]:
    """For each sample the signs that the calibration sees, and whether the first candidate was right."""
    rows, right = [], []
    for sample in samples:
        shares, nobody = beliefs(sample.evidence, weights)
        rows.append(signs(sample.evidence, shares, nobody, faqs=sample.faqs, phrasings=sample.phrasings))
        right.append(float(sample.evidence.faqs[int(shares.argmax())] == sample.right))
    return np.asarray(rows, np.float64), np.asarray(right)


def without_opinion(sample: Sample) -> Sample:
    """The sample as a base too large for the classifier would give it."""
    evidence = sample.evidence
    features, doubts = evidence.features.copy(), evidence.doubts.copy()
    features[:, OPINION], features[:, SHARE] = UNHEARD, np.exp(UNHEARD)
    features[:, SECOND] = UNHEARD
    doubts[-2:] = UNHEARD
    return replace(sample, evidence=replace(evidence, features=features, doubts=doubts))


def _options(samples: Sequence[Sample]) -> _Options:
    features, doubts = samples[0].evidence.features.shape[1], len(samples[0].evidence.doubts)
    vectors = np.zeros((len(samples), FAQS + 1, features + doubts))
    there = np.zeros((len(samples), FAQS + 1), bool)
    right = np.zeros((len(samples), FAQS + 1))
    for place, sample in enumerate(samples):
        evidence = sample.evidence
        count = len(evidence.faqs)
        vectors[place, :count, :features] = evidence.features
        vectors[place, FAQS, features:] = evidence.doubts
        there[place, :count] = there[place, FAQS] = True
        listed = evidence.faqs.tolist()
        right[place, listed.index(sample.right) if sample.right in listed else FAQS] = 1
    return _Options(vectors, there, right)


def _conditional_logit(options: _Options) -> Doubles:
    """Newton's method on the likelihood with a small ridge (McFadden 1974)."""
    theta = np.zeros(options.vectors.shape[2])
    for _ in range(STEPS):
        scores = np.where(options.there, options.vectors @ theta, -np.inf)
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        mean = np.einsum("no,nod->nd", shares, options.vectors)
        slope = np.einsum("no,nod->d", shares - options.right, options.vectors) + RIDGE * theta
        spread = (
            np.einsum("no,nod,noe->de", shares, options.vectors, options.vectors, optimize=True)
            - mean.T @ mean
        )
        step = np.linalg.solve(spread + RIDGE * np.eye(len(theta)), slope)
        theta -= step * min(1.0, 5.0 / float(np.abs(step).max()))
        if float(np.abs(step).max()) < 1e-6:
            break
    return theta
