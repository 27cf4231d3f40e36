"""The development sets as bases with questions: which FAQ is right is known, None where no FAQ is."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.fit import QUESTIONS
from kb.episodes import Labelled, as_faqs, demo_faqs, read_lines
from kb.evidence import Faq
from tests.demo_queries import demo_queries

Asked = list[tuple[str, str | None]]
NOBODY = "None"  # label of what is out of scope in nlu_eval


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A base, the questions to judge it by, and questions on which one threshold may be chosen."""

    name: str
    faqs: list[Faq]
    asked: Asked
    valid: Asked


def question_sets(data: Path) -> Iterator[QuestionSet]:
    """Every development set of the folder, smallest first."""
    for name in ("AskUbuntu", "WebApplications", "Chatbot"):
        yield _table(name, data / "nlu_eval" / f"{name}.tsv")
    bank, clinc = data / "banking77", data / "clinc150"
    yield QuestionSet(
        "banking77 10-shot", _base(bank / "train_10"), _asked(bank / "test"), _asked(bank / "valid")
    )
    strange = _outside(clinc / "oos" / "test")
    yield QuestionSet(
        "clinc150 10-shot",
        _base(clinc / "train_10"),
        _asked(clinc / "test") + strange,
        _asked(clinc / "valid") + _outside(clinc / "oos" / "valid"),
    )
    for kind in ("id-oos", "ood-oos"):
        yield QuestionSet(
            f"banking77-oos {kind}",
            _base(bank / "oos" / "train"),
            _asked(bank / "oos" / "test") + _outside(bank / "oos" / kind / "test"),
            _asked(bank / "oos" / "valid") + _outside(bank / "oos" / kind / "valid"),
        )
    whole = _joined(read_lines(bank / "train"), read_lines(bank / "valid"))
    known = {question for questions in whole.values() for question in questions}
    fresh = [pair for pair in _asked(bank / "test") if pair[0] not in known]
    yield QuestionSet("banking77 full", as_faqs(whole), fresh, [])


def regression_sets() -> Iterator[QuestionSet]:
    """The demo base with the questions written beside it, by language; turns, which need a dialogue, are left out."""
    asked = json.loads(QUESTIONS.read_text(encoding="utf-8"))
    for lang in ("zh", "en"):
        pairs = [(one["q"], one["faq"]) for one in asked if one["lang"] == lang]
        yield QuestionSet(f"demo {lang}", demo_faqs(), pairs, [])
        alone = [query for query in demo_queries(held=False) if query.lang == lang and not query.after]
        yield QuestionSet(f"demo {lang} queries", demo_faqs(), [(query.q, query.faq) for query in alone], [])


def _base(folder: Path) -> list[Faq]:
    return as_faqs(read_lines(folder))


def _asked(folder: Path) -> Asked:
    return [(question, intent) for intent, questions in read_lines(folder).items() for question in questions]


def _outside(folder: Path) -> Asked:
    return [(question, None) for question, _ in _asked(folder)]


def _joined(*parts: Labelled) -> Labelled:
    names = dict.fromkeys(name for part in parts for name in part)
    return {name: _unlike(question for part in parts for question in part.get(name, ())) for name in names}


def _unlike(questions: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(questions))


def _table(name: str, path: Path) -> QuestionSet:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    taught: dict[str, list[str]] = {}
    for row in rows:
        if row["split"] == "train" and row["intent"] != NOBODY:
            taught.setdefault(row["intent"], []).append(row["text"])
    asked = [
        (row["text"], None if row["intent"] == NOBODY else row["intent"])
        for row in rows
        if row["split"] == "test"
    ]
    return QuestionSet(name, as_faqs(taught), asked, [])
