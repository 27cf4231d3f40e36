"""A built base as named arrays, and back. Pure."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.bayes import Bayes
from kb.classifier import Classifier
from kb.encoder import Encoder
from kb.evidence import Base
from kb.index import Field
from kb.likeness import Likeness
from kb.numbering import Numbering

_FIELDS = ("words", "chars", "ideas", "sounds", "answers")


def flat(base: Base) -> dict[str, NDArray[Any]]:
    """Everything of it, nothing pickled."""
    found: dict[str, NDArray[Any]] = {
        "ids": _text(base.ids), "texts": _text(base.texts), "said": _text(base.said), "owner": base.owner,
        "counts": np.asarray([base.phrasings, base.everyday.start, base.everyday.stop]),
        "tightness": np.asarray(base.tightness), "landmarks": base.landmarks, "meanings": base.likeness.meanings,
    }  # fmt: skip
    for name, field in zip(_FIELDS, (*base.likeness.all_fields, base.answers), strict=True):
        found |= _under(name, field.arrays()) | {f"{name}.grams": _text(field.grams)}
    if base.classifier is not None and base.bayes is not None:
        found |= {"pull": base.classifier.pull} | _under("bayes", base.bayes.arrays())
    return found


def whole(arrays: Mapping[str, NDArray[Any]], encoder: Encoder | None) -> Base:
    """The base that `flat` took apart. Raises KeyError or ValueError for arrays that aren't one."""
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
    fields = [Field.of(_part(arrays, name), Numbering.of(_list(arrays[f"{name}.grams"]))) for name in _FIELDS]
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
