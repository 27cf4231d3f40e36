"""The words of the administration's pages, in Chinese and English, from `words/<lang>.json`."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "words"
LANGUAGES = ("zh", "en")


class Words:
    """One language; templates reach a word by its path, as in `{{ t.site.title }}`."""

    def __init__(self, lang: str, tree: dict[str, Any]) -> None:
        self.lang, self._tree = lang, tree

    def __getitem__(self, key: str) -> Any:
        return self._tree[key]

    def say(self, path: str, **values: object) -> str:
        """The sentence at `path` with its `{blanks}` filled; raises KeyError where there is none."""
        found: Any = self._tree
        for key in path.split("."):
            found = found[key]
        return str(found).format(**values)


@lru_cache(maxsize=4)
def words(lang: str) -> Words:
    """The words in `lang`, else in English."""
    known = lang if lang in LANGUAGES else "en"
    return Words(known, json.loads((FOLDER / f"{known}.json").read_text(encoding="utf-8")))
