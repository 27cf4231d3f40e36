"""Prints the table of docs/reference/matching.md: ours beside plain rapidfuzz and BM25, and what speed costs.

scripts/bench matching [--data DIR] [--only NAME] [--most QUESTIONS]
"""

import argparse
import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kb.encoder import installed
from kb.matching import make
from tests.bench.matching import speed
from tests.bench.matching.measure import Figures, Matching, measure
from tests.bench.matching.peers import Fuzzy, Ranked
from tests.bench.matching.sets import QuestionSet, question_sets, regression_sets

COLUMNS = ("accuracy", "recall3", "auroc", "ece", "precision", "coverage", "oos_recall", "kept")
HEADS = "| set | engine | right | among 3 | AUROC | ECE | right ≥ .85 | answered | OOS found | kept | build s | p50 ms | p99 ms |"


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench matching", description=__doc__)
    parser.add_argument("--data", type=Path, metavar="DIR", help="the folder with the development sets")
    parser.add_argument("--only", default="", metavar="NAME", help="sets with this in their name")
    parser.add_argument("--most", type=int, default=0, metavar="N", help="ask so many of a set's questions")
    options = parser.parse_args()
    if options.data is None:
        say("No --data DIR: the development sets are skipped, the demo base is judged alone.")
    say(HEADS)
    say("| --- " * HEADS.count(" | ") + "| --- |")
    for judged_by in sets(options.data):
        if options.only in judged_by.name:
            compare(fewer(judged_by, options.most) if options.most else judged_by)
    for line in speed.report(10_000):
        say(line)


def sets(data: Path | None) -> Iterator[QuestionSet]:
    yield from regression_sets()
    if data is not None:
        yield from question_sets(data)


def compare(judged_by: QuestionSet) -> None:
    """One line for each engine, all asked the same."""
    for name, matcher in engines():
        say(row(judged_by.name, name, measure(matcher, judged_by)))


def engines() -> Iterator[tuple[str, Matching]]:
    yield "rapidfuzz", Fuzzy()
    yield "BM25", Ranked()
    yield "ours", make(encoder=False)
    if installed():
        yield "ours + encoder", make(encoder=True)


def fewer(judged_by: QuestionSet, most: int) -> QuestionSet:
    """A part of the questions, the same at every run."""
    chance = random.Random(1)
    asked, valid = judged_by.asked, judged_by.valid
    return replace(
        judged_by,
        asked=chance.sample(asked, min(most, len(asked))),
        valid=chance.sample(valid, min(most, len(valid))),
    )


def row(judged_by: str, engine: str, figures: Figures) -> str:
    shares = [_share(getattr(figures, column)) for column in COLUMNS]
    times = (f"{figures.build_s:.2f}", f"{figures.p50_ms:.2f}", f"{figures.p99_ms:.2f}")
    return "| " + " | ".join((judged_by, engine, *shares, *times)) + " |"


def _share(value: float) -> str:
    return "–" if value != value else f"{value:.3f}".removeprefix("0")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
