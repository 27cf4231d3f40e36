"""The words of the pages: both languages whole, with the same blanks, and nothing asked for that isn't there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from administration import wording

HOME = wording.FOLDER.parent


def sentences(tree: dict[str, Any], at: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from sentences(value, f"{at}{key}.")
        else:
            yield at + key, value


def language(name: str) -> dict[str, str]:
    return dict(sentences(json.loads((wording.FOLDER / f"{name}.json").read_text(encoding="utf-8"))))


def test_both_languages_have_every_sentence():
    assert language("en").keys() == language("zh").keys()


@pytest.mark.parametrize("path", sorted(language("en")))
def test_a_sentence_has_the_same_blanks_in_both(path: str):
    blanks = re.compile(r"\{\w+\}|%\(\w+\)s")

    assert set(blanks.findall(language("en")[path])) == set(blanks.findall(language("zh")[path]))


def test_every_slip_and_gone_that_the_code_names_has_its_words():
    code = "\n".join(path.read_text(encoding="utf-8") for path in HOME.rglob("*.py"))
    slips = set(re.findall(r'Slip\("(\w+)"', code))
    gone = set(re.findall(r'Gone\("(\w+)"', code))

    assert {f"slip.{key}" for key in slips} <= language("en").keys()
    assert {f"gone.{key}.text" for key in gone} <= language("en").keys()
    assert len(slips) > 5
    assert len(gone) > 5


@pytest.mark.parametrize("path", sorted((HOME / "templates").rglob("*.html"), key=str))
def test_nothing_is_inline(path: Path):
    page = path.read_text(encoding="utf-8")

    assert not re.search(r"\bstyle=|<style|\bon\w+=\"|<script(?![^>]*\bsrc=)", page)
