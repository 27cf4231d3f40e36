"""The figures as a page to read: `python -m insights.reference > docs/reference/figures.md`, printed from their definitions."""

from __future__ import annotations

import importlib
import inspect
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import django

HEAD = """# The figures of the live board, and of the routing tools

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
TOOLS = (
    ("live.queues", "insights.routing.queues", "Queue"),
    ("live.queues[].capable", "insights.routing.requirements", "capable"),
    ("live.queues[].estimate", "insights.routing.sight", "Sight.estimate"),
    ("decisions[].candidates[].figures", "insights.routing.figures", "told"),
    ("decisions[].recomputed, true where nothing of this", "routing.recompute", "faults"),
    ("decisions[].outcome", "insights.routing.decisions", "outcome"),
    ("heat", "insights.routing.grid", "heat"),
    ("forecast: its past", "insights.routing.counts", "history"),
    ("forecast", "routing.forecast", ""),
    ("forecast.tested", "routing.backtest", "Tested"),
    ("compare", "insights.routing.comparing", "visits"),
    ("compare.policies", "routing.replay", "Compared"),
    ("what-if, advice: who is there", "insights.routing.staff", "team_usual"),
    ("what-if, advice: patience", "insights.routing.material", "patience_s"),
    ("what-if", "routing.staffing", "what_if"),
    ("what-if: which agents come and go", "routing.staffing", "ordered"),
    ("what-if: when a formula does", "routing.pooled", "one_pool"),
    ("what-if.rows", "routing.trial", "Seen"),
    ("advice", "routing.teaching", "advise"),
    ("advice.rows", "routing.teaching", "Lesson"),
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
        "\n## The routing tools\n",
        *(line(name, meaning(found(importlib.import_module(module), path))) for name, module, path in TOOLS),
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
    for part in filter(None, path.split(".")):
        module = getattr(module, part)
    return module


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatdesk.settings")
    django.setup()
    sys.stdout.write(page())
