"""How text becomes comparable: one versioned normalisation and one cutting into grams, for base and question.

Pure: no Django. Raise `VERSION` with any change here, since weights are fitted to it.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol, cast

from kb.concepts import concepts
from kb.sounds import sounds

VERSION = 2
LONGEST = 256  # characters of a question that count, after normalising
SOONEST_CUT = 4 * LONGEST  # raw characters looked at: a long paste must stay cheap

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_IS_HAN = re.compile(f"[{_HAN}]")
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}])")
_APOSTROPHES = re.compile(r"(?<=\w)['’‘`´](?=\w)")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_GAPS = re.compile(r"[^\w@:/.+%#&-]+|_+")
_DENIES = re.compile(
    r"\b(?:not|never|no|cannot|without|(?:ca|do|does|did|is|was|are|wo|would|could|should|has|have)nt)\b"
    r"|不(?!错|同|过|好意思)|没(?!事|关系)|无法|别(?!的|人)|未"
)
_PIECES = re.compile(
    rf"(?P<url>(?:https?://|www\.)[^\s{_HAN}]+|[\w.+-]+@[\w-]+\.[\w.]+)"
    rf"|(?P<code>(?=[a-z0-9-]*[a-z])(?=[a-z0-9-]*\d)[a-z0-9]+(?:-[a-z0-9]+)*)"
    rf"|(?P<number>\d+(?:[.:/-]\d+)*)"
    rf"|(?P<han>[{_HAN}]+)"
    rf"|(?P<word>[^\W\d_{_HAN}]+)"
)


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _to_simplified() -> _Converter:
    from opencc import OpenCC  # 1.3 MB, and only where there is Chinese

    return cast(_Converter, OpenCC("tw2sp"))


@dataclass(frozen=True, slots=True)
class Grams:
    """What is counted of a text: `words` carry meaning, `chars` forgive spelling, `ideas` other words for it.

    `sounds` forgive the input method. `terms` are the words that a fitting FAQ should hold, `numbers` the raw values
    of numbers and codes.
    """

    words: tuple[str, ...]
    chars: tuple[str, ...]
    ideas: tuple[str, ...]
    sounds: tuple[str, ...]
    terms: tuple[str, ...]
    numbers: frozenset[str]


def normalise(text: str) -> str:
    """Text without its accidents of typing, at most 256 characters; empty when nothing is left to compare.

    Width, case, script (simplified), emoji, punctuation and drawn-out letters no longer tell two texts apart.
    """
    text = unicodedata.normalize("NFKC", text[:SOONEST_CUT]).casefold()
    text = unicodedata.normalize("NFKC", text)
    if _IS_HAN.search(text):
        # The tables turn a 么 that is simplified already into 幺.
        text = _to_simplified().convert(text).replace("幺", "么")
    text = _APOSTROPHES.sub("", text)
    text = _REPEATED.sub(r"\1\1", text)
    text = _BETWEEN_HAN.sub("", " ".join(_GAPS.sub(" ", text).split()))
    return text[:LONGEST].strip()


def has_han(text: str) -> bool:
    """Whether there is Chinese in the text."""
    return bool(_IS_HAN.search(text))


def denies(normal: str) -> bool:
    """Whether normalised text says "not" somewhere."""
    return bool(_DENIES.search(normal))


def grams(normal: str) -> Grams:
    """Cut normalised text into grams: words and pairs of them, runs of letters in words, Han 1–3-grams.

    Numbers, product codes and addresses count as a typed placeholder and, besides, as their raw value.
    """
    words: list[str] = []
    chars: list[str] = []
    terms: list[str] = []
    numbers: set[str] = set()
    before = "^"
    for kind, piece in _pieces(normal):
        if kind == "han":
            words += _runs(piece, 1, 2)
            chars += _runs(piece, 1, 3)
            terms += _runs(piece, 2, 2) or (piece,)
        elif kind == "word":
            words += (piece, f"{before} {piece}")
            chars += _inside(piece)
            terms.append(piece)
        else:
            numbers.add(piece)
            words += (f"<{kind}>", piece)
            chars += (f"<{kind}>", piece)
            terms.append(piece)
        before = piece[-1] if kind == "han" else piece if kind == "word" else f"<{kind}>"
    return Grams(
        tuple(words), tuple(chars), concepts(normal), sounds(normal), tuple(terms), frozenset(numbers)
    )


def numbers(normal: str) -> frozenset[str]:
    """The raw values of the numbers, codes and addresses in normalised text: as in `Grams`."""
    return frozenset(piece for kind, piece in _pieces(normal) if kind not in ("han", "word"))


def _pieces(normal: str) -> Iterator[tuple[str, str]]:
    for found in _PIECES.finditer(normal):
        yield found.lastgroup or "", found.group()


@lru_cache(maxsize=4096)
def _inside(word: str) -> tuple[str, ...]:
    """The 3–5-grams of a word with its borders marked."""
    return _runs(f" {word} ", 3, 5)


def _runs(text: str, shortest: int, longest: int) -> tuple[str, ...]:
    return tuple(
        text[start : start + size]
        for size in range(shortest, longest + 1)
        for start in range(len(text) - size + 1)
    )
