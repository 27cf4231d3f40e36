"""The words of the routing engine: what goes in (agents, requests) and what comes out (decisions).

Values only: they check themselves when made and never change afterwards.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from functools import lru_cache
from typing import Any, Protocol

Figures = tuple[float, ...]
Step = tuple[float, tuple[Any, ...]]

STEP_SHAPES: Mapping[str, tuple[type, ...]] = {"drop": (str,), "level": (str, int), "team": (str,), "any": ()}


class AgentState(StrEnum):
    """What an agent is doing; only ONLINE is given conversations."""

    ONLINE = "online"
    BUSY = "busy"  # keeps what is open, takes nothing new
    BREAK = "break"
    WRAP_UP = "wrap_up"
    NOT_RESPONDING = "not_responding"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentSpec:
    """An agent's place: skill levels, capacity in units, wrap-up in seconds, ramp in assignments a minute.

    `channels` caps the units per channel; a channel that isn't named is capped by `capacity` alone.
    `conc[k-1]` is the total speed with k chats relative to one; it changes estimates, never eligibility.
    """

    id: str
    skills: Mapping[str, int]
    capacity: int = 1
    conc: Sequence[float] | None = None
    team: str | None = None
    wrap_up: float = 0.0
    ramp: float | None = None
    channels: Mapping[str, int] | None = None

    def __post_init__(self) -> None:
        named(self.id, "agent")
        levels(self.skills, f"Agent {self.id}")
        if not whole(self.capacity) or self.capacity < 0:
            raise ValueError(f"Agent {self.id}: capacity is a whole number of units, 0 or more.")
        if not finite(self.wrap_up) or self.wrap_up < 0:
            raise ValueError(f"Agent {self.id}: wrap_up is seconds, 0 or more.")
        if self.ramp is not None and (not finite(self.ramp) or self.ramp < 0):
            raise ValueError(f"Agent {self.id}: ramp is assignments a minute; 0 or None turns it off.")
        if any(not whole(units) or units < 0 for units in (self.channels or {}).values()):
            raise ValueError(f"Agent {self.id}: each channel maximum is a whole number of units, 0 or more.")
        if any(not finite(speed) or speed <= 0 for speed in self.conc or ()):
            raise ValueError(f"Agent {self.id}: each speed in conc is a number above 0.")
        freeze(self, skills=dict(self.skills), conc=self.conc and tuple(self.conc))
        freeze(self, channels=None if self.channels is None else dict(self.channels))


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A conversation that needs a person: `arrived` and `promise` in seconds, `needs` as skill → least level.

    `steps` widen it `after_s` seconds counted from `arrived`; they are kept sorted by that time.
    """

    id: str
    needs: Mapping[str, int] = field(default_factory=dict)
    promise: float = 60.0
    arrived: float
    weight: int = 1
    sticky: str | None = None
    steps: Sequence[Step] = ()
    team: str | None = None
    agent: str | None = None
    not_agents: Sequence[str] = ()
    channel: str = "chat"

    def __post_init__(self) -> None:
        named(self.id, "conversation")
        levels(self.needs, f"Conversation {self.id}")
        if not finite(self.arrived):
            raise ValueError(f"Conversation {self.id}: arrived is a time in seconds.")
        if not finite(self.promise) or self.promise <= 0:
            raise ValueError(f"Conversation {self.id}: promise is seconds, above 0.")
        if not whole(self.weight) or self.weight < 0:
            raise ValueError(f"Conversation {self.id}: weight is a whole number of units, 0 or more.")
        freeze(self, needs=dict(self.needs), steps=in_order(self.steps, self.id) if self.steps else ())
        freeze(self, not_agents=tuple(sorted(set(self.not_agents))) if self.not_agents else ())


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agent (or, where a slot chose, a conversation) with the figures compared; smaller is better."""

    id: str
    figures: Figures


class Draft(Protocol):
    """What a decision was made of, kept as it stood then."""

    def fields(self) -> dict[str, Any]:
        """Every field of the decision."""
        ...


@dataclass(frozen=True)
class Decision:
    """One conversation given to one agent, with all that is needed to compute the choice again.

    The choice is the first candidate, least by (figures, id). `eligible` and `excluded` count the rest: those
    that would have done too but aren't listed, and those that would not, by reason. `margin` is the first
    difference in figures to the runner-up: 0 if the id decided, None without one.

    One that comes of a draft is written out when somebody first asks for more than who got what.
    """

    conversation: str
    agent: str
    rule: str
    waited: float
    promise: float
    step: int
    candidates: tuple[Candidate, ...]
    eligible: int
    excluded: dict[str, int]
    runner_up: str | None
    margin: float | None
    policy: str
    at: float
    why: dict[str, str]

    @classmethod
    def drafted(cls, conversation: str, agent: str, draft: Draft) -> Decision:
        """A decision that is written out later, from what `draft` holds."""
        made = cls.__new__(cls)
        made.__dict__.update(conversation=conversation, agent=agent, _draft=draft)
        return made

    def __getattr__(self, name: str) -> Any:
        """A field not written out yet."""
        if name not in FIELDS or "_draft" not in self.__dict__:
            raise AttributeError(name)
        self.__dict__.update(self.__dict__.pop("_draft").fields())
        return self.__dict__[name]

    def __reduce__(self) -> tuple[type[Decision], tuple[Any, ...]]:
        """Copied and sent elsewhere whole."""
        return Decision, tuple(getattr(self, name) for name in FIELDS)

    def record(self) -> dict[str, Any]:
        """The decision as JSON-able values."""
        return asdict(self)


FIELDS = tuple(field.name for field in fields(Decision))


def finite(number: object) -> bool:
    """Whether this is a number that has a place on the line."""
    return isinstance(number, int | float) and not isinstance(number, bool) and math.isfinite(number)


def whole(number: object) -> bool:
    """Whether this is a whole number; True and False are not."""
    return isinstance(number, int) and not isinstance(number, bool)


def named(name: object, what: str) -> None:
    """Refuse an id that isn't a text."""
    if not isinstance(name, str) or not name:
        raise ValueError(f"The id of a {what} is a text that isn't empty, not {name!r}.")


