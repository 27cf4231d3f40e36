"""Runs the state machine for longer, with new examples each time: events of any order against the oracle.

python tests/core/routing/deep.py [examples] [steps]
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.core.routing.test_engine_against_oracle import Routing


def main(examples: int, steps: int) -> None:
    """Nothing to say is good news; a failure prints the shortest story that leads to it."""
    again = settings(Routing.TestCase.settings, max_examples=examples, stateful_step_count=steps)
    run_state_machine_as_test(Routing, settings=settings(again, derandomize=False, database=None))
    print(f"{examples:,} stories of up to {steps} events: the engine and the oracle agree")  # noqa: T201


if __name__ == "__main__":
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    given = [int(word) for word in sys.argv[1:]] + [500, 50][len(sys.argv) - 1 :]
    main(*given)
