"""What another number of agents would do to waits: by Erlang-A for one pool, else in simulated hours.

The simulation drives the shipped engine on the real skill matrix, and every team meets the very same visitors.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from routing.arrivals import Stream
from routing.engine import AgentSpec
from routing.pooled import by_formula, one_pool
from routing.trial import Rehearsal, Seen, able, rate_of, seen


def ordered(agents: Sequence[AgentSpec], streams: Sequence[Stream]) -> list[AgentSpec]:
    """The most typical first: who can serve about as much of what comes as the middle one; then of the commonest skills."""
    useful = {spec.id: sum(rate_of(each) for each in streams if able(spec, each)) for spec in agents}
    middle = median(useful.values())
    common = Counter(kind(spec) for spec in agents)
    return sorted(agents, key=lambda spec: (abs(useful[spec.id] - middle), -common[kind(spec)], spec.id))


def kind(spec: AgentSpec) -> tuple[object, ...]:
    """Who of the same is interchangeable."""
    return tuple(sorted(spec.skills.items())), spec.capacity, spec.team, spec.conc


def changed(agents: Sequence[AgentSpec], streams: Sequence[Stream], by: int) -> list[AgentSpec]:
    """The team with so many typical agents more, or fewer."""
    typical = ordered(agents, streams)
    if by <= 0:
        gone = {spec.id for spec in typical[:-by]} if by else set()
        return [spec for spec in agents if spec.id not in gone]
    return [*agents, *(replace(typical[0], id=f"{typical[0].id}+{number}") for number in range(by))]


def what_if(
    agents: Sequence[AgentSpec], streams: Sequence[Stream], changes: Sequence[int], visitors: int, policy: str
) -> tuple[str, dict[int, Seen]]:
    """What each change of the number of agents does, and by which method: "erlang_a" or "simulated".

    A change that leaves nobody isn't in it.
    """
    teams = {by: changed(agents, streams, by) for by in changes if len(agents) + by > 0}
    if one_pool(agents, streams):
        return "erlang_a", {by: by_formula(team, streams) for by, team in teams.items()}
    rehearsal = Rehearsal(streams, visitors, policy)
    return "simulated", {by: seen(rehearsal.meet(team)) for by, team in teams.items()}
