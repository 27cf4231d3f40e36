"""A second opinion that costs little at any size: which FAQ would most likely use these grams. Pure."""

from collections.abc import Sequence

import numpy as np

from kb.index import Field, Floats, Ints, Seen

SMOOTHING = 0.03
MOST_CELLS = 20_000_000  # grams times FAQs: 80 MB


class Bayes:
    """Multinomial naive Bayes on TF-IDF weights (Rennie et al. 2003), all FAQs equally likely at first."""

    def __init__(self, fields: Sequence[Field], owner: Ints, owners: int) -> None:
        held = [field.held_by(owner, owners) for field in fields]
        total = sum(part.sum(axis=0) for part in held) + SMOOTHING * sum(map(len, held))
        for part in held:  # in place: for many FAQs each is tens of megabytes
            part += SMOOTHING
            part /= total
            np.log(part, out=part)
        self.logs = held

    @staticmethod
    def fits(fields: Sequence[Field], owners: int) -> bool:
        return owners * sum(len(field.idf) for field in fields) <= MOST_CELLS

    def opinion(self, seen: Sequence[Seen]) -> Floats:
        """The logarithm of each FAQ's share of belief, from the question as each field sees it."""
        scores = sum(one.weights @ logs[one.grams] for one, logs in zip(seen, self.logs, strict=True))
        scores = np.asarray(scores, np.float32)
        scores -= scores.max()
        opinion: Floats = scores - np.log(np.exp(scores).sum())
        return opinion
