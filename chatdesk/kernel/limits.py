"""The times and limits of routing, each with its default; `chatdesk up --set key=value` changes any of them."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

from chatdesk.env import BadSetting

MODES = ("push_accept", "push_auto", "pull")
LEVELS = ("debug", "info", "warning", "error")
POLICIES = ("promise", "round_robin", "least_loaded", "longest_idle", "edd")


@dataclass(frozen=True, slots=True)
class Limits:
    """Names that end in `_s` are seconds."""

    log: str = "info"  # from which level on is logged; debug: every frame and commit, without texts
    mode: str = "push_accept"  # how a team's conversations reach its agents
    policy: str = "promise"  # who takes which conversation
    sticky_wait_s: float = 0.0  # from arrival, waits for the agent it knows; 0: not at all
    offer_s: float = 20.0  # to accept an offer
    missed_offers: int = 2  # in a row, then the agent is not responding
    promise_s: float = 60.0  # normal priority: to be answered by a person
    promise_urgent_s: float = 15.0
    promise_high_s: float = 30.0
    promise_low_s: float = 180.0
    options_after_s: float = 60.0  # waited, then the visitor may choose otherwise
    patience_s: float = 300.0  # a longer predicted wait shows the choices at once
    gone_s: float = 120.0  # the visitor closed the page while waiting
    ticket_after_s: float = 600.0  # waited, then it becomes a ticket
    unreachable_s: float = 30.0  # nobody reachable can ever take it
    park_s: float = 600.0  # the visitor is silent
    close_s: float = 86_400.0  # the visitor stays silent
    silent_alert_s: float = 120.0  # the agent is silent
    silent_requeue_s: float = 300.0
    grace_s: float = 60.0  # an agent who had answered is lost
    lost_s: float = 45.0  # after the last beat
    wrap_up_s: float = 0.0
    ramp_per_min: int = 6  # assignments to one who just came online; 0: no ramp
    queue_cap: int = 0  # waiting at most; 0: no cap
    check_s: float = 30.0  # between two looks whether the rules of routing hold
    step_level_s: float = 60.0  # waited, then topic level 1 will do
    step_drop_s: float = 120.0  # … the topic is dropped
    step_any_s: float = 300.0  # … anybody who speaks the language
    visitor_per_s: float = 2.0  # frames with a `ref` a visitor may send in the long run
    visitor_burst: int = 10  # … at once
    agent_per_s: float = 10.0
    agent_burst: int = 30


WORDS = {"log": LEVELS, "mode": MODES, "policy": POLICIES}
DEFAULTS = Limits()
NAMES = frozenset(field.name for field in fields(Limits))


def parse(pairs: Sequence[str]) -> Limits:
    """The defaults with `key=value` changes on top; raises BadSetting with a sentence that says what to write."""
    changes: dict[str, Any] = {}
    for pair in pairs:
        key, equals, raw = pair.partition("=")
        if not equals:
            raise BadSetting(f"--set {pair}: write key=value, as in offer_s=5")
        changes[key.strip()] = _value(key.strip(), raw.strip())
    return replace(DEFAULTS, **changes)


def current() -> Limits:
    """What this process was started with."""
    return _read(os.environ.get("CHATDESK_SET", ""))


def of(overrides: Mapping[str, str | int | float]) -> Limits:
    """What this process was started with, and on top what one site has of its own; names of no limit are passed over."""
    known = {key: value for key, value in overrides.items() if key in NAMES}
    return replace(current(), **known) if known else current()  # type: ignore[arg-type]


@lru_cache(maxsize=8)
def _read(joined: str) -> Limits:
    return parse([pair for pair in joined.split(",") if pair.strip()])


def _value(key: str, raw: str) -> str | int | float:
    known = {field.name for field in fields(Limits)}
    if key not in known:
        near = difflib.get_close_matches(key, sorted(known), n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else f"known are {', '.join(sorted(known))}"
        raise BadSetting(f"--set {key}: there is no such setting; {hint}")
    if key in WORDS:
        return _word(key, raw)
    return _number(key, raw, whole=isinstance(getattr(DEFAULTS, key), int))


def _word(key: str, raw: str) -> str:
    if raw not in WORDS[key]:
        raise BadSetting(f"--set {key}={raw}: choose one of {', '.join(WORDS[key])}")
    return raw


def _number(key: str, raw: str, *, whole: bool) -> int | float:
    try:
        number = int(raw) if whole else float(raw)
    except ValueError:
        number = -1
    if not 0 <= number < float("inf"):
        raise BadSetting(f"--set {key}={raw}: write a {'whole ' if whole else ''}number, zero or more")
    return number
