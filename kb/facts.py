"""What has happened to the base, told upwards."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BaseChanged:
    """The base has another version now: whoever has an index builds it anew."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """This process has an index of that version; told on the thread that built it, which must not touch the database."""

    version: int
