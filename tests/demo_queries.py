"""The demo base's test queries, by kind; a third is held back and must not be looked at while tuning."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "demo"  # open/ and held/, one table a kind


@dataclass(frozen=True, slots=True)
class Query:
    """One question to the demo base; `after` is the visitor's question just before, empty if there was none."""

    q: str
    lang: str  # zh or en
    faq: str | None  # None: out of scope
    kind: str
    held: bool
    after: str = ""


def demo_queries(*, held: bool | None = None) -> list[Query]:
    """All queries, or only those (not) held back."""
    return [query for query in _read() if held in (None, query.held)]


def _read() -> Iterator[Query]:
    for path in sorted(FOLDER.glob("*/*.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval=""):
                held = path.parent.name == "held"
                yield Query(row["q"], row["lang"], row["faq"] or None, path.stem, held, row["after"])
