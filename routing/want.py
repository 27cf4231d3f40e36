"""What a conversation asks of an agent at a moment, how steps widen it, and what an agent lacks of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from routing.spec import AgentSpec, Request, Step


@dataclass(frozen=True, slots=True)
class Want:
    """A requirement in force; equal ones are one signature."""

    needs: tuple[tuple[str, int], ...]
    teams: frozenset[str] | None  # None: any team
    agent: str | None
    channel: str
    weight: int

    def lacks(self, spec: AgentSpec) -> str | None:
        """The first reason why this agent can never serve it, or None if they can."""
        if self.agent is not None and spec.id != self.agent:
            return "agent"
        if self.teams is not None and spec.team not in self.teams:
            return "team"
        if any(spec.skills.get(skill, 0) < level for skill, level in self.needs):
            return "skill"
        if self.weight > min(spec.capacity, (spec.channels or {}).get(self.channel, spec.capacity)):
            return "capacity"
        return None


def first_want(request: Request) -> Want:
    """The requirement on arrival."""
    teams = None if request.team is None else frozenset((request.team,))
    needs = tuple(sorted(request.needs.items()))
    return Want(needs, teams, request.agent, request.channel, request.weight)


def widened(want: Want, step: Step) -> Want:
    """The requirement after one step: never narrower than before, the same if the step has nothing to lift."""
    match step[1]:
        case ("drop", skill):
            return replace(want, needs=tuple(need for need in want.needs if need[0] != skill))
        case ("level", skill, level):
            lowered = ((name, min(had, level) if name == skill else had) for name, had in want.needs)
            return replace(want, needs=tuple(lowered))
        case ("team", team) if want.teams is not None:
            return replace(want, teams=want.teams | {team})
        case ("any",):
            return replace(want, teams=None, agent=None)
    return want


def steps_due(request: Request, now: float) -> int:
    """How many steps are in force."""
    return sum(request.arrived + after <= now for after, _ in request.steps)


def want_after(request: Request, steps: int) -> Want:
    """The requirement with the first `steps` steps in force."""
    want = first_want(request)
    for step in request.steps[:steps]:
        want = widened(want, step)
    return want


def changes_ahead(request: Request, steps: int) -> Iterator[tuple[Step, Want, Want]]:
    """The later steps that will change something, each with the requirement before and after it."""
    want = want_after(request, steps)
    for step in request.steps[steps:]:
        after = widened(want, step)
        if after != want:
            yield step, want, after
        want = after


def changes_until(request: Request, steps: int) -> tuple[Step, Want, Want] | None:
    """The last of the first `steps` steps that changed something, with the requirement before and after it."""
    before = want_after(request, steps)
    for count in range(steps - 1, -1, -1):
        after, before = before, want_after(request, count)
        if after != before:
            return request.steps[count], before, after
    return None
