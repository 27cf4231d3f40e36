"""Which chatdesk this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

NOTED = Path(__file__).resolve().parent.parent / "commit.txt"  # written when a release is packed


def _installed() -> str:
    """The installed package says; a bare clone on the path has no package to ask."""
    try:
        return version("chatdesk")
    except PackageNotFoundError:
        return "0.1.0"


def _commit() -> str:
    """The commit that the release was packed from; "" in a clone, which knows it itself."""
    return NOTED.read_text().strip() if NOTED.exists() else ""


VERSION = _installed()
COMMIT = _commit()
