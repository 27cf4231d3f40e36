"""Past visitors once more, with another policy: the shipped engine over who came, what they took and who was there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from routing.arrivals import Visit
from routing.engine import AgentSpec, AgentState, Decision, Engine
from routing.outcome import Outcome
from routing.policy import POLICIES
from routing.simulation import Hours

AFTER = 7200.0  # seconds that those who came last are followed

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shift:
    """When one agent was there, as spans of seconds, in order."""

    spec: AgentSpec
    spans: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Compared:
    """What one policy would have made of them: seconds, shares of 1, and how unevenly the work fell (0 to 1)."""

    policy: str
    mean_wait_s: float
    p80_wait_s: float
    abandoned: float
    within_promise: float
    occupancy_gini: float


class Days(Hours):
    """Agents come and go as they did."""

    def __init__(self, shifts: Sequence[Shift], engine: Engine) -> None:
        super().__init__([shift.spec for shift in shifts], engine, warm_up=0.0)
        for shift in shifts:
            self.engine.set_state(shift.spec.id, AgentState.OFFLINE, now=0.0)
            for begins, ends in shift.spans:
                self._schedule(begins, "on", shift.spec.id, 0)
                self._schedule(ends, "off", shift.spec.id, 0)

    def whole(self, coming: Sequence[Visit]) -> Outcome:
        """Everybody who came, until nobody of them waits any more."""
        outcome = self.run(iter(coming))
        outcome.end += AFTER
        self._until(outcome.end)
        return outcome

    def _happen(self, at: float, order: int, what: str, whom: str, turn: int) -> None:
        if what in STATES:
            made: list[Decision] = self.engine.set_state(whom, STATES[what], now=at)
            self._carry_out(made, at)
        else:
            super()._happen(at, order, what, whom, turn)


STATES = {"on": AgentState.ONLINE, "off": AgentState.OFFLINE}


def compare(shifts: Sequence[Shift], coming: Sequence[Visit]) -> list[Compared]:
    """Every policy with the very same visitors and agents, in the order in which policies are listed."""
    return [_with(policy, shifts, coming) for policy in POLICIES]


def _with(policy: str, shifts: Sequence[Shift], coming: Sequence[Visit]) -> Compared:
    outcome = Days(shifts, Engine(policy=policy)).whole(coming)
    return Compared(
        policy=policy,
        mean_wait_s=outcome.mean_wait(),
        p80_wait_s=outcome.wait_below(0.8),
        abandoned=outcome.abandoned(),
        within_promise=outcome.promises_kept(),
        occupancy_gini=outcome.unevenness(),
    )


def shifts_of(held: Iterable[Span], slack: float, gap: float) -> list[Span]:
    """When somebody was there, from what they had in hand: each span with some time around it, near ones joined."""
    found: list[Span] = []
    for begins, ends in sorted(held):
        begins, ends = max(0.0, begins - slack), ends + slack
        if found and begins - found[-1][1] <= gap:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((begins, ends))
    return found
