"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "problem"]


@dataclass(frozen=True)
class Result:
    """`fix` says what to do; it is empty only where nothing is to be done."""

    check: str
    state: State
    found: str
    fix: str = ""

    @property
    def line(self) -> str:
        told = f"{self.state:8} {self.check:12} {self.found}"
        return f"{told}: {self.fix}" if self.fix else told


def ok(check: str, found: str) -> Result:
    return Result(check, "ok", found)


def warning(check: str, found: str, fix: str) -> Result:
    return Result(check, "warning", found, fix)


def problem(check: str, found: str, fix: str) -> Result:
    return Result(check, "problem", found, fix)
