"""Everyday sentences that are nobody's FAQ (small talk, other trades, fragments): they teach doubt."""

from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("background.txt")


@cache
def sentences() -> tuple[str, ...]:
    """The shipped sentences, zh and en, in the order of the file."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))
