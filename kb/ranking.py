"""From evidence to shares of belief: a conditional logistic over the candidates and "none of them". Pure."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from kb.evidence import Evidence, Kind
from kb.index import Floats

PARTS = ("features", "doubts", "calibration", "centre", "spread")
SHIPPED = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """What `scripts/fit-bot` learned: a weight for each feature, each doubt, each sign of being right."""

    features: Floats
    doubts: Floats
    calibration: Floats
    centre: Floats  # mean and spread of the signs among the samples
    spread: Floats


@cache
def shipped(kind: Kind) -> Weights:
    """The shipped weights for bases with the classifier or too large for it, with the encoder or without."""
    stored = json.loads(SHIPPED.read_text(encoding="utf-8"))[kind]
    return Weights(*(np.asarray(stored[part], np.float32) for part in PARTS))


def beliefs(evidence: Evidence, weights: Weights) -> tuple[Floats, float]:
    """The share of each candidate and of "none of them"; together 1 (McFadden 1974, conditional logit)."""
    scores = np.append(evidence.features @ weights.features, evidence.doubts @ weights.doubts)
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    return shares[:-1].astype(np.float32), float(shares[-1])
