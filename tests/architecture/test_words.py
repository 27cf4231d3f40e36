"""Every string that people read exists in both locales, with the same blanks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

LOCALES = Path(settings.HOME) / "frontend" / "locales"
PAIRS = [("en", "zh"), ("zh", "en")]


def sentences(tree: dict[str, Any], at: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from sentences(value, f"{at}{key}.")
        else:
            yield at + key, value


def locale(name: str) -> dict[str, str]:
    return dict(sentences(json.loads((LOCALES / f"{name}.json").read_text(encoding="utf-8"))))


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_every_sentence_of_one_locale_is_in_the_other(one: str, other: str):
    plural = re.compile(r"[._](one|other)$")  # Chinese needs no singular
    missing = {plural.sub("", key) for key in locale(one)} - {plural.sub("", key) for key in locale(other)}

    assert missing == set()


def test_no_sentence_is_empty_everywhere():
    """One locale may need no words where the other's order puts some."""
    en, zh = locale("en"), locale("zh")

    assert [key for key in en if not en[key].strip() and not zh.get(key, "").strip()] == []
