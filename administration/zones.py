"""Time zones to choose from: one name for each place, as the time zone database lists them, without its former names."""

from __future__ import annotations

import zoneinfo
from functools import lru_cache
from importlib import resources
from pathlib import Path

PLACES = "zone.tab"


def zones(present: str = "") -> list[tuple[str, str]]:
    """(name, name as it is read) of each, and of the `present` one where it has another name since."""
    names = ["UTC", *_places()]
    if present not in names and is_zone(present):
        names.append(present)
    return [(name, name.replace("_", " ")) for name in names]


def is_zone(name: str) -> bool:
    """Whether it is one at all, under whatever name."""
    return name in _known()


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


@lru_cache(maxsize=1)
def _places() -> tuple[str, ...]:
    """What `zone.tab` lists; where this machine has none, every name that looks like a place."""
    lines = [line.split("\t") for line in _table().splitlines() if line and not line.startswith("#")]
    listed = {line[2].strip() for line in lines if len(line) > 2}
    looks = {name for name in _known() if "/" in name and not name.startswith("Etc/")}
    return tuple(sorted(listed & _known() or looks))


def _table() -> str:
    for folder in map(Path, zoneinfo.TZPATH):
        if (folder / PLACES).exists():
            return (folder / PLACES).read_text(encoding="utf-8")
    try:
        return resources.files("tzdata.zoneinfo").joinpath(PLACES).read_text(encoding="utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        return ""
