"""What has happened to the base, told upwards."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BaseChanged:
    """The base has another version now: whoever has an index builds it anew."""
