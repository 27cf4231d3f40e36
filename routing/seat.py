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
    from routing.pool import Signature

RAMP_WINDOW = 60.0  # seconds

QueueKey = tuple[float, tuple[str, ...], frozenset[str]]  # promise, never asked, refused


class Seat:
    """An agent at this moment."""

    __slots__ = (
        "assigned_at",
        "channel_load",
        "free_since",
        "held",
        "load",
        "places",
        "recent",
        "spec",
        "state",
        "wrap_until",
    )

    def __init__(self, spec: AgentSpec, now: float) -> None:
        self.spec = spec
        self.state = AgentState.ONLINE
        self.load = 0
        self.channel_load: Counter[str] = Counter()
        self.assigned_at = NEVER
        self.free_since = now
        self.wrap_until: float | None = None
        self.recent: deque[float] = deque()  # when each assignment leaves the ramp's minute
        self.held: dict[str, None] = {}
        self.places: dict[Signature, str | None] = {}  # what this agent can serve → why not now

    @property
    def capacity(self) -> int:
        return self.spec.capacity

    def take(self, request: Request, now: float) -> None:
        """Reserve the units."""
        self.held[request.id] = None
        self.load += request.weight
        self.channel_load[request.channel] += request.weight
        self.assigned_at = now

    def give_back(self, request: Request, now: float) -> None:
        """Free the units."""
        del self.held[request.id]
        self.load -= request.weight
        self.channel_load[request.channel] -= request.weight
        self.free_since = now

    def fits(self, channel: str, weight: int) -> bool:
        """Whether the units are free."""
        most = (self.spec.channels or {}).get(channel, self.spec.capacity)
        return self.load + weight <= self.spec.capacity and self.channel_load[channel] + weight <= most

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

    __slots__ = ("agent", "kept_until", "refusals", "request", "round_over", "signature", "steps")

    def __init__(self, request: Request) -> None:
        self.request = request
        self.steps = 0
        self.agent: str | None = None  # None while waiting
        self.signature: Signature | None = None  # set while waiting
        self.refusals: dict[str, float] = {}  # agent → excluded until
        self.round_over = False  # everybody online has refused
        self.kept_until: float | None = None  # until when only the agent it is used to may have it

    def want(self, steps: int) -> Want:
        """The requirement with so many steps in force, for one agent alone while it is kept for them."""
        want = want_after(self.request, steps)
        return want if self.kept_until is None else replace(want, agent=self.request.sticky)

    def queue_key(self) -> QueueKey:
        return self.request.promise, tuple(self.request.not_agents), frozenset(self.refusals)

    def bars(self, agent: str) -> str | None:
        """Why this conversation alone isn't for this agent."""
        if agent in self.request.not_agents:
            return "barred"
        return "refused" if agent in self.refusals else None
