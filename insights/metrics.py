"""What the board works out from what was read: pure, and exact enough to be worked out again by anybody.

Which conversations a figure counts stands in `insights.figures`; here is what is made of agents, waits and times.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

STATES = ("online", "busy", "break", "wrap_up", "not_responding", "offline")
THERE = frozenset({"online", "busy", "wrap_up", "not_responding"})  # may take something now or soon
STEP_S = 900


@dataclass(frozen=True, slots=True)
class Person:
    """One active seat. `state` is offline for whoever has no live socket; `load` is live talks and pending offers."""

    id: str
    name: str
    state: str
    since: datetime
    load: int
    capacity: int
    skills: Mapping[str, int]
    team: str | None
    missed: int = 0  # offers in a row
    reason: str = ""  # of a break

    @property
    def free(self) -> int:
        """Units that could be given at this moment: none unless online."""
        return max(0, self.capacity - self.load) if self.state == "online" else 0


@dataclass(frozen=True, slots=True)
class Waiter:
    """One conversation in queued or offered, `waited_s` seconds after it began to wait."""

    conversation: str
    needs: Mapping[str, int]
    waited_s: float
    promise_s: float
    offered: bool
    teams: frozenset[str] | None = None  # whose it is so far; None: anybody's


@dataclass(frozen=True, slots=True)
class Silence:
    """A live conversation whose agent (`id`, `name`) was reminded to answer; `silent_s` since the visitor's last word."""

    conversation: str
    id: str
    name: str
    silent_s: float


@dataclass(frozen=True, slots=True)
class Queue:
    """Everybody who waits for the same skills. Who meets the highest level asked for of each could take any of them."""

    key: str
    waiting: int
    unoffered: int
    oldest: Waiter
    free: int  # units of who meets those levels
    able: int  # agents who are there and meet them, free or not


@dataclass(frozen=True, slots=True)
class Need:
    """Something that wants a supervisor, and the figures that say how much."""

    code: str
    figures: Mapping[str, float | str]
    conversation: str | None = None
    agent: Person | Silence | None = None


