"""Complaint and urgency on labelled sentences, half of which no word of the lexicon was chosen by."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.mood import read

SET = Path(__file__).parents[2] / "data" / "moods.tsv"
RECALL, FALSE_ALARMS = 0.90, 0.05


def sentences(*, held_out: bool) -> list[tuple[str, str]]:
    """Every other sentence of each label is held out: (label, text)."""
    rows: dict[str, list[str]] = {}
    for line in SET.read_text(encoding="utf-8").splitlines():
        label, text = line.split("\t")
        rows.setdefault(label, []).append(text)
    return [(label, text) for label, texts in rows.items() for text in texts[held_out::2]]


def is_chinese(text: str) -> bool:
    return any("㐀" <= char <= "鿿" for char in text)


def alarmed(rows: list[tuple[str, str]]) -> float:
    return sum(bool(read(text).signs) for _, text in rows) / len(rows)


def test_the_set_has_two_hundred_sentences_in_two_languages():
    rows = sentences(held_out=False) + sentences(held_out=True)

    assert len(rows) >= 200
    assert len({text for _, text in rows}) == len(rows)
    assert 0.4 <= sum(is_chinese(text) for _, text in rows) / len(rows) <= 0.6


@pytest.mark.parametrize("held_out", [False, True])
@pytest.mark.parametrize("chinese", [False, True])
def test_nine_of_ten_complaints_and_urgent_ones_are_noticed(held_out: bool, chinese: bool):
    rows = [
        row for row in sentences(held_out=held_out) if row[0] != "neutral" and is_chinese(row[1]) is chinese
    ]

    assert alarmed(rows) >= RECALL


@pytest.mark.parametrize("held_out", [False, True])
@pytest.mark.parametrize("chinese", [False, True])
def test_at_most_one_neutral_question_in_twenty_raises_an_alarm(held_out: bool, chinese: bool):
    rows = [
        row for row in sentences(held_out=held_out) if row[0] == "neutral" and is_chinese(row[1]) is chinese
    ]

    assert alarmed(rows) <= FALSE_ALARMS
