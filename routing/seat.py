"""An agent and a conversation at this moment, as the engine keeps them between events."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

from routing.policy import NEVER
from routing.spec import AgentSpec, AgentState, Request
from routing.want import Want, want_after

if TYPE_CHECKING:
    from routing.crew import Crew
    from routing.learn import Lessons
    from routing.line import Line
    from routing.signature import Signature

RAMP_WINDOW = 60.0  # seconds
THERE = frozenset({AgentState.ONLINE, AgentState.WRAP_UP})  # soon free again, if not now


class Seat:
    """An agent at this moment."""

    __slots__ = (
        "assigned_at",
        "channel_load",
        "counted",
        "counted_free",
        "crew",
        "free_places",
        "free_since",
        "held",
        "load",
        "places",
        "recent",
        "shown",
        "skills",
        "spec",
        "state",
        "turn",
        "work",
        "worked_until",
        "wrap_until",
    )

    def __init__(self, spec: AgentSpec, now: float) -> None:
        self.spec = spec
        self.skills = skill_names(spec)
        self.state = AgentState.ONLINE
        self.load = 0
        self.channel_load: Counter[str] = Counter()
        self.assigned_at = NEVER
        self.turn = 0  # number of the last assignment, counted over all agents
        self.free_since = now
        self.wrap_until: float | None = None
        self.recent: deque[float] = deque()  # when each assignment leaves the ramp's minute
        self.held: dict[str, None] = {}
        self.work, self.worked_until = 0.0, now  # seconds of undivided work that each open chat has had
        self.places: dict[Signature, str | None] = {}  # what this agent can serve → why not now
        self.free_places = 0  # how many of them have no reason against
        self.shown: tuple[object, ...] | None = None  # what the index last took over
        self.crew: Crew | None = None
        self.counted = 0  # throughput counted in the crew, in thousandths
        self.counted_free = 0  # free units counted in the demand

    @property
    def capacity(self) -> int:
        return self.spec.capacity

    @property
    def slowdown(self) -> float:
        return (
            1.0 - (speed(self.spec, self.load + 1) - speed(self.spec, self.load)) if self.spec.conc else 0.0
        )

    def change(self, spec: AgentSpec) -> None:
        """Have another place from now on."""
        self.spec, self.skills = spec, skill_names(spec)

    def throughput(self) -> int:
        """Speed with all units taken, in thousandths of that with one; nothing for those who are away."""
        if self.state not in THERE or not self.spec.capacity:
            return 0
        return round(1000 * speed(self.spec, self.spec.capacity))

    def take(self, request: Request, now: float, turn: int) -> None:
        """Reserve the units."""
        self._work_on(now)
        self.held[request.id] = None
        self.load += request.weight
        self.channel_load[request.channel] += request.weight
        self.assigned_at, self.turn = now, turn

    def give_back(self, request: Request, now: float) -> None:
        """Free the units."""
        self._work_on(now)
        del self.held[request.id]
        self.load -= request.weight
        self.channel_load[request.channel] -= request.weight
        self.free_since = now

    def _work_on(self, now: float) -> None:
        if self.load:
            self.work += (now - self.worked_until) * speed(self.spec, self.load) / self.load
        self.worked_until = now

    def fits(self, channel: str, weight: int) -> bool:
        """Whether the units are free."""
        spec = self.spec
        if self.load + weight > spec.capacity:
            return False
        if spec.channels is None:
            return True
        return self.channel_load[channel] + weight <= spec.channels.get(channel, spec.capacity)

    def hindrance(self, want: Want) -> str | None:
        """Why this agent, who can serve it, can't take it now."""
        if self.state is not AgentState.ONLINE:
            return self.state.value
        if not self.fits(want.channel, want.weight):
            return "full"
        return "ramp" if self.recent and self.ramp_until() is not None else None

    def ramp_until(self) -> float | None:
        """When the ramp lets the next one in, or None if it does now."""
        ramp = self.spec.ramp
        if not ramp or len(self.recent) < ramp:
            return None
        return self.recent[len(self.recent) - ceil(ramp)]

    def count_for_ramp(self, now: float) -> None:
        """Let one assignment count against the ramp for a minute."""
        if self.spec.ramp:
            self.forget(now)
            self.recent.append(now + RAMP_WINDOW)

    def forget(self, now: float) -> None:
        """Drop the assignments that are older than the ramp's minute."""
        while self.recent and self.recent[0] <= now:
            self.recent.popleft()


class Talk:
    """A conversation that waits or is reserved."""

    __slots__ = (
        "agent",
        "begun",
        "entry",
        "kept_until",
        "lessons",
        "line",
        "noted",
        "refusals",
        "request",
        "round_over",
        "signature",
        "steps",
    )

    def __init__(self, request: Request) -> None:
        self.request = request
        self.steps = 0
        self.agent: str | None = None  # None while waiting
        self.signature: Signature | None = None  # set while waiting
        self.line: Line | None = None  # where it stands while it waits
        self.entry = (0.0, "")  # its place in that line
        self.refusals: dict[str, float] = {}  # agent → excluded until
        self.round_over = False  # everybody online has refused
        self.kept_until: float | None = None  # until when only the agent it is used to may have it
        self.begun: float | None = None  # the agent's work when it began; None where that isn't known
        self.lessons: Lessons | None = None
        self.noted = 0.0  # seconds of its wait that are learnt already

    def want(self, steps: int) -> Want:
        """The requirement with so many steps in force, for one agent alone while it is kept for them."""
        want = want_after(self.request, steps)
        return want if self.kept_until is None else replace(want, agent=self.request.sticky)

    def bars(self, agent: str) -> str | None:
        """Why this conversation alone isn't for this agent."""
        if agent in self.request.not_agents:
            return "barred"
        return "refused" if agent in self.refusals else None

    def waited(self, now: float) -> float:
        """Seconds since arrival; 0 where clocks disagree."""
        return max(0.0, now - self.request.arrived)

    def learn_wait(self, now: float, *, in_vain: bool) -> None:
        """Take note that a wait has ended; a part of it that was noted before doesn't count again."""
        waited = self.waited(now)
        if self.lessons:
            self.lessons.waited(waited - self.noted, in_vain=in_vain)
        self.noted = waited


def skill_names(spec: AgentSpec) -> frozenset[str]:
    """The skills somebody has at all."""
    return frozenset(skill for skill, level in spec.skills.items() if level > 0)


def speed(spec: AgentSpec, load: int) -> float:
    """Speed with so many units of open chats, relative to one."""
    if not spec.conc or not load:
        return float(load)
    return spec.conc[min(load, len(spec.conc)) - 1]
