"""Says what is missing where nobody can serve a conversation, so that a supervisor knows whom to teach or to call in."""

from collections.abc import Iterable, Sequence

from routing.spec import AgentSpec
from routing.want import Want


def missing(want: Want, agents: Iterable[AgentSpec], short: int = 24) -> tuple[str, str]:
    """The first obstacle for everybody, in Chinese and in English; call where no agent can ever take it."""
    everybody = list(agents)
    there = [agent for agent in everybody if want.teams is None or agent.team in want.teams]
    if not there:
        return (
            ("那里一位坐席也没有", "no agent is there")
            if everybody
            else ("还没有设置任何坐席", "no agent is on the roster")
        )
    lacking = [text for skill, level in want.needs if (text := lack(skill, level, there, short))]
    if lacking:
        return "；".join(zh for zh, _ in lacking[:3]), ", ".join(en for _, en in lacking[:3])
    skilled = [
        agent for agent in there if all(agent.skills.get(skill, 0) >= level for skill, level in want.needs)
    ]
    if not skilled:
        return "没有哪位坐席样样都会", "no agent has all of it at once"
    return (
        f"有 {len(skilled)} 位会，但名额上限不够",
        f"{len(skilled)} {'has' if len(skilled) == 1 else 'have'} the skills, but not enough units",
    )


def lack(skill: str, level: int, agents: Sequence[AgentSpec], short: int) -> tuple[str, str] | None:
    """What nobody of these has of one skill; None if somebody has it."""
    best = max(agent.skills.get(skill, 0) for agent in agents)
    if best >= level:
        return None
    name = skill if len(skill) <= short else skill[: short - 1] + "…"
    if best:
        return (
            f"没人达到 {name}≥{level}，最高 {best} 级",
            f"nobody has {name}≥{level}, the best level is {best}",
        )
    return f"没人会 {name}≥{level}", f"nobody has {name}≥{level}"
