"""A built base as a file, so that the next start needn't fit it again. Pure but for the folder it is given.

A file is named by what it was built from (`kb.marks`). Whatever is wrong with a file, the base is built instead.
"""

import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, Self
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from kb.encoder import Encoder
from kb.evidence import Base
from kb.flat import flat, whole

KEPT = 6  # files in the folder, the latest
Label = tuple[str, str | None]


class Shelf:
    """The folder of files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def at(cls, folder: Path) -> Self:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cls(folder)

    def get(self, key: str, encoder: Encoder | None) -> Base | None:
        """The base of this key; None where there is none that is whole."""
        path = self.folder / f"{key}.npz"
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                base = whole(arrays, encoder)
        except (OSError, KeyError, ValueError, EOFError, BadZipFile):
            return None
        with suppress(OSError):
            path.touch()
        return base

    def put(self, key: str, base: Base) -> None:
        """Keep it, whole or not at all; the oldest files make room. A full disk is no reason to fail."""
        self._write(f"{key}.npz", flat(base))

    def judged(self, key: str, labels: Sequence[Label]) -> tuple[tuple[float, bool], ...] | None:
        """How sure the base of this key was of each label, and whether it was right; None where nobody has asked yet."""
        try:
            path = self.folder / _judged_name(key, labels)
            with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                return tuple(zip(arrays["sure"].tolist(), arrays["right"].tolist(), strict=True))
        except (OSError, KeyError, ValueError, EOFError, BadZipFile):
            return None

    def put_judged(self, key: str, labels: Sequence[Label], judged: Sequence[tuple[float, bool]]) -> None:
        sure, right = np.asarray([one for one, _ in judged]), np.asarray([was for _, was in judged], bool)
        self._write(_judged_name(key, labels), {"sure": sure, "right": right})

    def _write(self, name: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        with suppress(OSError):
            descriptor, mine = tempfile.mkstemp(dir=self.folder, prefix=".new-")
            try:
                with os.fdopen(descriptor, "wb") as file:
                    np.savez(file, **arrays)  # type: ignore[arg-type]
                Path(mine).replace(self.folder / name)
            finally:
                Path(mine).unlink(missing_ok=True)
            for old in sorted(self.folder.glob("*.npz"), key=lambda path: -path.stat().st_mtime)[KEPT:]:
                old.unlink(missing_ok=True)


def _judged_name(key: str, labels: Sequence[Label]) -> str:
    return f"{key}-{blake2b(repr(labels).encode(errors='surrogatepass'), digest_size=8).hexdigest()}.npz"
