"""Slips of the keyboard in questions: a long word that nobody knows, one letter away from a word of the base. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Self

from rapidfuzz.distance import OSA

from kb.background import sentences
from kb.concepts import base_form, spoken

SHORTEST = 5  # letters: shorter words have too many neighbours
_WORD = re.compile(rf"(?<![^\W_])[a-z]{{{SHORTEST},}}(?![^\W_])")


class Speller:
    """Knows the words of a base, from its normalised texts; its answers never change."""

    def __init__(self, counts: Counter[str]) -> None:
        self._counts = counts
        self._stems = {base_form(word) for word in counts} | _common()
        self._near: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word, _ in counts.most_common():
            self._near[word[0], len(word)].append(word)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        return cls(_counted(texts))

    def and_of(self, texts: Iterable[str]) -> "Speller":
        """Another that knows the words of these texts besides; nothing else is read again, and nothing forgotten."""
        return Speller(self._counts + _counted(texts))

    def mend(self, normal: str) -> str:
        """Normalised text with each unknown word put right where one slip leads to a word of the base."""
        return _WORD.sub(lambda found: self._mended(found.group()), normal)

    def _mended(self, word: str) -> str:
        """The most frequent word that one letter dropped, added, changed or swapped makes of it; else itself."""
        if base_form(word) in self._stems:
            return word
        for size in (len(word), len(word) + 1, len(word) - 1):
            for other in self._near.get((word[0], size), ()):
                if OSA.distance(word, other, score_cutoff=1) == 1:
                    return other
        return word


def _counted(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in _WORD.findall(text))


@cache
def _common() -> frozenset[str]:
    """Base forms of English words that a service desk hears, whatever its base holds."""
    words = (word for text in sentences() for word in _WORD.findall(text.lower()))
    return frozenset({base_form(word) for word in words} | spoken())
