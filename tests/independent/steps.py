"""Counts and prints the steps of a story: one line each, and what went wrong where it did."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic


class Steps:
    """One line a step; a failed step doesn't stop the ones that don't need it."""

    def __init__(self) -> None:
        self.passed = self.failed = 0
        self.began = monotonic()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """A step: whatever it raises is printed, counted and raised on."""
        try:
            yield
        except Exception as fault:
            self.failed += 1
            self._line("FAIL", f"{name}: {type(fault).__name__} {fault}")
            raise Broken(name) from fault
        self.passed += 1
        self._line("ok", name)

    def total(self) -> str:
        """The last line."""
        return f"story: {self.passed} passed, {self.failed} failed"

    def _line(self, mark: str, text: str) -> None:
        sys.stdout.write(f"{monotonic() - self.began:6.1f} s  {mark:4}  {text}\n")
        sys.stdout.flush()


class Broken(Exception):
    """A step failed and was counted; what builds on it can't go on."""


def same(got: object, wanted: object, what: str = "value") -> None:
    """AssertionError that says both sides."""
    if got != wanted:
        raise AssertionError(f"{what} is {got!r}, not {wanted!r}")
