"""How a visitor feels and how pressing it is, from the words of `bot.lexicon`. Pure.

Negation turns a word off ("not angry", 不生气), an intensifier makes it count more.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.lexicon import EN, ZH, Sign
from kb.words import normalise


@dataclass(frozen=True, slots=True)
class Mood:
    """Strength of each sign that was found, 0..1, and how loud the message is (capitals, marks of exclamation)."""

    signs: Mapping[Sign, float]
    loud: float


_PATTERNS = {
    sign: tuple(
        (weight, re.compile(words))
        for weight, words in (*ZH[sign], *((weight, rf"\b(?:{words})\b") for weight, words in EN[sign]))
    )
    for sign in Sign
}
_NEGATED = re.compile(
    r"(?:不太?|没有?|并不|并非|别|无需|不用|不是)$|\b(?:not|no|never|isnt|arent|dont|wasnt|without)(?: \w+)? $"
)
_STRONGER = re.compile(
    r"(?:太|真|非常|特别|极其|超级?|十分|简直)$|\b(?:very|so|extremely|really|absolutely|totally) $"
)
_NEAR = 14  # characters before a word in which a negation or an intensifier belongs to it
_RAISE = 1.3


def read(text: str) -> Mood:
    """The mood of one message; a neutral question has no signs at all."""
    plain = normalise(text)
    found = {sign: strength for sign in Sign if (strength := _strength(sign, plain))}
    return Mood(found, _loudness(text))


def _strength(sign: Sign, plain: str) -> float:
    return max(
        (
            min(1.0, weight * (_RAISE if _STRONGER.search(before) else 1.0))
            for weight, pattern in _PATTERNS[sign]
            for hit in pattern.finditer(plain)
            if not _NEGATED.search(before := plain[max(0, hit.start() - _NEAR) : hit.start()])
        ),
        default=0.0,
    )


def _loudness(text: str) -> float:
    """0..1 from words in capitals and from repeated marks of exclamation or question."""
    shouted = len(re.findall(r"\b[A-Z]{3,}\b", text))
    marks = len(re.findall(r"[!！?？]{2,}", text))
    return min(1.0, 0.3 * shouted + 0.3 * marks)
