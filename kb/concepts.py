"""Words that mean the same at a service desk, English and Chinese alike: one group of them is one concept. Pure."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from re import Pattern
from typing import NamedTuple

_FILE = Path(__file__).with_name("synonyms.txt")
_LATIN = re.compile(r"[a-z]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_ENDINGS = ("ings", "ing", "ers", "ies", "ed", "es", "er", "ly", "s")
_LONGEST = 4  # words in one expression
_NEAR = 3  # words apart that still make a pair
_IRREGULAR = {
    **dict.fromkeys(("was", "is", "are", "were", "am"), "be"),
    **dict.fromkeys(("dont", "didnt", "doesnt", "isnt", "wont", "hasnt", "havent", "wasnt"), "not"),
    "cant": "cannot", "bought": "buy", "got": "get", "sent": "send", "lost": "lose", "paid": "pay", "came": "come",
    "made": "make", "took": "take", "taken": "take", "broke": "break", "broken": "break", "stole": "steal",
    "stolen": "steal", "gave": "give", "given": "give", "went": "go", "gone": "go", "left": "leave",
}  # fmt: skip


class _Groups(NamedTuple):
    english: dict[tuple[str, ...], tuple[str, ...]]  # expression in base words → its concepts
    chinese: dict[str, tuple[str, ...]]
    finds: Pattern[str]  # any Chinese expression, the longest first


def concepts(normal: str) -> tuple[str, ...]:
    """What normalised text speaks of, in its order: concepts, English words of none, and near pairs of both.

    An English word stands in its base form; Chinese counts only where a group knows it.
    """
    single = tuple(_singles(normal))
    pairs = [
        "~".join(sorted((one, other)))
        for place, one in enumerate(single)
        for other in single[place + 1 : place + 1 + _NEAR]
        if one != other
    ]
    return (*single, *pairs)


@lru_cache(maxsize=8192)
def base_form(word: str) -> str:
    """An English word without the ending that number, time or person give it; not always a word itself."""
    word = _IRREGULAR.get(word, word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word.rstrip("ey") if len(word) > 3 else word


def spoken() -> frozenset[str]:
    """Every English word of the lexicon, in its base form."""
    return frozenset(word for expression in _groups().english for word in expression)


def _singles(normal: str) -> Iterator[str]:
    groups = _groups()
    words = [base_form(word) for word in _LATIN.findall(normal)]
    place = 0
    while place < len(words):
        size, found = _longest(groups, words, place)
        yield from found
        place += size
    for found_at in groups.finds.finditer(normal):
        yield from groups.chinese[found_at.group()]


def _longest(groups: _Groups, words: list[str], place: int) -> tuple[int, tuple[str, ...]]:
    for size in range(min(_LONGEST, len(words) - place), 0, -1):
        found = groups.english.get(tuple(words[place : place + size]))
        if found:
            return size, found
    return 1, (words[place],)


@cache
def _groups() -> _Groups:
    english: dict[tuple[str, ...], tuple[str, ...]] = {}
    chinese: dict[str, tuple[str, ...]] = {}
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(line for line in lines if line and not line.startswith("#")):
        for expression in (part.strip() for part in line.split("|")):
            concept = f"#{number}"
            if _HAN.search(expression):
                chinese[expression] = (*chinese.get(expression, ()), concept)
            else:
                key = tuple(base_form(word) for word in _LATIN.findall(expression))
                english[key] = (*english.get(key, ()), concept)
    finds = re.compile("|".join(sorted(map(re.escape, chinese), key=len, reverse=True)))
    return _Groups(english, chinese, finds)
