"""One linear opinion over all FAQs at once, where the base is small enough for it. Pure."""

from typing import Self

import numpy as np

from kb.index import Floats, Ints

MOST_ROWS = 2_500  # n² memory and n³ time while fitting
MOST_FAQS = 400
RIDGE = 1.0


class Classifier:
    """Kernel ridge regression to one target per FAQ, none for everyday sentences (Rifkin et al. 2003).

    Leaving rows out is exact and needs no second fit (Rifkin & Lippert 2007).
    """

    def __init__(self, pull: Floats, inverse: Floats | None = None) -> None:
        self.pull = pull  # of each row towards each FAQ
        self.inverse = inverse

    @staticmethod
    def fits(rows: int, faqs: int) -> bool:
        return rows <= MOST_ROWS and faqs <= MOST_FAQS

    @classmethod
    def fit(cls, alike: Floats, owner: Ints, faqs: int, *, keep: bool) -> Self:
        """From the similarity of each row to each, and the FAQ that each row belongs to (negative: none).

        `keep` the n² floats that leaving rows out needs.
        """
        kernel: Floats = alike + alike.T
        kernel *= 0.5
        kernel[np.diag_indices_from(kernel)] += RIDGE
        targets = (owner[:, None] == np.arange(faqs)).astype(np.float32)
        if not keep:
            return cls(np.linalg.solve(kernel, targets))
        inverse: Floats = np.linalg.inv(kernel)
        return cls(inverse @ targets, inverse)

    def scores(self, alike: Floats, without: Ints | None) -> Floats:
        """One score per FAQ, about 0 (no) to 1 (yes), from the similarity to each row."""
        if without is None or not len(without):
            return alike @ self.pull
        if self.inverse is None:
            raise RuntimeError("this classifier was fitted without `keep`: it can leave no rows out")
        block = self.inverse[np.ix_(without, without)]
        correction = np.linalg.solve(block, self.pull[without])
        scores: Floats = alike @ self.pull - (alike @ self.inverse[:, without]) @ correction
        return scores
