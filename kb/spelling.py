"""Slips of the keyboard in questions: a long word that nobody knows, one letter away from a word of the base. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache

from rapidfuzz.distance import OSA

from kb.background import sentences
from kb.concepts import base_form, spoken

SHORTEST = 5  # letters: shorter words have too many neighbours
_WORD = re.compile(rf"(?<![^\W_])[a-z]{{{SHORTEST},}}(?![^\W_])")


class Speller:
    """Knows the words of a base; its answers never change."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts = Counter(word for text in texts for word in _WORD.findall(text))
        self._stems = {base_form(word) for word in counts} | _common()
        self._near: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word, _ in counts.most_common():
            self._near[word[0], len(word)].append(word)

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


@cache
def _common() -> frozenset[str]:
    """Base forms of English words that a service desk hears, whatever its base holds."""
    words = (word for text in sentences() for word in _WORD.findall(text.lower()))
    return frozenset({base_form(word) for word in words} | spoken())
