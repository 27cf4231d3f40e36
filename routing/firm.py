"""What a firm's rows say about widening and wording: kinds and names of skills, who helps out whom, team policies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from accounts.models import Team
from chatdesk.kernel import limits
from routing.models import Skill


@dataclass(frozen=True, slots=True)
class Firm:
    """`chains`: the teams that help out each team, in order; `policies`: of the teams with one of their own."""

    languages: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    chains: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    policies: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)  # names by key


def firm(known: Iterable[Skill] | None = None) -> Firm:
    """As the rows are now, in two queries; one where the skills are `known` already."""
    skills, teams = list(Skill.objects.all() if known is None else known), list(Team.objects.all())
    languages = frozenset(skill.key for skill in skills if skill.kind == Skill.Kind.LANGUAGE)
    return Firm(
        languages=languages,
        topics=frozenset(skill.key for skill in skills) - languages,
        names={skill.key: skill.name for skill in skills},
        chains={team.key: chain for team in teams if (chain := helpers(team, teams))},
        teams={team.key: team.name for team in teams},
        policies={team.key: name for team in teams if (name := policy_of(team))},
    )


def helpers(team: Team, teams: Iterable[Team]) -> tuple[str, ...]:
    """Who helps out, then who helps out those, each once: a circle of helpers ends where it began."""
    known = {each.pk: each for each in teams}
    chain: list[str] = []
    following = known.get(team.overflow_id or 0)
    while following is not None and following.key not in (team.key, *chain):
        chain.append(following.key)
        following = known.get(following.overflow_id or 0)
    return tuple(chain)


def policy_of(team: Team) -> str | None:
    """The team's own policy; None where it has none, or one that this version doesn't know."""
    name = team.settings.get("policy")
    return name if name in limits.POLICIES else None
