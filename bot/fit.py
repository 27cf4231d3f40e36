"""The command behind `scripts/fit-bot`: fit the shipped weights anew and show how honest the bands are. Not for serving."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bot.policy import DEFAULT_BANDS, Bands
from bot.reliability import Judged, calibration_error, lowest_maybe, lowest_sure, table
from kb.demobase import FOLDER
from kb.encoder import Encoder, installed, load
from kb.episodes import Sample, demo_faqs, development
from kb.fitting import fit, without_opinion
from kb.index import Floats
from kb.matching import make
from kb.ranking import PARTS, SHIPPED, Weights, shipped

QUESTIONS = FOLDER.with_name("questions.json")  # held out: no fitting ever sees them


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="fit-bot", description="Fit the bot's weights and print its three bands."
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="the folder with the development sets")
    data = parser.parse_args().data
    if data is None:
        say(["No --data DIR: the weights stay as shipped, fitting on the development sets is skipped."])
    elif not (data / "banking77" / "train").is_dir():
        sys.exit(
            f"fit-bot: {data} holds no development sets: give the folder with banking77, clinc150, nlu_eval"
        )
    else:
        refit(data)
    say(report(judge_demo(), DEFAULT_BANDS))


class _Remembered:
    """The encoder, each text encoded once: the practice bases share most of their questions."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Floats] = {}

    def encode(self, texts: Sequence[str]) -> Floats:
        fresh = [text for text in dict.fromkeys(texts) if text not in self._known]
        if fresh:
            self._known |= dict(zip(fresh, self._encoder.encode(fresh), strict=True))
        return np.stack([self._known[text] for text in texts])


def refit(data: Path) -> None:
    """Fit the weights, and those for the encoder where it is installed, and write them over the shipped ones."""
    fitted = json.loads(SHIPPED.read_text(encoding="utf-8"))
    fitted |= _fitted(development(data), "")
    if installed():
        fitted |= _fitted(development(data, _Remembered(load())), "_encoder")
    else:
        say(["The encoder extra is not installed: its weights stay as shipped."])
    SHIPPED.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")
    shipped.cache_clear()


def _fitted(bases: Sequence[Sequence[Sample]], ending: str) -> dict[str, dict[str, list[float]]]:
    learned = [[sample for sample in base if sample.evidence.kind.startswith("learned")] for base in bases]
    unlearned = [[without_opinion(sample) for sample in base] for base in bases]
    say([f"Fitted on {sum(map(len, bases))} questions to {len(bases)} bases."])
    return {"learned" + ending: _plain(fit(learned)), "unlearned" + ending: _plain(fit(unlearned))}


def judge_demo() -> list[Judged]:
    """The demo base asked with the held-out questions, which no fitting ever sees."""
    matcher = make(encoder=False)
    matcher.build(demo_faqs())
    questions = json.loads(QUESTIONS.read_text(encoding="utf-8"))
    return [Judged(matcher.answer(question["q"]), question["faq"]) for question in questions]


def report(judged: Sequence[Judged], bands: Bands) -> Iterator[str]:
    """The three bands, the limits that these questions would allow, and the reliability table, line by line."""
    sure = [one for one in judged if one.confidence >= bands.sure]
    unsure = [one for one in judged if one.confidence < bands.sure]
    near = [one for one in unsure if one.among_three >= bands.maybe]
    wrong = sum(not one.correct for one in sure)
    lost = len(unsure) - len(near)
    yield f"{len(judged)} held-out demo questions, {sum(one.right is None for one in judged)} of them out of scope"
    yield f"  answer  from {bands.sure:.2f}: {len(sure):3}, {wrong} wrong ({wrong / max(1, len(sure)):.0%})"
    yield f"  choices from {bands.maybe:.2f}: {len(near):3}, {sum(one.held for one in near)} hold the right article"
    known = sum(one.right is not None for one in unsure if one not in near)
    yield f"  miss    below    : {lost:3}, {known} of them could have been answered"
    yield f"  lowest honest limits here: answer {lowest_sure(judged):.2f}, choices {lowest_maybe(judged, sure=bands.sure):.2f}"
    yield f"confidence  questions  promised  came true   (calibration error {calibration_error(judged):.3f})"
    for row in table(judged):
        yield f"  from {row.lowest:.1f}  {row.count:9}  {row.promised:8.2f}  {row.came_true:9.2f}"


def say(lines: Iterator[str] | Sequence[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")


def _plain(weights: Weights) -> dict[str, list[float]]:
    return {part: [round(float(value), 4) for value in getattr(weights, part)] for part in PARTS}


if __name__ == "__main__":
    main()
