"""What speaks for each FAQ as the answer to a question: the built base and its features. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict

import numpy as np
from rapidfuzz import fuzz

from kb.background import sentences
from kb.bayes import Bayes
from kb.classifier import Classifier, landmarks
from kb.encoder import Encoder
from kb.index import Field, Floats, Ints
from kb.likeness import Alike, Likeness
from kb.words import LONGEST, Grams, denies, grams, has_han, normalise, numbers

ROWS = 200  # nearest phrasings that are looked at
FAQS = 10  # best FAQs that are compared closely
LONE_HAN, SEVERAL = 3, 3  # a lone word has so many Chinese characters at most; so many FAQs use it
CLOSE = 3  # of the best FAQs; where one of them is newer than the opinions, these don't count
TRIED = 200  # rows that the tightness of a base is measured on
UNKNOWN_TIGHTNESS = 0.25  # where each FAQ has one phrasing only
OPINION, HELD, SHARE, SECOND = 3, 4, 6, 7  # columns of the features that others need to know
NOBODY = -1  # owner of a background sentence
UNHEARD = -8.0  # logarithm of a share too small to matter, and of every share where there is no classifier


class Faq(TypedDict):
    """One FAQ in one language; zh and en of the same FAQ share the id."""

    id: str
    questions: Sequence[str]
    answer: str
    lang: str


Kind = Literal[
    "learned", "unlearned", "learned_encoder", "unlearned_encoder"
]  # with the classifier, with the extra


@dataclass(frozen=True, slots=True)
class Evidence:
    """The candidates: `features` has a row for each FAQ, `doubts` speak for "none of them"."""

    faqs: Ints
    features: Floats
    doubts: Floats
    kind: Kind  # which weights apply
    vague: bool = False  # a lone word that several FAQs use and none has as its whole question


class Base:
    """A firm's phrasings and, among them, everyday sentences; ready to be asked, never changed."""

    def __init__(
        self, faqs: Sequence[Faq], *, everyday: Sequence[str] | None = None, encoder: Encoder | None = None
    ) -> None:
        self.ids, owners, texts = _rows(faqs)
        strange = [normalise(sentence) for sentence in (sentences() if everyday is None else everyday)]
        self.phrasings = len(texts)
        self.everyday = slice(len(texts), len(texts) + len(strange))
        self.texts = texts + strange
        self.owner = np.asarray(owners + [NOBODY] * len(strange), np.int32)
        cut = [grams(text) for text in self.texts]
        self.encoded = encoder is not None
        self.likeness = Likeness.of_texts(self.texts, cut, encoder)
        self.said = answers_of(faqs, self.ids)
        self.answers = Field([grams(text).words for text in self.said])
        self.speaker = np.arange(len(self.ids), dtype=np.int32)  # of each row of `answers`
        self.fresh = np.zeros(len(self.ids), bool)  # FAQs that have changed since the opinions were fitted
        self.tightness = self._tightness(cut)
        self.landmarks = landmarks(self.owner)
        self.classifier: Classifier | None = None
        self.bayes: Bayes | None = None
        if Classifier.fits(len(cut), len(self.ids)):
            self._fit([cut[row] for row in self.landmarks])

    def forget_grams(self) -> None:
        """Give up what only storing needs."""
        for field in (*self.likeness.all_fields, self.answers):
            field.forget_grams()

    def _fit(self, cut: Sequence[Grams]) -> None:
        """The two opinions over all FAQs; `cut` are the grams of the landmarks."""
        alike = self.likeness.among(self.landmarks, cut)
        among: Floats = alike[:, self.landmarks]
        among = np.float32(0.5) * (among + among.T)
        self.classifier = Classifier.fit(alike.T, among, self.owner, len(self.ids))
        self.bayes = Bayes.fit(self.likeness.fields, self.owner, len(self.ids))

    def look(self, question: str) -> Evidence | None:
        """The evidence for a normalised question; None when nothing of the base shares a feature with it."""
        cut = grams(question)
        alike = self.likeness.of(question, cut)
        near = _nearest(alike.together * (self.owner != NOBODY))
        if not len(near):
            return None
        everyday = float(alike.together[self.everyday].max(initial=0))
        faqs, best, mean = _by_faq(self.owner[near], alike.together[near])
        heard = self.classifier is not None and not self.fresh[faqs[:CLOSE]].any()
        opinion, second, nobody = self._opinions(alike, faqs) if heard else _unheard(len(faqs))
        chosen = np.argsort(-(best + mean + opinion / 4 + second / 8), kind="stable")[:FAQS]
        faqs, best, mean = faqs[chosen], best[chosen], mean[chosen]
        opinion, second = opinion[chosen], second[chosen]
        closest = [int(near[np.argmax(self.owner[near] == faq)]) for faq in faqs]
        spelling = np.asarray([self._spelling(question, cut, row) for row in closest], np.float32)
        said = np.zeros(len(self.ids) + 1, np.float32)
        said[self.speaker] = self.answers.cosines(self.answers.see(cut.words))
        columns = (
            best,
            mean,
            alike.by_word[closest],
            opinion,
            self._held(cut, faqs),
            alike.by_idea[closest],
            np.exp(opinion),
            second,
            alike.by_meaning[closest],
            said[faqs],
            spelling,
        )
        features = np.column_stack(columns).astype(np.float32)
        doubts = (
            1.0,
            everyday,
            alike.known,
            1 / (1 + len(cut.words)),
            float(best.max()),
            self.tightness,
            float(has_han(question)),
            float(opinion.max()),
            max(nobody, UNHEARD),
        )
        vague = not any(question == self.texts[row] for row in closest) and self._is_vague(question, cut)
        kind = _kind(heard, self.encoded)
        return Evidence(faqs, features, np.asarray(doubts, np.float32), kind, vague)

    def _is_vague(self, question: str, cut: Grams) -> bool:
        """Whether the question is one word, and that of several FAQs: nobody could tell which is meant."""
        if " " in question or len(question) > (LONE_HAN if has_han(question) else LONGEST):
            return False
        rows = [self.likeness.words.rows_with(term) for term in set(cut.terms)]
        users = [set(self.owner[row].tolist()) - {NOBODY} for row in rows]
        return bool(users) and len(set.intersection(*users)) >= SEVERAL

    def _opinions(self, alike: Alike, faqs: Ints) -> tuple[Floats, Floats, float]:
        """What the classifier and naive Bayes think of these FAQs, and how likely the first holds none to be right."""
        assert self.classifier is not None
        assert self.bayes is not None
        first, nobody = self.classifier.opinion(alike.together[self.landmarks])
        both = np.full((2, len(self.ids)), UNHEARD, np.float32)
        both[0, : len(first)] = first
        both[1, : len(first)] = self.bayes.opinion(alike.seen)
        opinion, second = both[:, faqs].clip(UNHEARD)
        return opinion, second, nobody

    def _held(self, cut: Grams, faqs: Ints) -> Floats:
        """For each FAQ the share of the question's terms, by idf, that its phrasings or answer hold."""
        terms = sorted(set(cut.terms))
        weights = np.asarray([self.likeness.words.weight(term) for term in terms], np.float32)
        held = np.zeros((len(terms), len(self.ids) + 1), bool)  # the last column takes the everyday sentences
        for place, term in enumerate(terms):
            held[place, self.owner[self.likeness.words.rows_with(term)]] = True
            held[place, self.speaker[self.answers.rows_with(term)]] = True
        share: Floats = weights @ held[:, faqs] / max(float(weights.sum()), 1e-9)
        return share

    def _tightness(self, cut: Sequence[Grams]) -> float:
        """How much the phrasings of one FAQ have in common: mean cosine to the nearest sibling, on some rows."""
        nearest: list[float] = []
        for row in range(0, self.phrasings, max(1, self.phrasings // TRIED)):
            together = self.likeness.of_row(row, cut[row]).together
            siblings = self.owner == self.owner[row]
            siblings[row] = False
            nearest.extend([float(together[siblings].max())] if siblings.any() else [])
        return float(np.mean(nearest)) if nearest else UNKNOWN_TIGHTNESS

    def _spelling(self, question: str, cut: Grams, row: int) -> tuple[float, ...]:
        """How alike the question and one phrasing are spelt, and whether their numbers or their "not" disagree."""
        text = self.texts[row]
        theirs = numbers(text)
        return (
            fuzz.ratio(question, text) / 100,
            fuzz.token_set_ratio(question, text) / 100,
            fuzz.token_sort_ratio(question, text) / 100,
            fuzz.partial_ratio(question, text) / 100,
            float(question == text),
            float(bool(cut.numbers and theirs) and cut.numbers.isdisjoint(theirs)),
            float(denies(question) != denies(text)),
        )


def _unheard(faqs: int) -> tuple[Floats, Floats, float]:
    """No opinion at all: what a base too large for it says, too."""
    silent = np.full(faqs, UNHEARD, np.float32)
    return silent, silent, UNHEARD


def _kind(learned: bool, encoded: bool) -> Kind:
    if encoded:
        return "learned_encoder" if learned else "unlearned_encoder"
    return "learned" if learned else "unlearned"


def _rows(faqs: Sequence[Faq]) -> tuple[list[str], list[int], list[str]]:
    """The ids, and each phrasing's owner and normalised text; the order of `faqs` doesn't matter."""
    ids = sorted({faq["id"] for faq in faqs})
    number: Mapping[str, int] = {name: place for place, name in enumerate(ids)}
    pairs = {(number[faq["id"]], normalise(question)) for faq in faqs for question in faq["questions"]}
    ordered = sorted(pair for pair in pairs if pair[1])
    return ids, [owner for owner, _ in ordered], [text for _, text in ordered]


def answers_of(faqs: Sequence[Faq], ids: Sequence[str]) -> list[str]:
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
