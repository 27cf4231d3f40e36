"""Practice for fitting: small bases cut from labelled questions, asked with what they know and what they don't.

Not imported by the serving process. Reads training parts only; the test parts of the development sets are for judging.
"""

import csv
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.background import sentences
from kb.demobase import FOLDER, demo_base
from kb.encoder import Encoder
from kb.evidence import Base, Evidence, Faq
from kb.words import grams, normalise

WEIGHT = 3  # the demo base is the only Chinese one, so it counts more often
PRACTICE = FOLDER.with_name("practice.tsv")  # FAQ, tab, question; written apart from the held-out questions
NOWHERE = "-"  # in place of the FAQ: no FAQ answers it
VAGUE, SEVERAL = 30, 3  # lone words that are asked, of those that so many FAQs use
EVERYDAY = 8  # every so many everyday sentences are asked
ASKED = 150  # questions to one base that it knows
BEGINNINGS = ((2, 1), (3, 1), (5, 1), (8, 1), (12, 1), (4, 2))  # a firm's first day
NEAR, FAR = 80, 40  # questions that it can't know: from its own trade, from elsewhere


@dataclass(frozen=True, slots=True)
class Sample:
    """One question to one base: its evidence, and the FAQ that is right (None: none of them)."""

    evidence: Evidence
    right: int | None
    faqs: int
    phrasings: int


Labelled = Mapping[str, Sequence[str]]  # questions by intent


def demo_faqs() -> list[Faq]:
    """The demo base in the form that the matcher builds from."""
    return [
        Faq(id=faq["id"], lang=lang, answer=part["answer"], questions=[part["question"], *part["similar"]])
        for faq in demo_base()
        for lang in ("zh", "en")
        if (part := faq[lang])
    ]


def read_lines(folder: Path) -> Labelled:
    """A set of one question a line (`seq.in`) beside one intent a line (`label`)."""
    questions = (folder / "seq.in").read_text(encoding="utf-8").splitlines()
    labels = (folder / "label").read_text(encoding="utf-8").splitlines()
    return _grouped(zip(questions, labels, strict=True))


def read_table(path: Path, split: str) -> Labelled:
    """One split of a tab-separated table of text, intent and split."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return _grouped((row["text"], row["intent"]) for row in rows if row["split"] == split)


def _grouped(pairs: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for question, intent in pairs:
        grouped.setdefault(intent, []).append(question)
    return grouped


def as_faqs(labelled: Labelled) -> list[Faq]:
    return [Faq(id=intent, lang="en", answer="", questions=asked) for intent, asked in labelled.items()]


def practice(
    labelled: Labelled,
    far: Sequence[str],
    *,
    intents: int,
    shots: int,
    seed: int,
    encoder: Encoder | None = None,
) -> Iterator[Sample]:
    """Samples of one random base of so many intents and questions each; the rest is asked."""
    chance = random.Random(seed)  # noqa: S311  (drawing samples)
    names = chance.sample(sorted(labelled), min(intents, len(labelled)))
    mixed = {name: chance.sample(list(labelled[name]), len(labelled[name])) for name in names}
    base = Base(as_faqs({name: questions[:shots] for name, questions in mixed.items()}), encoder=encoder)
    known = [(question, name) for name, questions in mixed.items() for question in questions[shots:]]
    near = [question for name, questions in labelled.items() if name not in mixed for question in questions]
    asked: list[tuple[str, str | None]] = [*chance.sample(known, min(ASKED, len(known)))]
    asked += [(question, None) for question in chance.sample(near, min(NEAR, len(near)))]
    asked += [(question, None) for question in chance.sample(list(far), min(FAR, len(far)))]
    asked += [(word, None) for word in chance.sample(_vague(base), min(VAGUE, len(_vague(base))))]
    for question, name in asked:
        if sample := _sample(base, question, base.ids.index(name) if name else None):
            yield sample


def demo_practice(faqs: Sequence[Faq], encoder: Encoder | None = None) -> Iterator[Sample]:
    """The demo base, or a part of it, asked with the practice questions and with some everyday sentences.

    Its own phrasings, left out one by one, would be too hard a test: they were written to share few words.
    """
    everyday = sentences()
    held_out = everyday[::EVERYDAY]
    kept = [sentence for sentence in everyday if sentence not in held_out]
    base = Base(faqs, everyday=kept, encoder=encoder)
    unknown = 0
    for line in PRACTICE.read_text(encoding="utf-8").splitlines():
        name, question = line.split("\t")
        right = base.ids.index(name) if name in base.ids else None
        unknown += right is None
        skipped = right is None and name != NOWHERE and unknown % 3
        if not skipped and (sample := _sample(base, question, right)):
            yield sample
    vague = _vague(base)
    for sentence in [*held_out, *vague[:: max(1, len(vague) // VAGUE)]]:
        if sample := _sample(base, sentence, None):
            yield sample


def _vague(base: Base) -> list[str]:
    """Words that several FAQs use: asked alone, they don't say which one is meant."""
    users: dict[str, set[int]] = {}
    for text, owner in zip(base.texts[: base.phrasings], base.owner.tolist(), strict=False):
        for term in grams(text).terms:
            users.setdefault(term, set()).add(owner)
    return sorted(term for term, owners in users.items() if len(owners) >= SEVERAL)


