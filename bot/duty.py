"""Whether the bot answers here and now: its hours, its queues, and how much of it one visitor may have. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Hours(StrEnum):
    """When the bot answers, by the opening hours of the site."""

    ALWAYS = "always"
    OPEN = "open"  # only while people are there
    CLOSED = "closed"  # only while nobody is
    NEVER = "never"  # people do it all


@dataclass(frozen=True, slots=True)
class Duty:
    """What a site allows. `budget`: turns for one visitor within a day, 0 for no limit; `off_for`: topics of people."""

    hours: Hours = Hours.ALWAYS
    budget: int = 40
    off_for: Collection[str] = ()


def on_duty(duty: Duty, *, is_open: bool, topic: str, turns: int) -> bool:
    """Whether to answer a visitor who chose `topic` ("" for none) and has had `turns` turns since yesterday."""
    if duty.hours is Hours.NEVER:
        return False
    if duty.hours is not Hours.ALWAYS and is_open != (duty.hours is Hours.OPEN):
        return False
    return not (topic and topic in duty.off_for) and not (duty.budget and turns >= duty.budget)
