"""What would have been done with the logged questions at another limit of confidence. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.labels import Seen
from bot.policy import CHOICES, DEFAULT_BANDS

REPLAYED = frozenset({"answer", "choices", "miss"})  # steps that a limit decides


@dataclass(frozen=True, slots=True)
class Changed:
    query: str
    article: str
    confidence: float
    was: str
    would_be: str


@dataclass(frozen=True, slots=True)
class Replay:
    """How often each step was and would have been taken, and the questions where it differs, the surest first."""

    was: Counter[str]
    would_be: Counter[str]
    changed: list[Changed]


def step_at(hits: Sequence[tuple[str, float]], limit: float) -> str:
    """The step that confidence alone decides."""
    if hits and hits[0][1] >= limit:
        return "answer"
    return "choices" if sum(share for _, share in hits[:CHOICES]) >= DEFAULT_BANDS.maybe else "miss"


def replay(turns: Sequence[Seen], limit: float) -> Replay:
    """Each question by itself: what the visitor would have said next isn't known. Chosen answers stay as they were."""
    decided = [turn for turn in turns if turn.step in REPLAYED and not was_chosen(turn)]
    changed = [
        Changed(turn.query, turn.hits[0][0], turn.hits[0][1], turn.step, would_be)
        for turn in decided
        if turn.hits and (would_be := step_at(turn.hits, limit)) != turn.step
    ]
    return Replay(
        Counter(turn.step for turn in decided),
        Counter(step_at(turn.hits, limit) for turn in decided),
        sorted(changed, key=lambda one: -one.confidence),
    )


def was_chosen(turn: Seen) -> bool:
    """The visitor picked it, or told what it had asked for: no limit had a say."""
    return turn.step == "answer" and (not turn.hits or turn.hits[0][0] != turn.article)
