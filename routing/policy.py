"""Who takes it: the policies as two rankings each, of agents for a conversation and of conversations for a slot.

A policy sees values and returns figures; smaller is better and ties go to the lower id.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol

from routing.spec import Figures, Request

NEVER = -1.0  # stands for "no time yet"; times are zero or more
CROWDING = 3.0  # how much a slow-down of open chats counts against the demand of other skills
GAIN = 3.0  # how much the wait still to come counts against the wait that has been

Praise = tuple[str, str]  # in Chinese and in English


class Standing(Protocol):
    """What a policy may know of an agent."""

    load: int
    assigned_at: float  # NEVER before the first assignment
    free_since: float
    turn: int  # number of the last assignment, over all agents; 0 before the first

    @property
    def capacity(self) -> int: ...

    @property
    def slowdown(self) -> float:
        """How much of one chat's speed is lost to the others if this agent takes one more: 0 where none is."""
        ...


class Policy(Protocol):
    """One way to choose. Figures of an agent change only when that agent does, and of two
    conversations with the same requirement and promise the one that arrived earlier ranks first: the index
    relies on both."""

    name: ClassVar[str]
    version: ClassVar[str]
    by_demand: ClassVar[bool]  # whether it looks at what else waits and is asked for

    def rank_agent(self, agent: Standing) -> Figures:
        """How good this agent is for a conversation that arrives, among those with the same other skills."""
        ...

    def weigh(self, figures: tuple[Any, ...], burden: float) -> tuple[Any, ...]:
        """The same among all agents, given how much their other skills are in demand."""
        ...

    def line_key(self, request: Request) -> float:
        """The order in which waiting ones are told; fixed on arrival."""
        ...

    def rank_talk(self, arrived: float, promise: float, extra: float, now: float) -> Figures:
        """How much a freed slot should go to this conversation; `extra`: seconds more it waits if passed by."""
        ...

    def praise(self, figures: Figures, decided: int | None) -> Praise:
        """What put the first-ranked agent ahead, as a clause; `decided` is the index of the figure that made
        the difference, None if only the id did."""
        ...

    def praise_talk(self) -> Praise:
        """What put the first-ranked conversation ahead of the others this agent could take, as a clause."""
        ...


class EarliestFirst:
    """A freed slot goes to the conversation that arrived first."""

    by_demand: ClassVar[bool] = False

    def weigh(self, figures: tuple[Any, ...], burden: float) -> tuple[Any, ...]:
        return figures

    def line_key(self, request: Request) -> float:
        return request.arrived

    def rank_talk(self, arrived: float, promise: float, extra: float, now: float) -> Figures:
        return (arrived,)

    def praise_talk(self) -> Praise:
        return "它来得最早", "it came first"


class LeastLoaded(EarliestFirst):
    """Lowest load for the capacity, then longest since the last assignment."""

    name: ClassVar[str] = "least_loaded"
    version: ClassVar[str] = "least_loaded/1"

    def rank_agent(self, agent: Standing) -> Figures:
        return (agent.load / max(agent.capacity, 1), agent.assigned_at)

    def praise(self, figures: Figures, decided: int | None) -> Praise:
        share = round(100 * figures[0])
        zh, en = f"名额用得最少的几位（{share}%）里", f"of those who use least of their slots ({share} %)"
        if decided == 0:
            return f"这位名额用得最少（{share}%）", f"this one uses least of its slots ({share} %)"
        if decided == 1:
            return f"{zh}，这位最久没有接新会话", f"{en}, this one has gone longest without a new chat"
        return f"{zh}，这位排在名单前面", f"{en}, this one comes first in the list"


class EarliestDue(LeastLoaded):
    """A freed slot goes to the promise that runs out first, so nobody is passed by later ones for long."""

    name: ClassVar[str] = "edd"
    version: ClassVar[str] = "edd/1"

    def line_key(self, request: Request) -> float:
        return request.arrived + request.promise

    def rank_talk(self, arrived: float, promise: float, extra: float, now: float) -> Figures:
        return (arrived + promise,)

    def praise_talk(self) -> Praise:
        return "它的承诺最先到期", "its promise runs out first"


class RoundRobin(EarliestFirst):
    """Everybody in turn: whoever was given one longest ago."""

    name: ClassVar[str] = "round_robin"
    version: ClassVar[str] = "round_robin/1"

    def rank_agent(self, agent: Standing) -> Figures:
        return (float(agent.turn),)

    def praise(self, figures: Figures, decided: int | None) -> Praise:
        if decided is None:
            return (
                "还没轮到过的几位里，这位排在名单前面",
                "of those who have had no turn yet, this one comes first in the list",
            )
        return "按顺序轮到这位", "it is this one’s turn"


