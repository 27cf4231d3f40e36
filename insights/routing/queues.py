"""Queues as the routing page lists them: whoever needs the same skills, of the same team. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

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
