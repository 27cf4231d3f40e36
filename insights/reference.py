"""The figures as a page to read: `python -m insights.reference > docs/reference/figures.md`, printed from their definitions."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import django

HEAD = """# The figures of the live board

<!-- Printed by `python -m insights.reference`. Do not edit. -->

Each is counted afresh from the conversations at each asking, and `GET /api/v1/board/<figure>` opens the list behind it.
`park_s` and the promises are settings. A day begins at midnight in the zone of the site's hours.
"""
PARTS = (
    ("free", "Person.free"),
    ("needs_you", "needs_you"),
    ("skills[].free", "free_with"),
    ("queues", "Queue"),
    ("wait_accuracy", "accuracy"),
    ("wait_accuracy", "Accuracy"),
)


def page() -> str:
    """The whole page, in Markdown."""
    from insights import figures, metrics

    scope = f"## Whose conversations\n\n{meaning(figures.within)}\n"
    return "\n".join([
        HEAD,
        scope,
        chapter("Now", figures.NOW),
        chapter("Today", figures.TODAY),
        "## What is made of agents and waits\n",
        *(line(name, meaning(found(metrics, path))) for name, path in PARTS),
        "",
    ])  # fmt: skip


def chapter(title: str, definitions: Mapping[str, Callable[..., Any]]) -> str:
    lines: Iterable[str] = (line(name, meaning(definition)) for name, definition in definitions.items())
    return "\n".join([f"## {title}\n", *lines, ""])


def line(name: str, said: str) -> str:
    return f"* `{name}`: {said}"


def meaning(of: Any) -> str:
    """What its docstring says, on one line."""
    return " ".join((inspect.getdoc(of) or "").split())


def found(module: Any, path: str) -> Any:
    """What `path` names in `module`."""
    for part in path.split("."):
        module = getattr(module, part)
    return module


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatdesk.settings")
    django.setup()
    sys.stdout.write(page())
