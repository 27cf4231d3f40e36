"""Queues as the routing page lists them: whoever needs the same skills, of the same team. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from routing.explain import Words, step_text
from routing.spec import AgentSpec, Request, Step
from routing.want import changes_ahead, first_want

Key = tuple[str, str | None]  # skills, and the team it is kept for


@dataclass(frozen=True, slots=True)
class Asked:
    """What one conversation asks for; `waited_s` is None unless it waits now."""

    needs: Mapping[str, int]
    team: str | None
    promise_s: float
    waited_s: float | None = None
    offered: bool = False


@dataclass(frozen=True, slots=True)
class Queue:
    """Everybody who waits for the same skills, and what it takes to serve any of them."""

    skills: str
    team: str | None
    needs: Mapping[str, int]  # the highest level asked for
    promise_s: float  # the shortest of those who wait, else of those who came lately
    waiting: int
    offered: int
    oldest_wait_s: float | None

    @property
    def key(self) -> str:
        return f"{self.skills}@{self.team}" if self.team else self.skills


def named(needs: Mapping[str, int], languages: Collection[str]) -> str:
    """The queue of these needs, as `zh+billing`: languages first; "any" for none."""
    return "+".join(sorted(needs, key=lambda skill: (skill not in languages, skill))) or "any"


def grouped(asked: Iterable[Asked], languages: Collection[str]) -> list[Queue]:
    """The queues of these conversations: the longest wait first, then by key."""
    groups: dict[Key, list[Asked]] = {}
    for one in asked:
        groups.setdefault((named(one.needs, languages), one.team), []).append(one)
    found = [_queue(key, group) for key, group in groups.items()]
    return sorted(found, key=lambda queue: (-(queue.oldest_wait_s or -1.0), queue.key))


def _queue(key: Key, group: list[Asked]) -> Queue:
    needs: dict[str, int] = {}
    for one in group:
        needs |= {skill: max(level, needs.get(skill, 0)) for skill, level in one.needs.items()}
    waits = [one for one in group if one.waited_s is not None]
    return Queue(
        skills=key[0],
        team=key[1],
        needs=needs,
        promise_s=min(one.promise_s for one in waits or group),
        waiting=len(waits),
        offered=sum(one.offered for one in waits),
        oldest_wait_s=max((one.waited_s or 0.0 for one in waits), default=None),
    )


@dataclass(frozen=True, slots=True)
class Agent:
    """One seat as routing sees it, and the units in use."""

    spec: AgentSpec
    state: str
    load: int


def capable(request: Request, agents: Iterable[Agent]) -> dict[str, int]:
    """How many agents could serve it by state (online, busy, break, wrap_up, not_responding, offline), and as `free`
    how many of those online have a unit free."""
    want = first_want(request)
    found = dict.fromkeys(("online", "free", "busy", "break", "wrap_up", "not_responding", "offline"), 0)
    for agent in agents:
        if want.lacks(agent.spec) is None:
            found[agent.state] += 1
            found["free"] += agent.state == "online" and agent.load + request.weight <= agent.spec.capacity
    return found


def steps_told(request: Request) -> list[tuple[float, Words]]:
    """The steps that will change something, each with the seconds after arrival, in words."""
    return [(change[0][0], _said(change)) for change in changes_ahead(request, 0)]


def next_step(request: Request, now: float) -> tuple[float, Words] | None:
    """When the next step that changes something comes, in seconds as `now` is, in words; None where none will."""
    due = sum(request.arrived + after <= now for after, _ in request.steps)
    change = next(changes_ahead(request, due), None)
    return None if change is None else (request.arrived + change[0][0], _said(change))


def _said(change: tuple[Step, object, object]) -> Words:
    zh, en = step_text(*change, done=False)  # type: ignore[arg-type]
    return {"zh": zh, "en": en[:1].upper() + en[1:]}
