"""The 1,500 test queries to the demo base, and the everyday sentences: balanced, apart from the base and each other."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from kb.background import sentences
from kb.demobase import demo_base
from kb.words import LONGEST
from tests.demo_queries import demo_queries

QUERIES = demo_queries()
IN_SCOPE = {"plain", "paraphrase", "typo", "homophone", "form", "long", "fragment", "turn"}
OUTSIDE = {"near-domain", "other-trade", "small-talk", "gibberish", "other-language"}


def plain(text: str) -> str:
    return "".join(re.findall(r"\w", text.lower()))


def chinese(text: str) -> bool:
    return bool(re.search("[\u4e00-\u9fff]", text))


def known() -> set[str]:
    parts = [faq[lang] for faq in demo_base() for lang in ("zh", "en")]
    return {plain(text) for part in parts for text in (part["question"], *part["similar"])}


def test_there_are_1500_queries_half_of_them_in_each_language() -> None:
    assert Counter(query.lang for query in QUERIES) == {"zh": 750, "en": 750}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_four_in_ten_are_out_of_scope(lang: str) -> None:
    assert sum(query.faq is None for query in QUERIES if query.lang == lang) == 300


def test_kinds_say_what_is_in_scope() -> None:
    assert {query.kind for query in QUERIES if query.faq} == IN_SCOPE
    assert {query.kind for query in QUERIES if not query.faq} == OUTSIDE


def test_every_faq_is_asked_for_in_both_languages() -> None:
    wanted = {(faq["id"], lang) for faq in demo_base() for lang in ("zh", "en")}

    assert {(query.faq, query.lang) for query in QUERIES if query.faq} == wanted


def test_a_third_of_each_kind_is_held_back() -> None:
    all_of, held = (Counter(query.kind for query in part) for part in (QUERIES, demo_queries(held=True)))

    assert all(abs(held[kind] - all_of[kind] / 3) <= 2 for kind in IN_SCOPE | OUTSIDE)


def test_only_turns_come_after_a_question() -> None:
    assert {query.kind for query in QUERIES if query.after} == {"turn"}
    assert all(query.after for query in QUERIES if query.kind == "turn")


def test_no_query_stands_twice() -> None:
    times = Counter((query.q.lower(), query.after) for query in QUERIES)

    assert [text for text, n in times.items() if n > 1] == []


def test_no_query_is_so_long_that_it_is_cut() -> None:
    assert [query.q for query in QUERIES if len(query.q) > LONGEST] == []


def test_no_query_is_a_phrasing_of_the_base() -> None:
    phrasings = known()

    assert [query.q for query in QUERIES if plain(query.q) in phrasings - {""}] == []


def test_600_everyday_sentences_half_of_them_in_each_language() -> None:
    zh = sum(chinese(text) for text in sentences())

    assert len(sentences()) >= 600
    assert 0.45 <= zh / len(sentences()) <= 0.55


def test_no_everyday_sentence_stands_twice_or_in_the_base_or_among_the_queries() -> None:
    times = Counter(plain(text) for text in sentences())
    asked = {plain(query.q) for query in QUERIES}

    assert [text for text, n in times.items() if n > 1] == []
    assert times.keys() & (known() | asked) == set()
