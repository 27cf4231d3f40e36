"""The demo knowledge base and its held-out questions: complete, varied, and apart from each other."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import rjieba

from kb.demobase import demo_base

ROOT = Path(__file__).parents[2]
FAQS = demo_base()
QUESTIONS: list[dict[str, Any]] = json.loads((ROOT / "kb/demo/questions.json").read_text("utf-8"))
SHARED_AT_MOST = 0.6

Units = Callable[[str], set[str]]


def chinese_words(text: str) -> set[str]:
    return {word for word in rjieba.cut(text) if re.search(r"\w", word)}


def chinese_pairs(text: str) -> set[str]:
    plain = "".join(re.findall(r"\w", text.lower()))
    return {plain[at : at + 2] for at in range(len(plain) - 1)}


def english_words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+(?:['’][a-z]+)?", text.lower()))


def phrasings(faq: dict[str, Any], lang: str) -> list[str]:
    return [faq[lang]["question"], *faq[lang]["similar"]]


def shared(one: set[str], other: set[str]) -> float:
    """The share of the shorter phrasing's units that the other has too: the strictest reading of the rule."""
    return len(one & other) / min(len(one), len(other))


def fragment(text: str, lang: str) -> bool:
    """A word or three, which any longer phrasing about the matter may well hold."""
    return len(plain(text)) <= 4 if lang == "zh" else len(english_words(text)) <= 3


def too_alike(lang: str, units: Units) -> Iterator[tuple[str, str, str]]:
    for faq in FAQS:
        whole = [text for text in phrasings(faq, lang) if not fragment(text, lang)]
        for one, other in combinations(whole, 2):
            if shared(units(one), units(other)) > SHARED_AT_MOST:
                yield faq["id"], one, other


def plain(text: str) -> str:
    return "".join(re.findall(r"\w", text.lower()))


def test_has_200_faqs_with_ids_of_their_own() -> None:
    assert len({faq["id"] for faq in FAQS}) == len(FAQS) == 200


def test_every_category_is_there_and_the_three_topics_are_well_filled() -> None:
    counts = Counter(faq["category"] for faq in FAQS)

    assert set(counts) == {
        "billing", "returns", "tech", "orders", "shipping", "products", "account", "store",
    }  # fmt: skip
    assert min(counts[topic] for topic in ("billing", "returns", "tech")) >= 20


def test_no_category_fills_more_than_40_faqs_of_a_file() -> None:
    assert max(Counter(faq["category"] for faq in FAQS).values()) <= 40


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_faq_has_one_question_and_eight_similar_ones(lang: str) -> None:
    assert {len(faq[lang]["similar"]) for faq in FAQS} == {8}
    assert all(text.strip() == text != "" for faq in FAQS for text in phrasings(faq, lang))


@pytest.mark.parametrize(("lang", "limit"), [("zh", 150), ("en", 300)])
def test_answers_are_short_enough_for_a_bubble(lang: str, limit: int) -> None:
    assert [faq["id"] for faq in FAQS if not 20 <= len(faq[lang]["answer"]) <= limit] == []


@pytest.mark.parametrize(
    ("lang", "units"), [("zh", chinese_words), ("zh", chinese_pairs), ("en", english_words)]
)
def test_phrasings_of_one_faq_share_at_most_60_percent_of_their_words(lang: str, units: Units) -> None:
    assert list(too_alike(lang, units)) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_phrasing_stands_twice(lang: str) -> None:
    times = Counter(plain(text) for faq in FAQS for text in phrasings(faq, lang))

    assert [text for text, n in times.items() if n > 1] == []


def test_held_out_are_30_in_scope_and_20_out_of_scope_per_language() -> None:
    counts = Counter((question["lang"], question["faq"] is not None) for question in QUESTIONS)
    out_of_scope = {("zh", False): 20, ("en", False): 20}

    assert counts == {("zh", True): 30, ("en", True): 30, **out_of_scope}


def test_held_out_questions_name_faqs_that_exist() -> None:
    assert {question["faq"] for question in QUESTIONS} - {None} <= {faq["id"] for faq in FAQS}


def test_held_out_questions_are_not_in_the_base() -> None:
    known = {plain(text) for faq in FAQS for lang in ("zh", "en") for text in phrasings(faq, lang)}

    assert [question["q"] for question in QUESTIONS if plain(question["q"]) in known] == []


def test_each_language_is_in_its_own_script() -> None:
    mixed = [
        (faq["id"], text)
        for faq in FAQS
        for lang in ("zh", "en")
        for text in phrasings(faq, lang)
        if bool(re.search("[\u4e00-\u9fff]", text)) != (lang == "zh")
    ]
    assert mixed == []