class LongestIdle(EarliestFirst):
    """Without open chats for the longest; when all have some, longest since the last assignment."""

    name: ClassVar[str] = "longest_idle"
    version: ClassVar[str] = "longest_idle/1"

    def rank_agent(self, agent: Standing) -> Figures:
        return (1.0, agent.assigned_at) if agent.load else (0.0, agent.free_since)

    def praise(self, figures: Figures, decided: int | None) -> Praise:
        if decided is None:
            return "几位一样久没有接新会话，这位排在名单前面", (
                "of those who have gone longest without a new chat, this one comes first in the list"
            )
        if figures[0]:
            return "这位最久没有接新会话", "this one has gone longest without a new chat"
        return "这位空闲最久", "this one has been free longest"


class Promise(EarliestFirst):
    """Keeps the agents free whose skills are in demand, and gives a slot to whom it costs most to wait on.

    An agent without open chats first, then the least demand for the skills not needed here, the lowest load,
    the longest since the last assignment. A slot goes to the largest share of the promise that is used up or
    will be: waited, plus GAIN times the wait that is added if this agent passes it by.
    """

    name: ClassVar[str] = "promise"
    version: ClassVar[str] = "promise/1"
    by_demand: ClassVar[bool] = True

    def rank_agent(self, agent: Standing) -> Figures:
        load = agent.load
        cost = CROWDING * agent.slowdown
        return (1.0 if load else 0.0, cost, load / max(agent.capacity, 1), agent.assigned_at)

    def weigh(self, figures: tuple[Any, ...], burden: float) -> tuple[Any, ...]:
        return (figures[0], figures[1] + burden, *figures[2:])

    def rank_talk(self, arrived: float, promise: float, extra: float, now: float) -> Figures:
        return (-(max(0.0, now - arrived) + GAIN * extra) / promise, arrived)

    def praise(self, figures: Figures, decided: int | None) -> Praise:
        busy, _, ratio, _ = figures
        if decided == 0:
            return "其中只有这位手上没有会话", "only this one has no open chat"
        if decided == 1 and busy:  # the figure holds the slow-down of open chats too
            return "由这位接，对其他访客影响最小", "other visitors lose least if this one takes it"
        if decided == 1:
            return "其他技能更抢手的同事先留着", "those whose other skills are in more demand stay free"
        if decided == 2:
            used = round(100 * ratio)
            return f"其余条件相当，这位名额用得更少（{used}%）", (
                f"all else equal, this one uses less of its slots ({used} %)"
            )
        if decided == 3:
            return "其余条件相当，这位更久没有接新会话", (
                "all else equal, this one has gone longer without a new chat"
            )
        return "几位条件相当，这位排在名单前面", "all else equal, this one comes first in the list"

    def praise_talk(self) -> Praise:
        return "它再等下去最容易超时", "it would use up most of its promise if passed by"


POLICIES: Mapping[str, Policy] = {
    policy.name: policy for policy in (Promise(), RoundRobin(), LeastLoaded(), LongestIdle(), EarliestDue())
}


def policy_named(name: str) -> Policy:
    """The policy of that name; ValueError lists those that exist."""
    try:
        return POLICIES[name]
    except (KeyError, TypeError):
        raise ValueError(f"Unknown policy {name!r}; choose one of: {', '.join(sorted(POLICIES))}.") from None


class Policies:
    """The policy of each team that has its own, and the one of everybody else."""

    __slots__ = ("by_demand", "by_team", "default")

    def __init__(self, default: str, teams: Mapping[str, str]) -> None:
        """By names; ValueError lists those that exist."""
        self.default = policy_named(default)
        self.by_team = {team: policy_named(name) for team, name in sorted(teams.items())}
        self.by_demand = any(each.by_demand for each in (self.default, *self.by_team.values()))

    def of(self, team: str | None) -> Policy:
        """By which policy this team's agents are given the next."""
        return self.by_team.get(team, self.default) if team is not None else self.default

    def key(self, request: Request) -> float:
        """Its place among others, by the policy of the team that it is for."""
        return self.of(request.team).line_key(request)

    def among(self, teams: frozenset[str] | None) -> Policy:
        """By which policy an agent of these teams is chosen: a team's own where it is the only one."""
        return self.of(next(iter(teams))) if teams is not None and len(teams) == 1 else self.default
