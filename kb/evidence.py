"""What speaks for each FAQ as the answer to a question: the built base and its features. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np
from rapidfuzz import fuzz

from kb.background import sentences
from kb.classifier import Classifier
from kb.index import Field, Floats, Ints
from kb.words import Grams, grams, has_han, normalise

ROWS = 200  # nearest phrasings that are looked at
FAQS = 10  # best FAQs that are compared closely
TRIED = 200  # rows that the tightness of a base is measured on
UNKNOWN_TIGHTNESS = 0.25  # where each FAQ has one phrasing only
OPINION, HELD = 3, 4  # columns of the features that others need to know
NOBODY = -1  # owner of a background sentence


class Faq(TypedDict):
    """One FAQ in one language; zh and en of the same FAQ share the id."""

    id: str
    questions: Sequence[str]
    answer: str
    lang: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The candidates: `features` has a row for each FAQ, `doubts` speak for "none of them"."""

    faqs: Ints
    features: Floats
    doubts: Floats
    learned: bool  # whether the classifier took part; without it other weights apply


class Base:
    """A firm's phrasings and, among them, everyday sentences; ready to be asked, never changed."""

    def __init__(self, faqs: Sequence[Faq], *, for_fitting: bool = False) -> None:
        self.ids, owners, texts = _rows(faqs)
        everyday = [normalise(sentence) for sentence in sentences()]
        self.phrasings = len(texts)
        self.texts = texts + everyday
        self.owner = np.asarray(owners + [NOBODY] * len(everyday), np.int32)
        cut = [grams(text) for text in self.texts]
        self.numbers = [cut_text.numbers for cut_text in cut]
        self.words = Field([cut_text.words for cut_text in cut])
        self.chars = Field([cut_text.chars for cut_text in cut])
        self.answers = Field([grams(text).words for text in _answers(faqs, self.ids)])
        self.tightness = self._tightness(cut)
        self.classifier: Classifier | None = None
        if Classifier.fits(len(cut), len(self.ids)):
            alike = np.empty((len(cut), len(cut)), np.float32)
            for row, text in enumerate(cut):
                alike[row] = self.similarities(text)[1]
            self.classifier = Classifier.fit(alike, self.owner, len(self.ids), keep=for_fitting)

    def similarities(self, cut: Grams) -> tuple[Floats, Floats, float]:
        """To each row the cosine of words, and of words and characters; the known share of the text."""
        words, chars = self.words.see(cut.words), self.chars.see(cut.chars)
        by_word = self.words.cosines(words)
        both = np.float32(0.5) * (by_word + self.chars.cosines(chars))
        return by_word, both, (words.known + chars.known) / 2

    def look(self, question: str, without: Ints | None = None) -> Evidence | None:
        """The evidence for a normalised question; None when nothing of the base shares a feature with it.

        `without` names rows to be treated as if they were not there, for honest fitting.
        """
        cut = grams(question)
        by_word, both, known = self.similarities(cut)
        if without is not None:
            by_word[without] = both[without] = 0
        everyday = float(both[self.phrasings :].max(initial=0))
        near = _nearest(both[: self.phrasings])
        if not len(near):
            return None
        taught = self.classifier.scores(both, without) if self.classifier else None
        faqs, best, mean = _by_faq(self.owner[near], both[near])
        opinion = taught[faqs] if taught is not None else np.zeros(len(faqs), np.float32)
        chosen = np.argsort(-(best + mean + 2 * opinion), kind="stable")[:FAQS]
        faqs, best, mean, opinion = faqs[chosen], best[chosen], mean[chosen], opinion[chosen]
        closest = [int(near[np.argmax(self.owner[near] == faq)]) for faq in faqs]
        spelling = np.asarray([self._spelling(question, cut, row) for row in closest], np.float32)
        said = self.answers.cosines(self.answers.see(cut.words))[faqs]
        held = self._held(cut, faqs)
        columns = (best, mean, by_word[closest], opinion, held, said, spelling)
        features = np.column_stack(columns).astype(np.float32)
        doubts = (
            1.0,
            everyday,
            known,
            1 / (1 + len(cut.words)),
            float(best.max()),
            self.tightness,
            float(has_han(question)),
            float(opinion.max()),
        )
        return Evidence(faqs, features, np.asarray(doubts, np.float32), taught is not None)

    def _held(self, cut: Grams, faqs: Ints) -> Floats:
        """For each FAQ the share of the question's terms, by idf, that its phrasings or answer hold."""
        terms = sorted(set(cut.terms))
        weights = np.asarray([self.words.weight(term) for term in terms], np.float32)
        held = np.zeros((len(terms), len(self.ids) + 1), bool)  # the last column takes the everyday sentences
        for place, term in enumerate(terms):
            held[place, self.owner[self.words.rows_with(term)]] = True
            held[place, self.answers.rows_with(term)] = True
        share: Floats = weights @ held[:, faqs] / max(float(weights.sum()), 1e-9)
        return share

    def _tightness(self, cut: Sequence[Grams]) -> float:
        """How much the phrasings of one FAQ have in common: mean cosine to the nearest sibling, on some rows."""
        nearest: list[float] = []
        for row in range(0, self.phrasings, max(1, self.phrasings // TRIED)):
            both = self.similarities(cut[row])[1]
            siblings = self.owner == self.owner[row]
            siblings[row] = False
            nearest.extend([float(both[siblings].max())] if siblings.any() else [])
        return float(np.mean(nearest)) if nearest else UNKNOWN_TIGHTNESS

    def _spelling(self, question: str, cut: Grams, row: int) -> tuple[float, ...]:
        """How alike the question and one phrasing are spelt, and whether their numbers disagree."""
        text = self.texts[row]
        return (
            fuzz.ratio(question, text) / 100,
            fuzz.token_set_ratio(question, text) / 100,
            fuzz.partial_ratio(question, text) / 100,
            float(question == text),
            float(bool(cut.numbers and self.numbers[row]) and cut.numbers.isdisjoint(self.numbers[row])),
        )


def _rows(faqs: Sequence[Faq]) -> tuple[list[str], list[int], list[str]]:
    """The ids, and each phrasing's owner and normalised text; the order of `faqs` doesn't matter."""
    ids = sorted({faq["id"] for faq in faqs})
    number: Mapping[str, int] = {name: place for place, name in enumerate(ids)}
    pairs = {(number[faq["id"]], normalise(question)) for faq in faqs for question in faq["questions"]}
    ordered = sorted(pair for pair in pairs if pair[1])
    return ids, [owner for owner, _ in ordered], [text for _, text in ordered]


def _answers(faqs: Sequence[Faq], ids: Sequence[str]) -> list[str]:
    """The answer of each FAQ in all its languages, which often holds words that no phrasing has."""
    texts: dict[str, list[str]] = {name: [] for name in ids}
    for faq in faqs:
        texts[faq["id"]].append(faq["answer"])
    return [normalise(" ".join(sorted(parts))) for parts in texts.values()]


def _nearest(both: Floats) -> Ints:
    """The rows with most in common, most first; equal ones in the order of the rows."""
    rows = np.flatnonzero(both)
    if len(rows) > ROWS:
        least = np.partition(both[rows], -ROWS)[-ROWS]
        rows = rows[both[rows] >= least]
    return rows[np.argsort(-both[rows], kind="stable")][:ROWS].astype(np.int32)


def _by_faq(owners: Ints, similarity: Floats) -> tuple[Ints, Floats, Floats]:
    """FAQs in the order of their best row, with the best and the mean of the three best similarities."""
    faqs, first, group = np.unique(owners, return_index=True, return_inverse=True)
    order = np.argsort(group, kind="stable")
    sizes = np.bincount(group)
    place = np.arange(len(order)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    top = order[place < 3]
    mean = np.bincount(group[top], similarity[top], minlength=len(faqs)) / 3
    back = np.argsort(first)
    return faqs[back], similarity[first][back], mean[back].astype(np.float32)