def _sample(base: Base, question: str, right: int | None) -> Sample | None:
    evidence = base.look(normalise(question))
    return Sample(evidence, right, len(base.ids), base.phrasings) if evidence else None


def development(data: Path, encoder: Encoder | None = None) -> list[list[Sample]]:
    """Samples of many bases cut from the development sets and of the demo base, one list for each base."""
    bank = read_lines(data / "banking77" / "train")
    clinc = read_lines(data / "clinc150" / "train")
    ubuntu = read_table(data / "nlu_eval" / "AskUbuntu.tsv", "train")
    strange = [
        question for asked in read_lines(data / "clinc150" / "oos" / "train").values() for question in asked
    ]
    strange += [
        question
        for asked in read_lines(data / "banking77" / "oos" / "ood-oos" / "valid").values()
        for question in asked
    ]
    plans = [
        (bank, clinc, (10, 3)), (bank, clinc, (20, 5)), (bank, clinc, (40, 5)), (bank, clinc, (60, 10)),
        (bank, clinc, (30, 20)), (bank, clinc, (70, 3)), (bank, clinc, (77, 10)), (bank, clinc, (50, 10)),
        (clinc, bank, (10, 5)), (clinc, bank, (25, 3)), (clinc, bank, (50, 5)), (clinc, bank, (100, 10)),
        (clinc, bank, (140, 5)), (clinc, bank, (60, 20)), (clinc, bank, (150, 10)), (clinc, bank, (80, 5)),
        (ubuntu, bank, (4, 4)), (ubuntu, clinc, (5, 7)), (bank, clinc, (50, 90)), (clinc, bank, (100, 60)),
        *((asked, other, size) for asked, other in ((bank, clinc), (clinc, bank)) for size in BEGINNINGS),
        (bank, clinc, (3, 40)), (clinc, bank, (2, 50)), (bank, clinc, (5, 20)), (clinc, bank, (6, 30)),
        (bank, clinc, (55, 30)), (bank, clinc, (45, 60)), (clinc, bank, (4, 12)), (bank, clinc, (7, 8)),
    ]  # fmt: skip
    lists = []
    for seed, (asked, other, (intents, shots)) in enumerate(plans):
        far = strange + [question for questions in other.values() for question in questions[:2]]
        lists.append(list(practice(asked, far, intents=intents, shots=shots, seed=seed, encoder=encoder)))
    return [*lists, *(list(demo_practice(part, encoder)) for part in demo_parts())]


def demo_parts() -> list[list[Faq]]:
    """The whole demo base, and two halves of it, so that some practice questions have no answer."""
    faqs = demo_faqs()
    return [
        *[faqs] * WEIGHT,
        *([faq for faq in faqs if half == (sum(faq["id"].encode()) % 2)] for half in (0, 1)),
    ]
