"""The best that any rule can do in the N-model and the W-model, by dynamic programming over all their states.

A state is how many of each crew are busy and how many of each class wait; work is alike for all, so it needn't
know who has whom. Any free agent may take any class they serve or be kept idle. Cost: visitors waiting.

python tests/bench/routing/optimum.py [longest queue] [visitors]
"""

import itertools
import sys
from dataclasses import dataclass
from heapq import heappop, heappush
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from routing.arrivals import Visit, visits
from routing.policy import POLICIES
from routing.simulation import simulate
from tests.bench.routing.models import PATIENCE, WORK, Model, n_model, w_model

EXACT = 1e-4  # relative gap between the bounds of the mean wait at which to stop
Values = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@dataclass(frozen=True)
class World:
    """Crews as (agents, the classes they serve), arrivals a second by class, and the longest queue looked at."""

    crews: tuple[tuple[int, tuple[int, ...]], ...]
    rates: tuple[float, ...]
    longest: int

    @property
    def shape(self) -> tuple[int, ...]:
        return (*(agents + 1 for agents, _ in self.crews), *(self.longest + 1,) * len(self.rates))


def world_of(model: Model, longest: int) -> World:
    agents, streams = model
    names = [stream.name for stream in streams]
    served = [tuple(place for place, name in enumerate(names) if name in agent.skills) for agent in agents]
    crews = tuple((served.count(each), each) for each in dict.fromkeys(served))
    return World(crews, tuple(float(stream.rate) for stream in streams), longest)  # type: ignore[arg-type]


def shifted(values: Values, axis: int, by: int) -> Values:
    """The value of the state next to each along this axis; at the edge, of the state itself."""
    size = values.shape[axis]
    return values.take(np.clip(np.arange(size) + by, 0, size - 1), axis=axis)


def best(world: World, values: Values) -> Values:
    """The value of each state once every free agent has been given the best of what waits, or nothing."""
    found = values.copy()
    busy = itertools.product(*(range(agents, -1, -1) for agents, _ in world.crews))
    for state in sorted(busy, key=sum, reverse=True):
        for crew, (agents, classes) in enumerate(world.crews):
            if state[crew] == agents:
                continue
            fuller = found[tuple(count + (place == crew) for place, count in enumerate(state))]
            for each in classes:
                waiting = [slice(None)] * len(world.rates)
                left = list(waiting)
                waiting[each], left[each] = slice(1, None), slice(None, -1)
                here = found[state]
                here[tuple(waiting)] = np.minimum(here[tuple(waiting)], fuller[tuple(left)])
    return found


def solve(world: World) -> tuple[float, Values]:
    """The least mean wait in seconds over all rules, and the value of each state, by relative value iteration."""
    grid = np.indices(world.shape, dtype=float)
    crews, classes = len(world.crews), len(world.rates)
    total = (
        sum(world.rates)
        + sum(agents for agents, _ in world.crews) / WORK
        + world.longest * classes / PATIENCE
    )
    cost = sum(grid[crews + each] for each in range(classes))
    values: Values = np.zeros(world.shape)
    while True:
        after = best(world, values)
        new, stay = cost / total, np.full(world.shape, total)
        for each, rate in enumerate(world.rates):
            new, stay = new + rate / total * shifted(after, crews + each, 1), stay - rate
            leaving = grid[crews + each] / PATIENCE
            new, stay = new + leaving / total * shifted(after, crews + each, -1), stay - leaving
        for crew in range(crews):
            ending = grid[crew] / WORK
            new, stay = new + ending / total * shifted(after, crew, -1), stay - ending
        new += stay / total * after
        change = (new - values) * total / sum(world.rates)
        low, high = float(change.min()), float(change.max())
        values = new - new.flat[0]
        if high - low < EXACT * high:
            return (low + high) / 2, best(world, values)


class Perfect:
    """The best rule on the very visitors that the engine meets: each event, the best of what can be done."""

    def __init__(self, world: World, values: Values, names: list[str]) -> None:
        self.world, self.values, self.names = world, values, names
        self.busy = [0] * len(world.crews)
        self.waiting: list[dict[int, Visit]] = [{} for _ in names]
        self.events: list[
            tuple[float, int, int]
        ] = []  # when, what, whom: a crew is done, or -1 for a visitor leaves
        self.waits: list[float] = []

    def run(self, visits: list[Visit], warm_up: float) -> float:
        """Their mean wait in seconds, of those who come after `warm_up`."""
        self.warm_up = warm_up
        for number, visit in enumerate(visits):
            while self.events and self.events[0][0] < visit.at:
                self.happen(*heappop(self.events))
            self.waiting[self.names.index(visit.stream.name)][number] = visit
            heappush(self.events, (visit.at + visit.patience, -1, number))
            self.serve(visit.at)
        return sum(self.waits) / len(self.waits)

    def happen(self, at: float, what: int, whom: int) -> None:
        if what >= 0:
            self.busy[what] -= 1
        for line in self.waiting if what < 0 else ():
            if visit := line.pop(whom, None):
                self.note(visit, at)
        self.serve(at)

    def note(self, visit: Visit, at: float) -> None:
        if visit.at >= self.warm_up:
            self.waits.append(at - visit.at)

    def value(self, crew: int | None = None, each: int = 0) -> float:
        """Of the state after this crew takes one of that class, or as it is."""
        busy = [count + (place == crew) for place, count in enumerate(self.busy)]
        long = [len(line) - (crew is not None and place == each) for place, line in enumerate(self.waiting)]
        return float(self.values[(*busy, *(min(count, self.world.longest) for count in long))])

    def serve(self, now: float) -> None:
        while True:
            moves = [
                (self.value(crew, each), crew, each)
                for crew, (agents, classes) in enumerate(self.world.crews)
                if self.busy[crew] < agents
                for each in classes
                if self.waiting[each]
            ]
            if not moves or min(moves)[0] > self.value() + 1e-9:
                return
            _, crew, each = min(moves)
            visit = self.waiting[each].pop(next(iter(self.waiting[each])))
            self.note(visit, now)
            self.busy[crew] += 1
            heappush(self.events, (now + visit.work, crew, -1))


def main(longest: int, visitors: int) -> None:
    """Both models: the optimum, then the best rule and each policy on the same visitors."""
    for name, model, most in (("N", n_model(), 2 * longest), ("W", w_model(), longest)):
        world = world_of(model, most)
        least, values = solve(world)
        say(f"{name}-model: no rule waits less than {least:.2f} s on average")
        agents, streams = model
        total = sum(world.rates)
        came = visits(streams, visitors / total, seed=1)
        warm_up = 0.02 * visitors / total
        perfect = Perfect(world, values, [stream.name for stream in streams]).run(came, warm_up)
        say(f"  that rule on these {len(came):,} visitors {perfect:8.2f} s")
        for policy in POLICIES:
            found = simulate(agents, came, policy=policy, warm_up=warm_up).mean_wait()
            say(f"  {policy:40} {found:8.2f} s   {found / perfect:.3f} of the best")


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]] + [20, 100_000][len(sys.argv) - 1 :]
    main(*given)
