"""What may be late: functions that look for work left undone. Celery runs them at the start and every 30 s."""

from __future__ import annotations

import logging
from collections.abc import Callable

Sweep = Callable[[], object]
EVERY_S = 30.0
log = logging.getLogger("chatdesk.jobs")
_sweeps: list[Sweep] = []


def sweep(function: Sweep) -> Sweep:
    """Run `function` with every sweep from now on. It must be safe to run twice and beside itself."""
    if function not in _sweeps:
        _sweeps.append(function)
    return function


def run_sweeps() -> int:
    """Run every registered sweep; one that fails is logged and the others still run. Returns how many went well."""
    return sum(_went_well(function) for function in tuple(_sweeps))


def _went_well(function: Sweep) -> bool:
    try:
        function()
    except Exception:
        log.exception("a sweep failed", extra={"sweep": repr(function)})
        return False
    return True
