"""Which FAQ answers a question, and how sure that is: one engine for bot, help centre and desk.

Pure: no Django. Building and asking are plain computing; call them from a thread, never on the event loop.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from kb.calibration import NEAR_ZERO, UNBENT, Correction, corrected, described, probability, signs
from kb.encoder import Encoder, installed, load
from kb.evidence import Base, Faq
from kb.marks import key_of, prints
from kb.ranking import beliefs, shipped
from kb.revising import revised
from kb.spelling import Speller
from kb.stored import Label, Shelf
from kb.words import normalise

MOST = 5  # candidates in one answer
VAGUE = 0.6  # how sure one can be of what somebody means by one word that several FAQs use
TIE = 5  # decimals of belief that count; past them it is rounding, and the lower id goes first

Hit = tuple[str, float]


def make(encoder: bool | None = None, shelf: Shelf | None = None) -> "Matcher":
    """A fresh, empty matcher.

    `encoder` chooses the sentence-encoder extra: None where installed, False never, True needs it and raises
    ImportError without it. `shelf` is where built bases are kept; None keeps none.
    """
    wanted = installed() if encoder is None else encoder
    return Matcher(load() if wanted else None, shelf)


@dataclass(frozen=True, slots=True)
class _Built:
    """One base and what was learnt about it; swapped as a whole under running questions."""

    base: Base
    speller: Speller
    key: str = ""  # under which it stands on the shelf; "" where it doesn't
    correction: Correction = UNBENT
    labels: tuple[tuple[float, bool], ...] = ()

    def hits(self, question: str, correction: Correction) -> list[Hit]:
        evidence = self.base.look(self.speller.mend(question))
        if evidence is None:
            return []
        weights = shipped(evidence.kind)
        shares, nobody = beliefs(evidence, weights)
        seen = signs(evidence, shares, nobody, faqs=len(self.base.ids), phrasings=self.base.phrasings)
        right = float(described(seen, weights.centre, weights.spread) @ weights.calibration)
        sure = correction.apply(probability(right))
        sure = min(sure, VAGUE) if evidence.vague else sure
        order = sorted(
            range(len(shares)), key=lambda place: (-round(float(shares[place]), TIE), evidence.faqs[place])
        )[:MOST]
        left = (1 - sure) / max(1 - float(shares[order[0]]), NEAR_ZERO)
        names = [self.base.ids[evidence.faqs[place]] for place in order]
        return [
            (names[0], sure),
            *_others(names[1:], [float(shares[place]) * left for place in order[1:]], sure),
        ]


class Matcher:
    """Answers from one base. `answer` may run in several threads, also during `build` and `learn`.

    With a `shelf`, `build` takes a base from there that was built before from the same FAQs, and leaves new ones there.
    """

    def __init__(self, encoder: Encoder | None = None, shelf: Shelf | None = None) -> None:
        self._encoder = encoder
        self._shelf = shelf
        self._built: _Built | None = None
        self._prints: dict[str, bytes] = {}
        self._changing = Lock()

    def build(self, faqs: Sequence[Faq]) -> None:
        """Replace the base and forget all labels.

        Raises ValueError, naming the id, for an empty base, a FAQ without a question, or an (id, lang) given
        twice; the old base then stays.
        """
        _check(faqs)
        built = (
            self._from_shelf(faqs)
            if self._shelf
            else _Built(Base(faqs, encoder=self._encoder), Speller.of(questions_of(faqs)))
        )
        built.base.forget_grams()
        with self._changing:
            self._built, self._prints = built, prints(faqs)

    def _from_shelf(self, faqs: Sequence[Faq]) -> _Built:
        assert self._shelf is not None
        key = key_of(faqs, encoded=self._encoder is not None)
        base = self._shelf.get(key, self._encoder)
        if base is None:
            base = Base(faqs, encoder=self._encoder)
            self._shelf.put(key, base)
            base = (
                self._shelf.get(key, self._encoder) or base
            )  # read, it lies closer together than it was built
        return _Built(base, Speller.of(questions_of(faqs)), key)

    def revised(self, faqs: Sequence[Faq]) -> "Matcher | None":
        """Another matcher that knows `faqs`, quickly, with what was learnt; None where too much is different.

        It answers nearly as a built one would: what has changed counts by words alone until the next `build`. Raises
        as `build` does.
        """
        built, marks = self._ready(), prints(faqs)
        different = {name for name in marks if marks[name] != self._prints.get(name)}
        _check([faq for faq in faqs if faq["id"] in different] or faqs[:1])
        changed: dict[str, list[Faq]] = {name: [] for name in sorted(different)}
        for faq in faqs:
            if faq["id"] in changed:
                changed[faq["id"]].append(faq)
        base = revised(built.base, changed, sorted(self._prints.keys() - marks.keys()))
        if base is None:
            return None
        speller = built.speller.and_of(questions_of([faq for some in changed.values() for faq in some]))
        other = Matcher(self._encoder, self._shelf)
        other._built, other._prints = replace(built, base=base, speller=speller, key=""), marks
        return other

    def answer(self, query: str) -> list[Hit]:
        """Up to 5 different FAQs, each with the probability that it is the right one, most likely first.

        The probabilities sum to at most 1. Empty when nothing in the base shares a feature with the question.
        Raises RuntimeError before the first `build`.
        """
        built = self._ready()
        question = normalise(query)
        return built.hits(question, built.correction) if question else []

    def learn(self, labels: Sequence[Label]) -> None:
        """Bend the probabilities towards real questions and their true FAQ (None: not in the base).

        Adds to what was learnt since `build`. Raises ValueError for an unknown FAQ, with nothing learnt, and
        RuntimeError before the first `build`.
        """
        with self._changing:
            built = self._ready()
            for _, faq in labels:
                if faq is not None and faq not in self._prints:
                    raise ValueError(f"{faq!r} is not a FAQ of this base: nothing was learnt")
            judged = built.labels + self._judged(built, labels)
            self._built = replace(built, labels=judged, correction=corrected(judged))

    def _judged(self, built: _Built, labels: Sequence[Label]) -> tuple[tuple[float, bool], ...]:
        """What the base says to each question, and whether that is right; from the shelf where it was asked before."""
        if self._shelf is None or not built.key or not labels:
            return tuple(_judged(built, labels))
        known = self._shelf.judged(built.key, labels)
        if known is None:
            known = tuple(_judged(built, labels))
            self._shelf.put_judged(built.key, labels, known)
        return known

    def _ready(self) -> _Built:
        if self._built is None:
            raise RuntimeError("the matcher has no base yet: call build() first")
        return self._built


def questions_of(faqs: Sequence[Faq]) -> list[str]:
    return [normalise(question) for faq in faqs for question in faq["questions"]]


def _others(names: Sequence[str], shares: Sequence[float], sure: float) -> Iterator[Hit]:
    """The rest of the answer: never above what stands before it, never past a sum of 1."""
    before, left = sure, 1 - sure
    for name, share in zip(names, shares, strict=True):
        before = min(before, share, left)
        left -= before
        yield name, before


def _judged(built: _Built, labels: Sequence[Label]) -> Iterator[tuple[float, bool]]:
    for query, faq in labels:
        question = normalise(query)
        if question and (hits := built.hits(question, UNBENT)):
            yield hits[0][1], hits[0][0] == faq


def _check(faqs: Sequence[Faq]) -> None:
    if not faqs:
        raise ValueError("the base is empty: give at least one FAQ with a question")
    seen: set[tuple[str, str]] = set()
    for faq in faqs:
        name, lang = faq["id"], faq["lang"]
        if not any(normalise(question) for question in faq["questions"]):
            raise ValueError(f"FAQ {name!r} ({lang}) has no question: give it at least one with words in it")
        if (name, lang) in seen:
            raise ValueError(f"FAQ {name!r} is there twice in {lang!r}: join the two")
        seen.add((name, lang))
