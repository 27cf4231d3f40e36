"""The figures of one matcher on one set: right answers, honesty, telling in from out, time and memory."""

import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.reliability import Judged, calibration_error
from kb.evidence import Faq
from kb.heap import give_back
from kb.matching import Hit
from tests.bench.matching.sets import Asked, QuestionSet

SURE = 0.85
NEVER = float("nan")


class Matching(Protocol):
    """The driving interface of bot.md, as far as a judgement needs it."""

    def build(self, faqs: Sequence[Faq]) -> None: ...
    def answer(self, query: str) -> Sequence[Hit]: ...


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares are of 1; NaN where a set can't tell (no questions out of scope, nothing answered)."""

    accuracy: float  # of questions in scope, the first answer is right
    recall3: float
    auroc: float  # in scope against out of scope, by confidence
    ece: float
    precision: float  # of what is answered at ≥ .85
    coverage: float  # of all questions answered at ≥ .85
    oos_recall: float  # at one threshold chosen on the valid part
    kept: float  # in-scope accuracy at that threshold
    build_s: float
    p50_ms: float
    p99_ms: float
    memory_mb: float  # that the built base takes


def measure(matcher: Matching, judged_by: QuestionSet) -> Figures:
    """Build the base and ask everything; times are CPU times of this process."""
    give_back()
    before = resident_mb()
    began = time.process_time()
    matcher.build(judged_by.faqs)
    build_s = time.process_time() - began
    give_back()
    memory_mb = resident_mb() - before
    judged, spent = _ask(matcher, judged_by.asked)
    inside = [one for one in judged if one.right is not None]
    outside = [one for one in judged if one.right is None]
    sure = [one for one in judged if one.confidence >= SURE]
    limit = _threshold(_ask(matcher, judged_by.valid)[0]) if outside and judged_by.valid else None
    return Figures(
        accuracy=_share([one.correct for one in inside]),
        recall3=_share([one.held for one in inside]),
        auroc=auroc([one.confidence for one in inside], [one.confidence for one in outside]),
        ece=calibration_error(judged),
        precision=_share([one.correct for one in sure]),
        coverage=len(sure) / len(judged),
        oos_recall=NEVER if limit is None else _share([one.confidence < limit for one in outside]),
        kept=NEVER if limit is None else _share([one.correct and one.confidence >= limit for one in inside]),
        build_s=build_s,
        p50_ms=float(np.quantile(spent, 0.5)) * 1000,
        p99_ms=float(np.quantile(spent, 0.99)) * 1000,
        memory_mb=max(0.0, memory_mb),
    )


def resident_mb() -> float:
    """What this process holds in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """The chance that a question in scope scores above one out of scope, ties counting half (Mann & Whitney 1947)."""
    if not inside or not outside:
        return NEVER
    values = np.asarray([*inside, *outside])
    ranks = _ranks(values)
    return float((ranks[: len(inside)].sum() / len(inside) - (len(inside) + 1) / 2) / len(outside))


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    _, group, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    mean: NDArray[np.float64] = last - (counts - 1) / 2
    return mean[group]


def _ask(matcher: Matching, asked: Asked) -> tuple[list[Judged], list[float]]:
    judged, spent = [], []
    for question, right in asked:
        began = time.process_time()
        hits = matcher.answer(question)
        spent.append(time.process_time() - began)
        judged.append(Judged(hits, right))
    return judged, spent


def _threshold(judged: Sequence[Judged]) -> float:
    """The limit at which out-of-scope recall and in-scope accuracy, the lower of both, is best."""
    inside = [one for one in judged if one.right is not None]
    outside = [one for one in judged if one.right is None]
    limits = sorted({one.confidence for one in judged})[:: max(1, len(judged) // 200)]

    def worse(limit: float) -> float:
        kept = _share([one.correct and one.confidence >= limit for one in inside])
        return min(kept, _share([one.confidence < limit for one in outside]))

    return max(limits, key=worse)


def _share(true: Sequence[bool]) -> float:
    return sum(true) / len(true) if true else NEVER
