"""What a backup says of itself. Standard library only."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

FORMAT = 1
NAME = "manifest.json"
SQLITE, POSTGRESQL = "chatdesk.sqlite3", "database.pgdump"
BESIDE = ("audit.anchor",)  # files of the data folder that belong to the database
KEYS = ("secret.key", "metrics.token", "demo.json")  # go along only when asked for
CHUNK = 2**20


@dataclass(frozen=True)
class Packed:
    """One file inside."""

    sha256: str
    bytes: int


@dataclass(frozen=True)
class Manifest:
    """Written last, so a backup without one was never finished."""

    format: int
    version: str  # of the chatdesk that wrote it
    commit: str
    at: str  # RFC 3339, UTC
    epoch: str  # of the database
    migrations: list[str]  # app.name, all that were applied
    counts: dict[str, int]  # rows by table
    key: str  # which secret key it was kept under: a fingerprint, not the key
    files: dict[str, Packed]

    def text(self) -> str:
        return json.dumps(asdict(self), indent=1, sort_keys=True)

    @property
    def database(self) -> str:
        return SQLITE if SQLITE in self.files else POSTGRESQL


def parse(text: bytes) -> Manifest:
    """Raises ValueError, TypeError or KeyError for what is none of ours."""
    read = json.loads(text)
    files = {str(name): Packed(**packed) for name, packed in read.pop("files").items()}
    return Manifest(**read, files=files)


def fingerprint(key: str) -> str:
    """Tells two secret keys apart without telling the key."""
    return hashlib.sha256(f"chatdesk backup {key.strip()}".encode()).hexdigest()[:16]


def key_of(folder: Path) -> str:
    """The fingerprint of a folder's secret key; "" where it has none."""
    path = folder / "secret.key"
    return fingerprint(path.read_text()) if path.exists() else ""
