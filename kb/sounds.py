"""How Chinese sounds, without tones: what a slip of the input method leaves as it was. Pure."""

import os
import re
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import pairwise
from typing import cast

_RUNS = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")


@cache
def _reading() -> Callable[..., list[str]]:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # 12 MB instead of 56; single characters are enough
    from pypinyin import lazy_pinyin

    return cast(Callable[..., list[str]], lazy_pinyin)


@lru_cache(maxsize=8192)
def syllable(character: str) -> str:
    """The toneless syllable of one Chinese character, its most usual one."""
    return _reading()(character)[0]


def sounds(normal: str) -> tuple[str, ...]:
    """The neighbouring pairs of syllables in each run of Chinese; nothing for other scripts."""
    heard: list[str] = []
    for run in _RUNS.findall(normal):
        read = [syllable(character) for character in run]
        heard += [f"{one} {other}" for one, other in pairwise(read)] or read
    return tuple(heard)


def spoken(normal: str) -> str:
    """The text as it sounds, syllables apart, other scripts as they stand."""
    return _RUNS.sub(lambda run: " ".join(map(syllable, run.group())), normal)
