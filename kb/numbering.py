"""Which number a gram has: sixteen bytes a gram instead of a string in a dictionary. Pure.

Grams are told apart by Python's 64-bit hash: of two million, two are taken for one once in ten million bases.
"""

from collections.abc import Iterable, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

NEVER = -1  # number of a gram that isn't there


class Numbering:
    """Numbers of grams, never changed; holds for one process, whose hashes are its own."""

    def __init__(self, hashes: NDArray[np.int64], numbers: NDArray[np.int32]) -> None:
        self._hashes, self._numbers = hashes, numbers  # in the order of the hashes

    @classmethod
    def of(cls, grams: Sequence[str]) -> Self:
        """Each gram has its place as number."""
        hashes = _hashes(grams)
        order = np.argsort(hashes, kind="stable")
        return cls(hashes[order], order.astype(np.int32))

    def __len__(self) -> int:
        return len(self._numbers)

    def find(self, grams: Sequence[str]) -> NDArray[np.int32]:
        """The number of each, NEVER for those that aren't there."""
        if not len(self._hashes) or not grams:
            return np.full(len(grams), NEVER, np.int32)
        wanted = _hashes(grams)
        places = np.searchsorted(self._hashes, wanted).clip(max=len(self._hashes) - 1)
        found: NDArray[np.int32] = np.where(self._hashes[places] == wanted, self._numbers[places], NEVER)
        return found

    def with_grams(self, fresh: Sequence[str]) -> Self:
        """These and fresh ones, numbered on."""
        more = type(self).of(fresh)
        places = np.searchsorted(self._hashes, more._hashes)
        return type(self)(
            np.insert(self._hashes, places, more._hashes),
            np.insert(self._numbers, places, more._numbers + np.int32(len(self))),
        )


def _hashes(grams: Iterable[str]) -> NDArray[np.int64]:
    return np.fromiter(map(hash, grams), np.int64)
