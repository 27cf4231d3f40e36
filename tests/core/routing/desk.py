"""The plainest agents, conversations and desks, for the sentences of the engine's tests."""

from typing import Any

from routing.engine import AgentSpec, Decision, Engine, Request


def agent(name: str = "a1", **place: Any) -> AgentSpec:
    return AgentSpec(id=name, **{"skills": {"zh": 3}, **place})


def wants(name: str = "c1", arrived: float = 0.0, **more: Any) -> Request:
    return Request(id=name, arrived=arrived, **more)


def desk(*agents: AgentSpec, policy: str = "least_loaded") -> Engine:
    engine = Engine(policy=policy)
    for spec in agents:
        engine.add_agent(spec, now=0.0)
    return engine


def pairs(decisions: list[Decision]) -> list[tuple[str, str]]:
    return [(decision.conversation, decision.agent) for decision in decisions]
