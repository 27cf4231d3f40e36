"""Measures the what-if (RG9): its wait against a long simulation of the same hour.

python tests/bench/routing/whatif.py [visitors] [beginnings of names]
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from routing.arrivals import Stream
from routing.staffing import changed, what_if
from routing.trial import Rehearsal, seen
from tests.bench.routing.models import Model, crew, long_tail, n_model, w_model

VISITORS, LONG = 16_000, 150_000  # of a what-if in the product, and of the simulation that is believed
CHANGES = (-1, 0, 1)


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


def pool(agents: int, load: float, spread: float | None = None) -> Model:
    rate = load * agents / 300
    return crew(agents, 0, "en"), [
        Stream(name="all", rate=rate, needs={"en": 1}, work=300.0, patience=600.0, spread=spread)
    ]


MODELS: dict[str, Model] = {
    "one pool of 6, load .8": pool(6, 0.8),
    "one pool of 10, load 1": pool(10, 1.0),
    "one pool of 30, load .95": pool(30, 0.95),
    "one pool of 10, load 1, spread .8": pool(10, 1.0, 0.8),
    "one pool of 10, load 1, spread 1.6": pool(10, 1.0, 1.6),
    "N": n_model(),
    "W": w_model(),
    "long tail, one chat": long_tail(1),
}


def main() -> None:
    visitors = int(sys.argv[1]) if len(sys.argv) > 1 else VISITORS
    worst = 0.0
    wanted = sys.argv[2:]
    for name, (agents, streams) in MODELS.items():
        if wanted and not any(name.startswith(each) for each in wanted):
            continue
        began = time.process_time()
        method, told = what_if(agents, streams, CHANGES, visitors, "promise")
        took = time.process_time() - began
        long = Rehearsal(streams, LONG, "promise", "other visitors")
        for by in CHANGES:
            team = changed(agents, streams, by)
            found = seen(long.meet(team))
            off = told[by].mean_wait_s / found.mean_wait_s - 1
            p80, right = told[by].p80_wait_s, found.p80_wait_s
            worst = max(worst, abs(off), abs(p80 - right) / max(right, 5.0))
            say(
                f"RG9 {name} {by:+d}: {method}, mean wait {told[by].mean_wait_s:.1f} s ({100 * off:+.1f} %), p80 {p80:.1f} "
                f"against {right:.1f} s, abandoned {100 * told[by].abandoned:.2f} against {100 * found.abandoned:.2f} %"
            )
        say(f"    {took:.1f} s CPU")
    say(f"RG9 what-if: {100 * worst:.1f} % off at most (goal 10)")


if __name__ == "__main__":
    main()
