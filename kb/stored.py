"""A built base as a file, so that the next start needn't fit it again. Pure but for the folder it is given.

A file is named by what it was built from: the phrasings, the code that built it and the dictionaries under it. Whatever
is wrong with a file, the base is built instead.
"""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any, Self
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from kb.bayes import Bayes
from kb.classifier import Classifier
from kb.encoder import PACKAGE, Encoder
from kb.evidence import Base, Faq
from kb.index import Field
from kb.likeness import Likeness

KEPT = 6  # files in the folder, the latest
UNDER = ("numpy", "opencc-python-reimplemented", "pypinyin", "rapidfuzz")  # what the words go through
_FIELDS = ("words", "chars", "ideas", "sounds", "answers")


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
                base = _base(arrays, encoder)
        except (OSError, KeyError, ValueError, EOFError, BadZipFile):
            return None
        with suppress(OSError):
            path.touch()
        return base

    def put(self, key: str, base: Base) -> None:
        """Keep it, whole or not at all; the oldest files make room. A full disk is no reason to fail."""
        self._write(f"{key}.npz", _arrays(base))

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


def key_of(faqs: Sequence[Faq], *, encoded: bool) -> str:
    """The name under which a base of these FAQs is kept; their order doesn't matter."""
    digest = blake2b(_code(), digest_size=16)
    digest.update(PACKAGE.encode() if encoded else b"")
    for one in sorted(prints(faqs).items()):
        digest.update(repr(one).encode())
    return digest.hexdigest()


def prints(faqs: Sequence[Faq]) -> dict[str, bytes]:
    """A short mark of each FAQ in all its languages: it changes when anything of the FAQ does."""
    parts: dict[str, list[str]] = {}
    for faq in faqs:
        parts.setdefault(faq["id"], []).append(repr((faq["lang"], [*faq["questions"]], faq["answer"])))
    return {
        name: blake2b("\n".join(sorted(texts)).encode(errors="surrogatepass"), digest_size=16).digest()
        for name, texts in parts.items()
    }


@cache
def _code() -> bytes:
    """A mark of everything that a built base depends on besides its FAQs."""
    digest = blake2b(" ".join(version(package) for package in UNDER).encode())
    here = Path(__file__).parent
    for path in sorted([*here.glob("*.py"), here / "synonyms.txt", here / "background.txt"]):
        digest.update(path.read_bytes())
    return digest.digest()


def _arrays(base: Base) -> dict[str, NDArray[Any]]:
    found: dict[str, NDArray[Any]] = {
        "ids": _text(base.ids), "texts": _text(base.texts), "said": _text(base.said), "owner": base.owner,
        "counts": np.asarray([base.phrasings, base.everyday.start, base.everyday.stop]),
        "tightness": np.asarray(base.tightness), "landmarks": base.landmarks, "meanings": base.likeness.meanings,
    }  # fmt: skip
    for name, field in zip(_FIELDS, (*base.likeness.all_fields, base.answers), strict=True):
        found |= _under(name, field.arrays()) | {f"{name}.grams": _text([*field.vocabulary])}
    if base.classifier is not None and base.bayes is not None:
        found |= {"pull": base.classifier.pull} | _under("bayes", base.bayes.arrays())
    return found


def _base(arrays: Mapping[str, NDArray[Any]], encoder: Encoder | None) -> Base:
    base = Base.__new__(Base)
    base.ids, base.texts, base.said = (_list(arrays[name]) for name in ("ids", "texts", "said"))
    base.owner, base.landmarks, base.tightness = (
        arrays["owner"],
        arrays["landmarks"],
        float(arrays["tightness"]),
    )
    base.phrasings, start, stop = (int(count) for count in arrays["counts"])
    base.everyday = slice(start, stop)
    base.encoded = encoder is not None
    fields = [Field.of(_part(arrays, name), _list(arrays[f"{name}.grams"])) for name in _FIELDS]
    base.likeness, base.answers = Likeness(fields[:4], arrays["meanings"], encoder), fields[4]
    base.speaker, base.fresh = np.arange(len(base.ids), dtype=np.int32), np.zeros(len(base.ids), bool)
    learned = "pull" in arrays
    base.classifier = Classifier(arrays["pull"]) if learned else None
    base.bayes = Bayes.of(_part(arrays, "bayes")) if learned else None
    if not len(base.owner) == len(base.texts) == fields[0].rows or len(base.said) != len(base.ids):
        raise ValueError("these parts belong to different bases")
    return base


def _under(name: str, arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    return {f"{name}.{part}": array for part, array in arrays.items()}


def _part(arrays: Mapping[str, NDArray[Any]], name: str) -> dict[str, NDArray[Any]]:
    return {key.removeprefix(f"{name}."): arrays[key] for key in arrays if key.startswith(f"{name}.")}


def _text(lines: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(lines).encode(), np.uint8)


def _list(array: NDArray[Any]) -> list[str]:
    found: list[str] = json.loads(array.tobytes())
    return found