def midnight(now: datetime, zone: tzinfo) -> datetime:
    """When the local day of `now` began in `zone`, in UTC."""
    return now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def quarters(moments: Iterable[datetime], start: datetime, now: datetime) -> list[int]:
    """How many of `moments` lie in each quarter of an hour from `start` to the present one; others don't count."""
    counts = [0] * (int((now - start).total_seconds() // STEP_S) + 1)
    for moment in moments:
        place = int((moment - start).total_seconds() // STEP_S)
        if 0 <= place < len(counts):
            counts[place] += 1
    return counts


def by_state(people: Iterable[Person]) -> dict[str, int]:
    """How many are in each state; every state is named."""
    found = dict.fromkeys(STATES, 0)
    for person in people:
        found[person.state] += 1
    return found


def meets(skills: Mapping[str, int], needs: Mapping[str, int]) -> bool:
    return all(skills.get(skill, 0) >= level for skill, level in needs.items())


def queues(waiters: Sequence[Waiter], people: Sequence[Person], languages: frozenset[str]) -> list[Queue]:
    """Those who wait, by the skills they need, the longest wait first; languages stand first in a queue's key."""
    groups: dict[str, list[Waiter]] = {}
    for waiter in waiters:
        key = "+".join(sorted(waiter.needs, key=lambda skill: (skill not in languages, skill)))
        groups.setdefault(key, []).append(waiter)
    found = [_queue(key, group, people) for key, group in groups.items()]
    return sorted(found, key=lambda queue: (-queue.oldest.waited_s, queue.key))


def _queue(key: str, group: list[Waiter], people: Sequence[Person]) -> Queue:
    fit = _fit(group, people)
    return Queue(
        key=key,
        waiting=len(group),
        unoffered=sum(not waiter.offered and waiter.teams is None for waiter in group),
        oldest=max(group, key=lambda waiter: waiter.waited_s),
        free=sum(person.free for person in fit),
        able=sum(person.state in THERE for person in fit),
    )


def _fit(group: list[Waiter], people: Sequence[Person]) -> list[Person]:
    """Who meets the highest level that any of these asks for of each skill."""
    level: dict[str, int] = {}
    for waiter in group:
        level |= {skill: max(asked, level.get(skill, 0)) for skill, asked in waiter.needs.items()}
    return [person for person in people if meets(person.skills, level)]


@dataclass(frozen=True, slots=True)
class Foretold:
    """What was told of one wait, and how long it was from then on, all in seconds."""

    low_s: float
    high_s: float
    mean_s: float
    waited_s: float


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How good `waits` estimates were; the rest is None where there are none.

    `bias`: how much longer they foretold than it took, as a share of what it took; None too where nobody waited.
    Shares of 1: `within_low` at most the lower end (0.5 would be right), `within_high` at most the upper (0.8), and
    `inside` from the lower to the upper (0.3).
    """

    waits: int
    bias: float | None = None
    within_low: float | None = None
    within_high: float | None = None
    inside: float | None = None


def accuracy(told: Sequence[Foretold]) -> Accuracy:
    """The first estimate of each wait that an agent ended, against the seconds from then until the agent joined.

    Who left, or chose something else, isn't counted: nobody knows how long they would have waited.
    """
    if not told:
        return Accuracy(0)
    took = sum(one.waited_s for one in told)
    return Accuracy(
        waits=len(told),
        bias=_share(sum(one.mean_s for one in told) - took, took) if took else None,
        within_low=_share(sum(one.waited_s <= one.low_s for one in told), len(told)),
        within_high=_share(sum(one.waited_s <= one.high_s for one in told), len(told)),
        inside=_share(sum(one.low_s <= one.waited_s <= one.high_s for one in told), len(told)),
    )


def _share(part: float, whole: float) -> float:
    return round(part / whole, 3)


def free_with(skill: str, people: Iterable[Person]) -> int:
    """Free units of those who have the skill at any level."""
    return sum(person.free for person in people if person.skills.get(skill, 0) >= 1)


def needs_you(
    now: datetime,
    found: Sequence[Queue],
    waiters: Sequence[Waiter],
    people: Sequence[Person],
    silences: Iterable[Silence],
) -> list[Need]:
    """What crossed a limit, the gravest kind first, within a kind the longest first.

    unserved_need: somebody waits who is not even offered, and nobody who meets the queue's levels has a free unit.
    unserved_team: somebody waits for a team in which nobody meets those levels, free or not.
    over_promise: one has waited longer than promised. unanswered: an agent was reminded and is silent still.
    not_responding: an agent missed too many offers.
    """
    unserved = [_unserved(q) for q in found if q.unoffered and not q.free]
    unserved += in_teams(found, waiters, people)
    late = sorted((w for w in waiters if w.waited_s > w.promise_s), key=lambda w: w.promise_s - w.waited_s)
    over = [
        Need("over_promise", {"waited_s": w.waited_s, "promise_s": w.promise_s}, w.conversation) for w in late
    ]
    silent = [
        Need("unanswered", {"silent_s": s.silent_s}, s.conversation, s)
        for s in sorted(silences, key=lambda s: -s.silent_s)
    ]
    gone = [
        Need("not_responding", {"for_s": _since(now, p), "missed": p.missed}, agent=p)
        for p in sorted(people, key=lambda p: p.since)
        if p.state == "not_responding"
    ]
    return [*unserved, *over, *silent, *gone]


def in_teams(found: Iterable[Queue], waiters: Sequence[Waiter], people: Sequence[Person]) -> list[Need]:
    """What is unserved of those who wait for a team, by team and skills, the longest wait first."""
    keys = {frozenset(queue.oldest.needs): queue.key for queue in found}
    groups: dict[tuple[str, frozenset[str]], list[Waiter]] = {}
    for waiter in sorted(waiters, key=lambda waiter: -waiter.waited_s):
        if waiter.teams is not None and not waiter.offered:
            groups.setdefault((keys[frozenset(waiter.needs)], waiter.teams), []).append(waiter)
    needs = []
    for (key, teams), group in groups.items():
        there = [person for person in people if person.team in teams]
        queue = _queue(key, group, there)
        if not _fit(group, there):
            needs.append(_foreign(key, teams, group))
        elif not queue.free:
            needs.append(_unserved(queue))
    return needs


def _unserved(queue: Queue) -> Need:
    figures: dict[str, float | str] = {"key": queue.key, "waiting": queue.waiting, "able": queue.able}
    return Need("unserved_need", figures, queue.oldest.conversation)


def _foreign(key: str, teams: frozenset[str], group: Sequence[Waiter]) -> Need:
    figures: dict[str, float | str] = {"key": key, "team": "+".join(sorted(teams)), "waiting": len(group)}
    return Need("unserved_team", figures, group[0].conversation)


def _since(now: datetime, person: Person) -> float:
    return round(max(0.0, (now - person.since).total_seconds()), 1)
