"""Prints the page docs/reference/matching.md: ours beside plain rapidfuzz and BM25, what slips cost, what speed costs.

scripts/bench matching [--data DIR] [--only NAME] [--engine NAME] [--most QUESTIONS] [--no-slips] [--large]
"""

import argparse
import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kb.encoder import installed
from kb.matching import make
from tests.bench.matching import robust, speed
from tests.bench.matching.measure import Figures, Matching, measure
from tests.bench.matching.peers import Fuzzy, Ranked
from tests.bench.matching.sets import QuestionSet, question_sets, regression_sets

COLUMNS = ("accuracy", "recall3", "auroc", "ece", "precision", "coverage", "oos_recall", "kept")
HEADS = (
    "| set | engine | right | among 3 | AUROC | ECE | right ≥ .85 | answered | OOS found | kept"
    " | build s | p50 ms | p99 ms | MB |"
)
ABOUT = """# How right the assistant is, measured

Printed by `scripts/bench matching --data DIR`, where DIR holds the public development sets (banking77, clinc150,
nlu_eval); without it the demo base is judged alone. One thread, CPU time, nothing of a set is built into the engine.

* *right*: the first article is the right one, of the questions that have one; *among 3*: it is among the first three.
* *AUROC*: how well confidence tells questions with an answer from those without. *ECE*: the gap between said and true.
* *right ≥ .85* and *answered*: of the answers given at .85 or more, how many are right; how many questions got one.
* *OOS found*, *kept*: at one limit chosen on the valid part, questions without an answer that were refused, and
  questions with one that were still answered rightly. *MB*: memory of the built base.
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench matching", description=__doc__)
    parser.add_argument("--data", type=Path, metavar="DIR", help="the folder with the development sets")
    parser.add_argument("--only", default="", metavar="NAME", help="sets with this in their name")
    parser.add_argument("--most", type=int, default=0, metavar="N", help="ask so many of a set's questions")
    parser.add_argument("--engine", default="", metavar="NAME", help="engines with this in their name")
    parser.add_argument("--no-slips", action="store_true", help="leave out what slips cost")
    parser.add_argument("--large", action="store_true", help="time a base of 100,000 phrasings as well")
    options = parser.parse_args()
    say(ABOUT)
    if options.data is None:
        say("No --data DIR: the development sets are skipped, the demo base is judged alone.\n")
    table(HEADS)
    slips: list[str] = []
    for judged_by in sets(options.data):
        if options.only in judged_by.name:
            asked = fewer(judged_by, options.most) if options.most else judged_by
            slips += compare(asked, options.engine, slips=not options.no_slips)
    say(
        "\n## What slips cost\n\nPoints of *right* that are lost when the same questions are typed otherwise.\n"
    )
    table("| set | engine | " + " | ".join(robust.TWISTS) + " |")
    for line in slips:
        say(line)
    say("\n## What speed costs\n\nMade-up phrasings, half Chinese, half English; CPU time of one thread.\n")
    table(speed.HEADS)
    for size in (10_000, 100_000) if options.large else (10_000,):
        say(speed.row(size))


def table(heads: str) -> None:
    say(heads)
    say("| --- " * (heads.count("|") - 1) + "|")


def sets(data: Path | None) -> Iterator[QuestionSet]:
    yield from regression_sets()
    if data is not None:
        yield from question_sets(data)


def compare(judged_by: QuestionSet, engine: str, *, slips: bool) -> list[str]:
    """One line for each engine, all asked the same; the lines about slips come back."""
    lines = []
    for name, matcher in engines():
        if engine in name:
            say(row(judged_by.name, name, measure(matcher, judged_by)))
            lost = robust.lost(matcher, judged_by.asked) if slips else {}
            shown = ["–" if value != value else f"{value:.1f}" for value in lost.values()]
            lines += ["| " + " | ".join((judged_by.name, name, *shown)) + " |"] if slips else []
    return lines


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
    return "| " + " | ".join((judged_by, engine, *shares, *times, f"{figures.memory_mb:.0f}")) + " |"


def _share(value: float) -> str:
    return "–" if value != value else f"{value:.3f}".removeprefix("0")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
