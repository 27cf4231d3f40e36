"""Who takes it: the policies as two rankings each, of agents for a conversation and of conversations for a slot.

A policy sees values and returns figures; smaller is better and ties go to the lower id.
"""

from collections.abc import Mapping
from typing import ClassVar, Protocol

from routing.spec import Figures, Request

NEVER = -1.0  # stands for "no time yet"; times are zero or more


class Standing(Protocol):
    """What a policy may know of an agent."""

    load: int
    assigned_at: float  # NEVER before the first assignment
    free_since: float

    @property
    def capacity(self) -> int: ...


class Policy(Protocol):
    """One way to choose. Figures of an agent change only when that agent does, and of two conversations with
    the same requirement and promise the one that arrived earlier ranks first: the index relies on both."""

    name: ClassVar[str]
    version: ClassVar[str]

    def rank_agent(self, agent: Standing) -> Figures:
        """How good this agent is for a conversation that arrives."""
        ...

    def rank_conversation(self, request: Request) -> Figures:
        """How much a freed slot should go to this conversation."""
        ...

    def praise(self, figures: Figures, decided: int | None) -> tuple[str, str]:
        """What put the first-ranked agent ahead, in Chinese and in English; `decided` is the index of the
        figure that made the difference, None if only the id did."""
        ...


class EarliestFirst:
    """A freed slot goes to the conversation that arrived first."""

    def rank_conversation(self, request: Request) -> Figures:
        return (request.arrived,)


class LeastLoaded(EarliestFirst):
    """Lowest load for the capacity, then longest since the last assignment."""

    name: ClassVar[str] = "least_loaded"
    version: ClassVar[str] = "least_loaded/1"

    def rank_agent(self, agent: Standing) -> Figures:
        return (agent.load / max(agent.capacity, 1), agent.assigned_at)

    def praise(self, figures: Figures, decided: int | None) -> tuple[str, str]:
        share = round(100 * figures[0])
        if decided == 0:
            return f"负载最低（{share}%）", f"the lowest load ({share} %)"
        if decided == 1:
            return f"负载并列最低（{share}%），且距上次接入最久", (
                f"no more load than any other ({share} %) and the longest time since the last assignment"
            )
        return f"负载并列最低（{share}%），按编号在前", (
            f"no more load than any other ({share} %) and comes first by id"
        )


class LongestIdle(EarliestFirst):
    """Without open chats for the longest; when all have some, longest since the last assignment."""

    name: ClassVar[str] = "longest_idle"
    version: ClassVar[str] = "longest_idle/1"

    def rank_agent(self, agent: Standing) -> Figures:
        return (1.0, agent.assigned_at) if agent.load else (0.0, agent.free_since)

    def praise(self, figures: Figures, decided: int | None) -> tuple[str, str]:
        if decided is None:
            return "与他人空闲一样久，按编号在前", "been free as long as any other and comes first by id"
        if figures[0]:
            return "距上次接入最久", "the longest time since the last assignment"
        return "空闲最久", "been free the longest"


POLICIES: Mapping[str, Policy] = {policy.name: policy for policy in (LeastLoaded(), LongestIdle())}


def policy_named(name: str) -> Policy:
    """The policy of that name; ValueError lists those that exist."""
    try:
        return POLICIES[name]
    except (KeyError, TypeError):
        raise ValueError(f"Unknown policy {name!r}; choose one of: {', '.join(sorted(POLICIES))}.") from None
