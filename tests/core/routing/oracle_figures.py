"""What the policies compare, worked out the slow way from the whole history, for the oracle to check against."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import exp
from typing import TYPE_CHECKING, Any

from routing.spec import AgentSpec

if TYPE_CHECKING:
    from tests.core.routing.oracle import Oracle
    from tests.core.routing.oracle_rows import Talk

Key = tuple[Any, ...]


@dataclass
class History:
    """Loads over time, work that arrived, handling times: kept as they happened, summed when asked."""

    oracle: "Oracle"
    loads: dict[str, list[tuple[float, int, AgentSpec]]] = field(default_factory=dict)
    begun: dict[str, tuple[float, Key]] = field(
        default_factory=dict
    )  # conversation → when, and what it needed
    handling: dict[Key, float] = field(default_factory=dict)
    asked: dict[str, float] = field(default_factory=dict)  # seconds of work since the last publication
    windows: list[tuple[float, dict[str, float]]] = field(default_factory=list)
    published_at: float = 0.0
    demand: dict[str, float] = field(default_factory=dict)

    def lesson(self, talk: "Talk") -> Key:
        return tuple(sorted(self.oracle.in_force(talk.request)[0].items())), talk.request.channel

    def arrived(self, talk: "Talk") -> None:
        for skill in talk.request.needs:
            work = self.handling.get(self.lesson(talk), 300.0)
            self.asked[skill] = self.asked.get(skill, 0.0) + work

    def began(self, talk: "Talk", *, known: bool) -> None:
        self.begun.pop(talk.request.id, None)
        if known:
            self.begun[talk.request.id] = (self.oracle.now, self.lesson(talk))
        self.weigh(talk.agent or "")

    def weigh(self, agent: str) -> None:
        """Note the load an agent has from now on."""
        now = (self.oracle.now, self.oracle.load(agent), self.oracle.agents[agent].spec)
        self.loads.setdefault(agent, []).append(now)

    def finished(self, talk: "Talk", agent: str) -> None:
        """Learn from one that is over; call while its units are still taken."""
        begun = self.begun.pop(talk.request.id, None)
        if begun is None or not talk.request.weight:
            return
        since, key = begun
        before = self.handling.get(key, 300.0)
        self.handling[key] = 0.95 * before + 0.05 * self.work(agent, since)

    def work(self, agent: str, since: float) -> float:
        """Seconds of undivided work that one chat got since then."""
        changes = self.loads[agent]
        ends = [at for at, _, _ in changes[1:]] + [self.oracle.now]
        return sum(
            max(0.0, end - max(at, since)) * pace(spec, load) / load
            for (at, load, spec), end in zip(changes, ends, strict=True)
            if load
        )

    def publish(self) -> None:
        """Every ten seconds or more, as the engine does, but from the whole history."""
        passed = self.oracle.now - self.published_at
        if passed < 10.0:
            return
        self.published_at = self.oracle.now
        if not self.asked and not self.windows:
            return
        self.windows.append((passed, self.asked))
        self.asked = {}
        skills = {skill for _, asked in self.windows for skill in asked}
        self.demand = {skill: self.rate(skill) for skill in skills}

    def rate(self, skill: str) -> float:
        later, total = 0.0, 0.0
        for passed, asked in reversed(self.windows):
            total += asked.get(skill, 0.0) / passed * (1.0 - exp(-passed / 900.0)) * exp(-later / 900.0)
            later += passed
        return total

    def free(self, skill: str) -> int:
        """Units that nobody has, of agents online who have the skill; at least one."""
        seats = [(name, agent) for name, agent in self.oracle.agents.items() if agent.state == "online"]
        units = [
            max(0, agent.spec.capacity - self.oracle.load(name))
            for name, agent in seats
            if agent.spec.skills.get(skill)
        ]
        return max(1, sum(units))

    def speed(self, name: str) -> float:
        """Of an agent with all units taken; none from those who are away."""
        agent = self.oracle.agents[name]
        away = agent.state not in ("online", "wrap_up")
        return 0.0 if away or not agent.spec.capacity else pace(agent.spec, agent.spec.capacity)

    def burden(self, name: str, talk: "Talk") -> float:
        """What one more chat costs others: demand of the agent's other skills, and three times the slow-down."""
        needs, spec = self.oracle.in_force(talk.request)[0], self.oracle.agents[name].spec
        others = [skill for skill, level in spec.skills.items() if level and skill not in needs]
        load = self.oracle.load(name)
        lost = 1.0 - (pace(spec, load + 1) - (pace(spec, load) if load else 0.0))
        return 3.0 * lost + sum(self.demand.get(skill, 0.0) / self.free(skill) for skill in others)

    def press(self, talk: "Talk") -> float:
        """Waited and three times the wait to come, as a share of the promise."""
        waiting = [self.oracle.talks[name] for name in self.oracle.waiting()]
        kinds = {self.kind(each): each for each in waiting if self.oracle.in_force(each.request)[2] is None}
        only = self.oracle.in_force(talk.request)[2]
        hope = 0.0
        for name in self.oracle.agents:
            if self.serves(name, talk):
                share = sum(self.serves(name, each) for each in kinds.values()) + (only is not None)
                hope += self.speed(name) / share
        waited = max(0.0, self.oracle.now - talk.request.arrived)
        return (waited + 3.0 * self.handling.get(self.lesson(talk), 300.0) / hope) / talk.request.promise

    def kind(self, talk: "Talk") -> Key:
        needs, teams, only = self.oracle.in_force(talk.request)
        who = None if teams is None else tuple(sorted(teams))
        return tuple(sorted(needs.items())), who, only, talk.request.channel, talk.request.weight

    def serves(self, name: str, talk: "Talk") -> bool:
        """Whether this agent could ever be given what this conversation asks for."""
        spec, (needs, teams, only) = self.oracle.agents[name].spec, self.oracle.in_force(talk.request)
        return (
            all(spec.skills.get(skill, 0) >= level for skill, level in needs.items())
            and (teams is None or spec.team in teams)
            and only in (None, name)
            and self.oracle.would_fit(name, talk)
        )


def pace(spec: AgentSpec, load: int) -> float:
    if not spec.conc:
        return load
    return spec.conc[load - 1] if load <= len(spec.conc) else spec.conc[-1]


AGENT_FIGURES: dict[str, Callable[["Oracle", str, "Talk"], tuple[float, ...]]] = {
    "least_loaded": lambda o, name, _: (o.share(name), o.agents[name].assigned_at),
    "edd": lambda o, name, _: (o.share(name), o.agents[name].assigned_at),
    "round_robin": lambda o, name, _: (o.agents[name].turn,),
    "longest_idle": lambda o, name, _: (
        (1.0, o.agents[name].assigned_at) if o.load(name) else (0.0, o.agents[name].free_since)
    ),
    "promise": lambda o, name, talk: (
        float(o.load(name) > 0),
        o.history.burden(name, talk),
        o.share(name),
        o.agents[name].assigned_at,
    ),
}
SLOT_FIGURES: dict[str, Callable[["Oracle", "Talk"], tuple[float, ...]]] = {
    "edd": lambda _, talk: (talk.request.arrived + talk.request.promise,),
    "promise": lambda o, talk: (-o.history.press(talk), talk.request.arrived),
}
