"""How honest the bot's confidence is on judged questions, and which limits keep its promises. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

WRONG_AT_MOST = 0.10  # of the answers that are given as sure
HELD_AT_LEAST = 0.70  # of the offered choices hold the right article
TENTHS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """One question: what the matcher said, and the article that is right (None: none of them)."""

    hits: Sequence[tuple[str, float]]
    right: str | None

    @property
    def confidence(self) -> float:
        return self.hits[0][1] if self.hits else 0.0

    @property
    def correct(self) -> bool:
        return bool(self.hits) and self.hits[0][0] == self.right

    @property
    def among_three(self) -> float:
        """The probability that the matcher gives to its first three together."""
        return sum(confidence for _, confidence in self.hits[:3])

    @property
    def held(self) -> bool:
        return any(article == self.right for article, _ in self.hits[:3])


@dataclass(frozen=True, slots=True)
class Row:
    """One band of confidence: how many questions fell in it, what was promised and what came true."""

    lowest: float
    count: int
    promised: float
    came_true: float


def lowest_sure(judged: Sequence[Judged]) -> float:
    """The lowest limit from which answers are wrong at most one time in ten; 1 where there is none."""
    return _lowest([(one.confidence, one.correct) for one in judged], 1 - WRONG_AT_MOST)


def lowest_maybe(judged: Sequence[Judged], *, sure: float) -> float:
    """The lowest limit of the three best together from which, below `sure`, choices hold the right article."""
    unsure = [(one.among_three, one.held) for one in judged if one.confidence < sure]
    return _lowest(unsure, HELD_AT_LEAST)


def table(judged: Sequence[Judged]) -> list[Row]:
    """Questions by tenth of confidence, empty tenths left out."""
    rows = []
    for tenth in range(TENTHS):
        inside = [one for one in judged if min(int(one.confidence * TENTHS), TENTHS - 1) == tenth]
        if inside:
            promised = sum(one.confidence for one in inside) / len(inside)
            true = sum(one.correct for one in inside) / len(inside)
            rows.append(Row(tenth / TENTHS, len(inside), promised, true))
    return rows


def calibration_error(judged: Sequence[Judged]) -> float:
    """Expected calibration error over ten bands, 0 (honest) to 1 (Naeini, Cooper & Hauskrecht 2015)."""
    return sum(row.count * abs(row.promised - row.came_true) for row in table(judged)) / max(1, len(judged))


def _lowest(pairs: Sequence[tuple[float, bool]], share: float) -> float:
    kept, lowest = 0, 1.0
    for count, (limit, true) in enumerate(sorted(pairs, key=lambda pair: (-pair[0], pair[1])), start=1):
        kept += true
        if kept >= share * count:
            lowest = limit
    return lowest
