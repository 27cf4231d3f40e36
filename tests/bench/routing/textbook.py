"""The one-pool queue as textbooks write it, with no engine in it: each takes the agent who is free first."""

from collections.abc import Iterable
from heapq import heapify, heapreplace

from routing.arrivals import Visit


def waits(visits: Iterable[Visit], agents: int) -> list[float]:
    """The wait of each visitor in order of arrival; whoever would wait beyond their patience leaves at its end."""
    free_at = [0.0] * agents
    heapify(free_at)
    found = []
    for visit in visits:
        wait = max(0.0, free_at[0] - visit.at)
        if wait <= visit.patience:
            heapreplace(free_at, visit.at + wait + visit.work)
        found.append(min(wait, visit.patience))
    return found
