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

    def __init__(self, inverse: Floats, targets: Floats) -> None:
        self.inverse: Floats | None = inverse
        self.pull: Floats = inverse @ targets

    @staticmethod
    def fits(rows: int, faqs: int) -> bool:
        return rows <= MOST_ROWS and faqs <= MOST_FAQS

    @classmethod
    def fit(cls, alike: Floats, owner: Ints, faqs: int) -> Self:
        """From the similarity of each row to each, and the FAQ that each row belongs to (negative: none)."""
        kernel = (alike + alike.T) / 2
        kernel[np.diag_indices_from(kernel)] += RIDGE
        targets = (owner[:, None] == np.arange(faqs)).astype(np.float32)
        return cls(np.linalg.inv(kernel).astype(np.float32), targets)

    def forget_inverse(self) -> None:
        """Give back the memory that only `scores(…, without)` needs."""
        self.inverse = None

    def scores(self, alike: Floats, without: Ints | None) -> Floats:
        """One score per FAQ, about 0 (no) to 1 (yes), from the similarity to each row."""
        if without is None or not len(without):
            return alike @ self.pull
        if self.inverse is None:
            raise RuntimeError("the inverse was given back: fit again to leave rows out")
        block = self.inverse[np.ix_(without, without)]
        correction = np.linalg.solve(block, self.pull[without])
        kept = alike.copy()
        kept[without] = 0
        scores: Floats = kept @ self.pull - (kept @ self.inverse[:, without]) @ correction
        return scores
