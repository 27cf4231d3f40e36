"""Which article was right for a question, told from what happened after: a click, a word, an agent, a person fetched. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.reliability import Judged

SOON = 2  # turns after an answer within which a hand-over speaks against it
USED = frozenset({"inserted", "edited"})


@dataclass(frozen=True, slots=True)
class Seen:
    """A turn as it stands in the log; `offered` are the choices that it left open."""

    query: str
    hits: Sequence[tuple[str, float]]
    step: str
    article: str = ""
    offered: Sequence[str] = ()
    helpful: bool | None = None


@dataclass(frozen=True, slots=True)
class Used:
    """A suggestion and what the agent did with it."""

    query: str
    article: str
    confidence: float
    act: str


@dataclass(frozen=True, slots=True)
class Label:
    """A question, what the matcher said to it then, and the article that was right (None: not the one it named)."""

    query: str
    hits: Sequence[tuple[str, float]]
    article: str | None

    @property
    def judged(self) -> Judged:
        return Judged(self.hits, self.article)


def of_talk(turns: Sequence[Seen]) -> Iterator[Label]:
    """What the turns of one conversation, in order, say about each other."""
    for place, turn in enumerate(turns):
        after = turns[place + 1 : place + 1 + SOON]
        if (
            turn.step == "choices"
            and after
            and after[0].step == "answer"
            and after[0].article in turn.offered
        ):
            yield Label(turn.query, turn.hits, after[0].article)
        elif turn.step == "answer" and turn.hits and turn.hits[0][0] == turn.article:
            fetched = any(later.step == "hand_over" for later in after)
            if turn.helpful is not None:
                yield Label(turn.query, turn.hits, turn.article if turn.helpful else None)
            elif fetched:
                yield Label(turn.query, turn.hits, None)


def of_agents(suggestions: Iterable[Used]) -> Iterator[Label]:
    """What agents took over into their own answer was right; what they passed by says nothing."""
    for one in suggestions:
        if one.act in USED:
            yield Label(one.query, [(one.article, one.confidence)], one.article)
