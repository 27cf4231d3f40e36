"""The need-a-human score: how likely it is that only a person will do, with the parts that speak for it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.lexicon import Sign
from bot.mood import Mood
from kb.words import normalise

_WEIGHT: Mapping[Sign, float] = {
    Sign.ANGER: 0.6,
    Sign.COMPLAINT: 0.95,
    Sign.LEGAL: 0.97,
    Sign.SAFETY: 0.97,
    Sign.CHURN: 0.8,
    Sign.URGENCY: 0.45,
}
LOUD = 0.4  # the most that capitals and exclamation marks add
MISSED = 0.25  # a miss just before
REPEATED = 0.45  # asking the same again
SAME = 85  # of 100: from here on two messages are the same question


@dataclass(frozen=True, slots=True)
class Need:
    """`score` 0..1, and each part's own chance by name, strongest first."""

    score: float
    parts: tuple[tuple[str, float], ...]


def need_human(mood: Mood, *, text: str, earlier: Sequence[str] = (), misses: int = 0) -> Need:
    """Parts are independent chances, so the score is 1 − Π(1 − part); `earlier` are the visitor's last messages."""
    parts = {sign.value: _WEIGHT[sign] * strength for sign, strength in mood.signs.items()}
    if mood.loud and mood.signs:
        parts["loud"] = LOUD * mood.loud
    if misses:
        parts["missed"] = MISSED
    if _repeats(text, earlier):
        parts["repeated"] = REPEATED
    spared = 1.0
    for part in parts.values():
        spared *= 1 - part
    ordered = sorted(parts.items(), key=lambda part: (-part[1], part[0]))
    return Need(round(1 - spared, 4), tuple((name, round(part, 4)) for name, part in ordered))


def _repeats(text: str, earlier: Sequence[str]) -> bool:
    plain = normalise(text)
    return len(plain) > 3 and any(fuzz.ratio(plain, normalise(said)) >= SAME for said in earlier)
