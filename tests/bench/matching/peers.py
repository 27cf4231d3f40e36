"""What ours is compared with: the newcomer's rapidfuzz, and BM25 as a search engine would rank."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from rapidfuzz import fuzz, process

from kb.evidence import Faq
from kb.matching import Hit
from kb.words import grams, normalise

CLOSEST = 50  # phrasings looked at
MOST = 5
K1, B = 1.2, 0.75


class Fuzzy:
    """`process.extract` with WRatio over all phrasings; its score of 0–100 taken as a confidence."""

    def build(self, faqs: Sequence[Faq]) -> None:
        self._owners = [faq["id"] for faq in faqs for _ in faq["questions"]]
        self._texts = [question for faq in faqs for question in faq["questions"]]

    def answer(self, query: str) -> list[Hit]:
        found = process.extract(query, self._texts, scorer=fuzz.WRatio, limit=CLOSEST)
        return _best((self._owners[row], score / 100) for _, score, row in found)


class Ranked:
    """Okapi BM25 (Robertson & Zaragoza 2009) over words and Han pairs; the share of the best possible score is its confidence."""

    def build(self, faqs: Sequence[Faq]) -> None:
        self._owners = [faq["id"] for faq in faqs for _ in faq["questions"]]
        texts = [self._cut(question) for faq in faqs for question in faq["questions"]]
        lengths = np.asarray([len(text) for text in texts], np.float64)
        self._postings: dict[str, list[tuple[int, int]]] = {}
        for row, text in enumerate(texts):
            for word, count in Counter(text).items():
                self._postings.setdefault(word, []).append((row, count))
        self._idf = {
            word: math.log(1 + (len(texts) - len(rows) + 0.5) / (len(rows) + 0.5))
            for word, rows in self._postings.items()
        }
        self._norm = K1 * (1 - B + B * lengths / lengths.mean())

    def answer(self, query: str) -> list[Hit]:
        scores = np.zeros(len(self._owners))
        best_possible = 0.0
        for word in set(self._cut(query)):
            best_possible += self._idf.get(word, math.log(1 + 2 * len(self._owners))) * (K1 + 1)
            for row, count in self._postings.get(word, ()):
                scores[row] += self._idf[word] * count * (K1 + 1) / (count + self._norm[row])
        rows = np.argsort(-scores, kind="stable")[:CLOSEST]
        shares = scores / max(best_possible, 1e-9)
        return _best((self._owners[row], min(1.0, float(shares[row]))) for row in rows if scores[row] > 0)

    @staticmethod
    def _cut(text: str) -> tuple[str, ...]:
        return grams(normalise(text)).terms


def _best(scored: Iterable[Hit]) -> list[Hit]:
    """The best score of each FAQ, at most five, best first."""
    best: dict[str, float] = {}
    for name, score in scored:
        best[name] = max(best.get(name, 0.0), score)
    return sorted(best.items(), key=lambda hit: -hit[1])[:MOST]
