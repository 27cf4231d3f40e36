"""Which chatdesk this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def _installed() -> str:
    """The installed package says; a bare clone on the path has no package to ask."""
    try:
        return version("chatdesk")
    except PackageNotFoundError:
        return "0.1.0"


VERSION = _installed()
