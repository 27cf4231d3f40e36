"""What it would be worth to teach one skill to one agent: simulated hours with the shipped engine, best first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from statistics import fmean, stdev

from routing.arrivals import Stream
from routing.engine import AgentSpec
from routing.outcome import Outcome
from routing.staffing import kind
from routing.trial import Rehearsal, Seen, rate_of, seen

T_90 = 1.895  # Student's t with seven degrees of freedom
TRIED, KEPT = 40, 8  # lessons looked at briefly, and closely


@dataclass(frozen=True, slots=True)
class Lesson:
    """One agent taught one skill up to a level. `saves_s` is of the mean wait; the band holds it nine times of ten."""

    agent: str
    skill: str
    level: int
    alike: int  # other agents with the same skills and room
    seen: Seen
    saves_s: float
    saves_low_s: float
    saves_high_s: float


def lessons(agents: Sequence[AgentSpec], streams: Sequence[Stream]) -> list[tuple[AgentSpec, str, int]]:
    """What could be taught to whom: a skill that is asked for and not held at that level; alike agents once.

    Those whose skill is asked of the fewest units come first.
    """
    asked: dict[str, int] = {}
    for stream in streams:
        asked |= {skill: max(level, asked.get(skill, 0)) for skill, level in stream.needs.items()}
    first = {kind(spec): spec for spec in reversed(agents)}
    found = [
        (spec, skill, level)
        for spec in sorted(first.values(), key=lambda spec: spec.id)
        for skill, level in sorted(asked.items())
        if spec.skills.get(skill, 0) < level
    ]
    return sorted(found, key=lambda lesson: -scarcity(lesson[1], agents, streams))[:TRIED]


def scarcity(skill: str, agents: Sequence[AgentSpec], streams: Sequence[Stream]) -> float:
    """Work that asks for a skill, for each unit of those who have it."""
    work = sum(rate_of(stream) * stream.work for stream in streams if skill in stream.needs)
    return work / (sum(spec.capacity for spec in agents if spec.skills.get(skill)) or 0.5)


def advise(
    agents: Sequence[AgentSpec], streams: Sequence[Stream], visitors: int, policy: str
) -> tuple[Seen, list[Lesson]]:
    """The team as it is, and what to teach, the lesson that saves most first; a brief trial picks whom to look at closely."""
    brief = Rehearsal(streams, max(visitors // 5, 8), policy, "brief")
    before = waits_of(brief.meet(agents))
    tried = [
        (fmean(saved(before, brief.meet(taught(agents, *one)))), one) for one in lessons(agents, streams)
    ]
    tried.sort(key=lambda one: -one[0])
    close = Rehearsal(streams, visitors, policy, "close")
    base = close.meet(agents)
    found = [closely(agents, one, close, base) for _, one in tried[:KEPT]]
    return seen(base), sorted(found, key=lambda lesson: -lesson.saves_s)


def closely(
    agents: Sequence[AgentSpec], lesson: tuple[AgentSpec, str, int], close: Rehearsal, base: Sequence[Outcome]
) -> Lesson:
    spec, skill, level = lesson
    outcomes = close.meet(taught(agents, *lesson))
    differences = saved(waits_of(base), outcomes)
    mean, slack = fmean(differences), T_90 * stdev(differences) / sqrt(len(differences))
    return Lesson(
        agent=spec.id,
        skill=skill,
        level=level,
        alike=sum(kind(each) == kind(spec) for each in agents) - 1,
        seen=seen(outcomes),
        saves_s=mean,
        saves_low_s=mean - slack,
        saves_high_s=mean + slack,
    )


def taught(agents: Sequence[AgentSpec], who: AgentSpec, skill: str, level: int) -> list[AgentSpec]:
    """The team once this agent has learnt it."""
    return [
        replace(spec, skills={**spec.skills, skill: level}) if spec.id == who.id else spec for spec in agents
    ]


def waits_of(outcomes: Sequence[Outcome]) -> list[float]:
    return [outcome.mean_wait() for outcome in outcomes]


def saved(before: Sequence[float], outcomes: Sequence[Outcome]) -> list[float]:
    """Seconds of mean wait saved in each batch."""
    return [was - now for was, now in zip(before, waits_of(outcomes), strict=True)]
