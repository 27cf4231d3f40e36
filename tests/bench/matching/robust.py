"""The same questions as other people type them: another script, width or case, other punctuation, one slip."""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache

from opencc import OpenCC

from bot.reliability import Judged
from kb.background import sentences
from kb.demobase import demo_base
from kb.sounds import syllable
from kb.words import has_han
from tests.bench.matching.measure import Matching
from tests.bench.matching.sets import Asked

MOST = 200  # questions of a set
LETTERS = "abcdefghijklmnopqrstuvwxyz"
Twist = Callable[[str, random.Random], str]


def wide(text: str, _: random.Random) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def loud(text: str, _: random.Random) -> str:
    return text.upper()


def pointed(text: str, _: random.Random) -> str:
    return "… " + text.replace(",", " -").rstrip("?？.。!！") + "!!"


def traditional(text: str, _: random.Random) -> str:
    converted: str = _converter().convert(text)
    return converted


def typo(text: str, chance: random.Random) -> str:
    """One letter of one longer word dropped, doubled, swapped with its neighbour or replaced."""
    words = text.split(" ")
    long = [place for place, word in enumerate(words) if len(word) >= 5 and word.isascii() and word.isalpha()]
    if not long:
        return text
    place = chance.choice(long)
    word, at = words[place], chance.randrange(1, len(words[place]) - 1)
    twisted = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + chance.choice(LETTERS) + word[at + 1 :],
    )
    words[place] = chance.choice(twisted)
    return " ".join(words)


def homophone(text: str, chance: random.Random) -> str:
    """One Chinese character replaced by another of the same sound."""
    heard = [place for place, char in enumerate(text) if has_han(char) and len(_alike()[syllable(char)]) > 1]
    if not heard:
        return text
    place = chance.choice(heard)
    others = [char for char in _alike()[syllable(text[place])] if char != text[place]]
    return text[:place] + chance.choice(others) + text[place + 1 :]


TWISTS: dict[str, Twist] = {
    "full width": wide, "capitals": loud, "punctuation": pointed, "traditional": traditional,
    "one typo": typo, "one homophone": homophone,
}  # fmt: skip


def lost(matcher: Matching, asked: Asked) -> dict[str, float]:
    """For each twist the points of accuracy that it costs, on the questions that it changes; `matcher` is built."""
    chance = random.Random(3)
    inside = [pair for pair in asked if pair[1] is not None]
    part = chance.sample(inside, min(MOST, len(inside)))
    plain = [Judged(matcher.answer(question), right).correct for question, right in part]
    found = {}
    for name, twist in TWISTS.items():
        twisted = [twist(question, chance) for question, _ in part]
        changed = [place for place, (question, _) in enumerate(part) if twisted[place] != question]
        after = [Judged(matcher.answer(twisted[place]), part[place][1]).correct for place in changed]
        found[name] = _points([plain[place] for place in changed], after)
    return found


def _points(before: Sequence[bool], after: Sequence[bool]) -> float:
    return 100 * (sum(before) - sum(after)) / len(before) if len(before) >= 20 else float("nan")


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")


@cache
def _alike() -> dict[str, list[str]]:
    """The characters of the demo base and the everyday sentences by their sound."""
    texts = [
        *sentences(),
        *(part["question"] + part["answer"] for faq in demo_base() for part in (faq["zh"],)),
    ]
    found: dict[str, list[str]] = defaultdict(list)
    for char in sorted({char for text in texts for char in text if has_han(char)}):
        found[syllable(char)].append(char)
    return found
