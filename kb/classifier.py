"""One linear opinion over all FAQs at once, where the base is small enough for it. Pure."""

from contextlib import suppress
from typing import Self

import numpy as np
from numpy.typing import NDArray

from kb.index import Floats, Ints

MOST_ROWS = 12_000
MOST_FAQS = 400
ALL_ROWS, LANDMARKS = (
    2_200,
    1_000,
)  # so many rows are all compared with; of more, a part: n·m·FAQs time a step
DECAY = 0.08
STEPS = 15
JITTERS = (1e-3, 1e-2, 1e-1, 1.0)  # what a kernel with twin rows, or cut short, needs to have factors


def landmarks(owner: Ints) -> Ints:
    """The rows to compare with: all of a small base, else as many of each FAQ as there is room for."""
    if len(owner) <= ALL_ROWS:
        return np.arange(len(owner), dtype=np.int32)
    order = np.argsort(owner, kind="stable")
    ordered = owner[order]
    first = np.searchsorted(ordered, ordered)
    count = np.searchsorted(ordered, ordered, side="right") - first
    turn = np.argsort(_strewn(np.arange(len(owner)) - first, count), kind="stable")
    return np.sort(order[turn[:LANDMARKS]]).astype(np.int32)


def _strewn(place: Ints, count: Ints) -> Ints:
    """A turn for each place among its FAQ's rows such that early turns lie far apart: the rows stand in order of text,
    one language after the other."""
    step = np.maximum(1, np.round(count * 0.618)).astype(np.int64)
    step += np.gcd(step, count) != 1
    step[np.gcd(step, count) != 1] = 1
    turns: Ints = (place * step) % count
    return turns


class Classifier:
    """Multinomial logistic regression in a kernel's space, everyday sentences being a class of their own.

    Fitted with Böhning's bound on the curvature (1992) and Nesterov's momentum; landmarks after Williams & Seeger
    (2001).
    """

    def __init__(self, pull: Floats) -> None:
        self.pull = pull  # of each landmark towards each FAQ, and last towards none of them

    @staticmethod
    def fits(rows: int, faqs: int) -> bool:
        return rows <= MOST_ROWS and faqs <= MOST_FAQS

    @classmethod
    def fit(cls, alike: Floats, among: Floats, owner: Ints, faqs: int) -> Self:
        """From the similarity of each row to each landmark, that of landmarks among themselves, and the rows' FAQs.

        A negative owner is nobody.
        """
        size = len(among)
        whiten: Floats = np.linalg.inv(_factor(among.astype(np.float64))).T.astype(np.float32)
        rows: Floats = alike @ whiten
        targets = (np.where(owner < 0, faqs, owner)[:, None] == np.arange(faqs + 1)).astype(np.float32)
        bound = np.float32(0.5) * (rows.T @ rows)
        bound[np.diag_indices(size)] += DECAY
        downhill: Floats = np.linalg.inv(bound)
        weights = ahead = np.zeros((size, faqs + 1), np.float32)
        speed = 1.0
        for _ in range(STEPS):
            slope: Floats = rows.T @ (shares(rows @ ahead) - targets) + np.float32(DECAY) * ahead
            stepped: Floats = ahead - downhill @ slope
            faster = (1 + np.sqrt(1 + 4 * speed * speed)) / 2
            ahead = stepped + np.float32((speed - 1) / faster) * (stepped - weights)
            weights, speed = stepped, faster
        return cls((whiten @ weights).astype(np.float32))

    def opinion(self, alike: Floats) -> tuple[Floats, float]:
        """The logarithm of each FAQ's share, and that of nobody's, from the similarity to each landmark."""
        scores = alike @ self.pull
        scores -= scores.max()
        logs = scores - np.log(np.exp(scores).sum())
        return logs[:-1].astype(np.float32), float(logs[-1])


def shares(scores: Floats) -> Floats:
    """Row by row the exponentials, together 1; overwrites `scores`."""
    scores -= scores.max(axis=1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=1, keepdims=True)
    return scores


def _factor(among: NDArray[np.float64]) -> NDArray[np.float64]:
    for jitter in JITTERS:
        with suppress(np.linalg.LinAlgError):
            return np.linalg.cholesky(among + jitter * np.eye(len(among))).astype(np.float64)
    raise ValueError("these similarities are no kernel")
