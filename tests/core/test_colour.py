"""The firm's colour: readable by day and by night, its own hue, changed only where it must be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from administration import colour
from administration.colour import contrast, is_colour, readable

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colours)
def test_letters_can_be_read_on_whatever_comes_out(wanted: str):
    shade = readable(wanted)

    assert contrast(shade.day, colour.LETTERS_BY_DAY) >= 4.5
    assert contrast(shade.night, colour.LETTERS_BY_NIGHT) >= 4.5
    assert contrast(shade.night, colour.PAPER_BY_NIGHT) >= 3


@given(colours)
def test_a_readable_colour_is_left_alone(wanted: str):
    shade = readable(wanted)

    assert shade.corrected is (contrast(wanted, colour.LETTERS_BY_DAY) < 4.5)


@given(colours)
def test_a_corrected_colour_is_the_nearest_that_can_be_read(wanted: str):
    shade = readable(wanted)

    if shade.corrected:
        assert (
            contrast(shade.day, colour.LETTERS_BY_DAY) < 4.75
        )  # a step of one in 255 is all that is given away


@given(colours)
def test_correcting_twice_changes_nothing(wanted: str):
    assert not readable(readable(wanted).day).corrected


@pytest.mark.parametrize(
    ("wanted", "hue"), [("#ffee00", 104), ("#0a7f5c", 165), ("#ff6600", 43), ("#7c3aed", 293)]
)
def test_the_hue_is_the_firms_own(wanted: str, hue: int):
    shade = readable(wanted)

    assert abs(shade.hue - hue) <= 2
    assert abs(readable(shade.day).hue - hue) <= 6


def test_grey_has_no_hue_to_speak_of():
    assert readable("#808080").hue == colour.DEFAULT_HUE


def test_the_ratio_is_the_one_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("text", ["", "red", "#fff", "#12345g", "#1234567", "#FFFFFF", "#0a7f5c;}"])
def test_only_what_a_colour_field_writes_is_a_colour(text: str):
    assert not is_colour(text)
