"""Measures what the routing promises: long tail (RG2), Erlang (RG3), VIP flood (RG6), honest waits (RG8).

Every comparison is on the very same visitors. python tests/bench/routing/goals.py [visitors] [rg2 rg3 rg6 rg8]
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import fmean, stdev

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from routing.arrivals import Stream, Visit, visits
from routing.engine import AgentSpec, Engine
from routing.estimate import Waiting, erlang_a, erlang_c
from routing.outcome import Outcome
from routing.policy import POLICIES
from routing.simulation import Hours, simulate
from tests.bench.routing import textbook
from tests.bench.routing.models import Model, crew, long_tail, n_model, vip_flood, w_model

BATCHES = 40


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


def rate(stream: Stream) -> float:
    assert not callable(stream.rate)
    return stream.rate


def come(model: Model, number: int, seed: int = 1) -> tuple[list[Visit], float]:
    """So many visitors, and when the first twentieth, the warm-up, is over."""
    total = sum(rate(stream) for stream in model[1])
    return visits(model[1], number / total, seed), 0.05 * number / total


def rg2(number: int) -> None:
    """Waits with rare languages, against round robin and least loaded; and how evenly the work falls."""
    for capacity, load in ((3, 0.75), (3, 0.85), (3, 0.92), (1, 0.92)):
        model = long_tail(capacity, load)
        came, warm_up = come(model, number)
        found = {policy: simulate(model[0], came, policy=policy, warm_up=warm_up) for policy in POLICIES}
        waits = {policy: outcome.mean_wait() for policy, outcome in found.items()}
        ours = waits["promise"]
        say(
            f"RG2 {capacity} chats, load {load}: wait {ours:.2f} s = {ours / waits['round_robin']:.2f} x round robin, "
            f"{ours / waits['least_loaded']:.2f} x least loaded, {ours / waits['longest_idle']:.2f} x longest idle, "
            f"{ours / waits['edd']:.2f} x edd; Gini {found['promise'].unevenness():.3f}; promises kept "
            + ", ".join(
                f"{policy} {100 * outcome.promises_kept():.1f} %" for policy, outcome in found.items()
            )
        )


def rg3(number: int) -> None:
    """One pool of ten: each wait must be the textbook's under every policy, and the textbook's mean be Erlang's."""
    pools: list[tuple[str, float, float | None, Waiting]] = [
        ("Erlang-C, load .8", 8.0, None, erlang_c(10, 8.0)),
        ("Erlang-A, load 1, patience 2", 10.0, 600.0, erlang_a(10, 10.0, 2.0)),
    ]
    for name, load, patience, expected in pools:
        model = crew(10, 0, "en"), [Stream(name="all", rate=load / 300, needs={"en": 1}, patience=patience)]
        came, _ = come(model, number // 10)
        few = [*came, came[-1]._replace(at=came[-1].at + 1e6)]
        exact = sorted(textbook.waits(few, 10))
        for policy in POLICIES:
            found = sorted(simulate(model[0], few, policy=policy).waits["all"])
            worst = max(abs(ours - theirs) for ours, theirs in zip(found, exact, strict=True))
            say(
                f"RG3 {name}, {policy}: {len(few):,} waits differ from the textbook's by {worst:.0e} s at most"
            )
        means, delayed = [], 0.0
        for seed in range(BATCHES):
            waits = textbook.waits(come(model, number, seed)[0], 10)[number // 20 :]
            means.append(fmean(waits) / 300)
            delayed += sum(wait > 0 for wait in waits) / len(waits) / BATCHES
        mean, error = fmean(means), stdev(means) / BATCHES**0.5
        say(
            f"RG3 {name}, {BATCHES} times {number:,}: wait {mean:.4f} ± {error:.4f}, formula {expected.mean:.4f} "
            f"({100 * (mean / expected.mean - 1):+.2f} %); who waits {delayed:.4f}, formula {expected.delayed:.4f}"
        )


def rg6(number: int) -> None:
    """95 % VIP and more work than anybody can do: the ordinary ones, who never leave, must be served all the same."""
    model = vip_flood()
    came, warm_up = come(model, number)
    for policy in ("promise", "edd"):
        hours = Passed(model[0], Engine(policy=policy), warm_up)
        outcome = hours.run(iter(came))
        worst = {name: max(outcome.waits[name]) for name in outcome.waits}
        say(
            f"RG6 {policy}: ordinary wait {outcome.mean_wait('ordinary'):.0f} s, "
            f"99 % below {outcome.wait_below(0.99, 'ordinary'):.0f} s, worst {worst['ordinary']:.0f} s, "
            f"VIP {outcome.mean_wait('vip'):.0f} s, worst {worst['vip']:.0f} s; at most {hours.most} later ones served before "
            f"one; unserved at the end {sum(v.stream.name == 'ordinary' for v in hours.waiting.values())}, "
            f"the oldest after {max((came[-1].at - v.at for v in hours.waiting.values()), default=0.0):.0f} s"
        )


class Passed(Hours):
    """Counts by how many who came later each ordinary visitor is passed."""

    def __init__(self, agents: list[AgentSpec], engine: Engine, warm_up: float) -> None:
        super().__init__(agents, engine, warm_up)
        self.most = 0
        self.served: list[float] = []

    def note(self, visit: Visit, now: float) -> None:
        super().note(visit, now)
        if visit.stream.name == "ordinary":
            self.most = max(self.most, sum(at > visit.at for at in self.served[-5000:]))
        self.served.append(visit.at)


class Asked(Hours):
    """Asks for the estimate of every patient visitor on arrival, and compares with the wait that follows."""

    def __init__(self, agents: list[AgentSpec], engine: Engine, warm_up: float) -> None:
        super().__init__(agents, engine, warm_up)
        self.told: dict[float, tuple[float, float, float]] = {}
        self.pairs: list[tuple[float, float, bool]] = []

    def run(self, coming: Iterator[Visit]) -> Outcome:
        return super().run(self.asking(coming))

    def asking(self, coming: Iterator[Visit]) -> Iterator[Visit]:
        for visit in coming:
            yield visit
            name = next(reversed(self.waiting), None)
            if not name or self.waiting[name] is not visit or visit.stream.patience is not None:
                continue
            if found := self.engine.estimate(name, now=visit.at):
                self.told[visit.at] = (found.mean, found.quantile(0.1), found.quantile(0.9))

    def note(self, visit: Visit, now: float) -> None:
        super().note(visit, now)
        if (told := self.told.pop(visit.at, None)) and visit.at >= self.outcome.warm_up:
            self.pairs.append((told[0], now - visit.at, told[1] <= now - visit.at <= told[2]))


def rg8(number: int) -> None:
    """Estimates on arrival, for one patient visitor in twenty: whoever gives up never learns how long it would have been."""
    pool = crew(10, 0, "en"), [Stream(name="en", rate=10 / 300, needs={"en": 1}, patience=600.0)]
    for name, (agents, streams) in {"one pool": pool, "N-model": n_model(), "W-model": w_model()}.items():
        patient = [
            Stream(name=f"{each.name} patient", rate=rate(each) * 0.05, needs=each.needs, work=each.work)
            for each in streams
        ]
        came, warm_up = come((agents, [*streams, *patient]), number)
        hours = Asked(agents, Engine(), warm_up)
        hours.run(iter(came))
        told, was = fmean(pair[0] for pair in hours.pairs), fmean(pair[1] for pair in hours.pairs)
        say(
            f"RG8 {name}: told {told:.0f} s, was {was:.0f} s ({100 * (told / was - 1):+.1f} %); "
            f"{100 * fmean(pair[2] for pair in hours.pairs):.0f} % in the 80 % band, of {len(hours.pairs)}"
        )


GOALS: dict[str, Callable[[int], None]] = {"rg2": rg2, "rg3": rg3, "rg6": rg6, "rg8": rg8}

if __name__ == "__main__":
    given = sys.argv[1:]
    visitors = int(given.pop(0)) if given and given[0].isdigit() else 100_000
    for goal in given or GOALS:
        GOALS[goal](visitors)
