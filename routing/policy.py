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
        """The order among those who wait for the same; fixed on arrival."""
        ...

    def rank_talk(self, key: float, promise: float, extra: float, now: float) -> Figures:
        """How much a freed slot should go to this conversation; `extra`: seconds more it waits if passed by."""
        ...

    def praise(self, figures: Figures, decided: int | None) -> Praise:
        """What put the first-ranked agent ahead; `decided` is the index of the figure that made the
        difference, None if only the id did."""
        ...

    def praise_talk(self, eligible: int) -> Praise:
        """What put the first-ranked conversation ahead of the others this agent could take."""
        ...


class EarliestFirst:
    """A freed slot goes to the conversation that arrived first."""

    by_demand: ClassVar[bool] = False

    def weigh(self, figures: tuple[Any, ...], burden: float) -> tuple[Any, ...]:
        return figures

    def line_key(self, request: Request) -> float:
        return request.arrived

    def rank_talk(self, key: float, promise: float, extra: float, now: float) -> Figures:
        return (key,)

    def praise_talk(self, eligible: int) -> Praise:
        return (
            f"在该坐席现在能接的 {eligible} 个会话中到得最早",
            f"none of the {eligible} this agent can take now came earlier",
        )


class LeastLoaded(EarliestFirst):
    """Lowest load for the capacity, then longest since the last assignment."""

    name: ClassVar[str] = "least_loaded"
    version: ClassVar[str] = "least_loaded/1"

    def rank_agent(self, agent: Standing) -> Figures:
        return (agent.load / max(agent.capacity, 1), agent.assigned_at)

    def praise(self, figures: Figures, decided: int | None) -> Praise:
        share = round(100 * figures[0])
        if decided == 0:
            return f"负载最低（{share}%）", f"has the lowest load ({share} %)"
        if decided == 1:
            return f"负载并列最低（{share}%），且距上次接入最久", (
                f"has no more load than any other ({share} %) and the longest time since the last assignment"
            )
        return f"负载并列最低（{share}%），按编号在前", (
            f"has no more load than any other ({share} %) and comes first by id"
        )


class EarliestDue(LeastLoaded):
    """A freed slot goes to the promise that runs out first, so nobody is passed by later ones for long."""

    name: ClassVar[str] = "edd"
    version: ClassVar[str] = "edd/1"

    def line_key(self, request: Request) -> float:
        return request.arrived + request.promise

    def praise_talk(self, eligible: int) -> Praise:
        return (
            f"在该坐席现在能接的 {eligible} 个会话中承诺时间最先到期",
            f"of the {eligible} this agent can take now, no promise runs out earlier",
        )


class RoundRobin(EarliestFirst):
    """Everybody in turn: whoever was given one longest ago."""

    name: ClassVar[str] = "round_robin"
    version: ClassVar[str] = "round_robin/1"

    def rank_agent(self, agent: Standing) -> Figures:
        return (float(agent.turn),)

    def praise(self, figures: Figures, decided: int | None) -> Praise:
        if decided is None:
            return (
                "和其他人一样还没轮到过，按编号在前",
                "has had no turn yet, like the next, and comes first by id",
            )
        if not figures[0]:
            return "还没轮到过", "has had no turn yet"
        return "等轮次最久", "has waited the longest for a turn"


class LongestIdle(EarliestFirst):
    """Without open chats for the longest; when all have some, longest since the last assignment."""

    name: ClassVar[str] = "longest_idle"
    version: ClassVar[str] = "longest_idle/1"

    def rank_agent(self, agent: Standing) -> Figures:
        return (1.0, agent.assigned_at) if agent.load else (0.0, agent.free_since)

    def praise(self, figures: Figures, decided: int | None) -> Praise:
        if decided is None:
            return "与他人空闲一样久，按编号在前", "has been free as long as any other and comes first by id"
        if figures[0]:
            return "距上次接入最久", "has the longest time since the last assignment"
        return "空闲最久", "has been free the longest"


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

    def rank_talk(self, key: float, promise: float, extra: float, now: float) -> Figures:
        return (-(max(0.0, now - key) + GAIN * extra) / promise, key)

    def praise(self, figures: Figures, decided: int | None) -> Praise:
        busy, _, ratio, _ = figures
        if decided == 0:
            return "是其中唯一手上没有会话的", "is the only one without an open chat"
        zh, en = ("", "") if busy else ("手上没有会话，", "has no open chat, and ")
        if decided == 1 and busy:  # the figure holds the slow-down of open chats too
            return "接下它对其他访客影响最小", "costs other visitors the least by taking it"
        if decided == 1:
            return f"{zh}其他技能眼下最少有人需要", f"{en}the other skills that are least in demand"
        if busy:
            zh, en = (
                "接下它对其他访客的影响不比别人大，",
                "costs other visitors no more than the next one would, ",
            )
        else:
            zh, en = (
                f"{zh}其他技能不比别人的更紧缺，",
                f"{en}other skills no more in demand than the next one’s, ",
            )
        if decided == 2:
            return (
                f"{zh}负载更低（{round(100 * ratio)}%）",
                f"{en}and has a lower load ({round(100 * ratio)} %)",
            )
        if decided == 3:
            return f"{zh}且距上次接入更久", f"{en}and has the longer time since the last assignment"
        return f"{zh}按编号在前", f"{en}and comes first by id"

    def praise_talk(self, eligible: int) -> Praise:
        return (
            f"在该坐席现在能接的 {eligible} 个会话中，对照各自的承诺，它最不宜再等",
            f"of the {eligible} this agent can take now, it is the one that more waiting would cost most of its promise",
        )


POLICIES: Mapping[str, Policy] = {
    policy.name: policy for policy in (Promise(), RoundRobin(), LeastLoaded(), LongestIdle(), EarliestDue())
}


def policy_named(name: str) -> Policy:
    """The policy of that name; ValueError lists those that exist."""
    try:
        return POLICIES[name]
    except (KeyError, TypeError):
        raise ValueError(f"Unknown policy {name!r}; choose one of: {', '.join(sorted(POLICIES))}.") from None
