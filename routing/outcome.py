"""What a simulated run came to: waits, those who left, promises kept, and how evenly the work fell."""

from collections.abc import Iterable, Mapping

from routing.arrivals import Visit


class Outcome:
    """Waits in seconds by stream, of everybody who came after the warm-up and didn't wait at the end."""

    def __init__(self, warm_up: float, capacities: Mapping[str, int]) -> None:
        self.warm_up = warm_up
        self.end = 0.0
        self.waits: dict[str, list[float]] = {}
        self.gave_up: dict[str, int] = {}
        self._kept = self._promised = 0
        self._capacities = capacities
        self._busy = dict.fromkeys(capacities, 0.0)  # unit seconds
        self._last: dict[str, tuple[float, int]] = dict.fromkeys(capacities, (0.0, 0))

    def served(self, visit: Visit, now: float) -> None:
        """An agent has been found."""
        if visit.at >= self.warm_up:
            waited = now - visit.at
            self.waits.setdefault(visit.stream.name, []).append(waited)
            self._promised += 1
            self._kept += waited <= visit.stream.promise

    def left(self, visit: Visit, now: float) -> None:
        """The visitor gave up."""
        if visit.at >= self.warm_up:
            name = visit.stream.name
            self.waits.setdefault(name, []).append(now - visit.at)
            self.gave_up[name] = self.gave_up.get(name, 0) + 1
            self._promised += 1

    def worked(self, agent: str, load: int, now: float) -> None:
        """An agent has this many units from now on."""
        since, before = self._last[agent]
        self._busy[agent] += before * max(0.0, now - max(since, self.warm_up))
        self._last[agent] = (now, load)

    def all_waits(self, *streams: str) -> list[float]:
        """The waits of these streams, or of everybody."""
        return [wait for name in streams or self.waits for wait in self.waits.get(name, [])]

    def mean_wait(self, *streams: str) -> float:
        """Mean seconds waited, also by those who left."""
        waits = self.all_waits(*streams)
        return sum(waits) / len(waits) if waits else 0.0

    def wait_below(self, share: float, *streams: str) -> float:
        """The wait in seconds that this share of visitors stays below."""
        waits = sorted(self.all_waits(*streams))
        return waits[min(int(share * len(waits)), len(waits) - 1)] if waits else 0.0

    def delayed(self) -> float:
        """Share of those who waited at all."""
        waits = self.all_waits()
        return sum(wait > 0.0 for wait in waits) / max(len(waits), 1)

    def abandoned(self) -> float:
        """Share of those who gave up."""
        return sum(self.gave_up.values()) / max(len(self.all_waits()), 1)

    def promises_kept(self) -> float:
        """Share of those who met an agent within their promise; who left did not."""
        return self._kept / max(self._promised, 1)

    def occupancy(self) -> dict[str, float]:
        """Mean share of each agent's units in use."""
        span = max(self.end - self.warm_up, 1e-9)
        return {agent: busy / span / max(self._capacities[agent], 1) for agent, busy in self._busy.items()}

    def unevenness(self) -> float:
        """Gini coefficient of the agents' occupancies: 0 where all are equally busy."""
        return gini(self.occupancy().values())


def gini(values: Iterable[float]) -> float:
    """How unequal: 0 for all alike, towards 1 where one has everything."""
    ranked = sorted(values)
    total, number = sum(ranked), len(ranked)
    if not total:
        return 0.0
    return sum((2 * place - number + 1) * each for place, each in enumerate(ranked)) / (number * total)