def levels(skills: Mapping[str, int], whose: str) -> None:
    """Refuse levels that aren't whole numbers."""
    if wrong := [skill for skill, level in skills.items() if not whole(level) or level < 0]:
        raise ValueError(f"{whose}: the level of {wrong[0]} is a whole number, 0 or more.")


def in_order(steps: Sequence[Step], conversation: str) -> tuple[Step, ...]:
    """The steps by their time; the same few come with every conversation, so they are looked at once."""
    try:
        try:
            return _in_order(tuple(steps))
        except TypeError:  # holds a list, which is as good but can't be looked up
            return _in_order.__wrapped__(tuple(steps))
    except ValueError as error:
        raise ValueError(f"Conversation {conversation}: {error}") from None


@lru_cache(maxsize=1024)
def _in_order(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    return tuple(sorted(map(checked, steps), key=lambda step: step[0]))


def checked(step: Step) -> Step:
    """The step with its parts as tuples; ValueError where its shape isn't known."""
    after, action = step
    verb, *words = action
    shape = STEP_SHAPES.get(verb)
    if not finite(after) or after < 0:
        raise ValueError(f"a step comes some seconds after arrival, not {after!r}.")
    if shape is None or len(words) != len(shape) or not all(map(isinstance, words, shape)):
        known = '("drop", skill), ("level", skill, level), ("team", team) and ("any",)'
        raise ValueError(f"unknown step {tuple(action)!r}; known are {known}.")
    return after, tuple(action)


def freeze(value: object, **fields: object) -> None:
    """Set fields of a frozen value while it is being made."""
    for name, content in fields.items():
        object.__setattr__(value, name, content)
