"""What the oracle knows of an agent and of a conversation: no more than what happened to them."""

from dataclasses import dataclass, field

from routing.spec import AgentSpec, Request


@dataclass
class Agent:
    spec: AgentSpec
    state: str = "online"
    assigned_at: float = -1.0
    turn: int = 0
    free_since: float = 0.0
    wraps_until: float | None = None
    given: list[float] = field(default_factory=list)  # times that count for the ramp


@dataclass
class Talk:
    request: Request
    agent: str | None = None
    refused: dict[str, float] = field(default_factory=dict)
    shortened: bool = False
