"""The firm's colour as the widget can use it: readable under its letters by day and by night. Pure.

OKLCH as in CSS Color 4 (Ottosson 2020); contrast as in WCAG 2.2, section 1.4.3.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

READABLE = 4.5  # of letters on the colour
LETTERS_BY_DAY, LETTERS_BY_NIGHT = "#fdfcf8", "#091018"  # --cd-on-accent in tokens.css
PAPER_BY_NIGHT = "#101419"  # --cd-paper
VISIBLE = 3.0  # of the colour on paper: it must be seen as a button
GREY = 0.02  # chroma below which a colour has no hue to speak of
DEFAULT_HUE = 236
_HEX = re.compile(r"#[0-9a-f]{6}")
Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Shade:
    """A brand colour made fit: hex by day and by night, and the hue that tints everything else."""

    wanted: str
    day: str
    night: str
    hue: int

    @property
    def corrected(self) -> bool:
        """Whether the wanted colour could not be read and is now another."""
        return self.day != self.wanted

    def theme(self) -> dict[str, str | int]:
        """What the site stores and the widget is sent."""
        return {"hue": self.hue, "brand": self.wanted, "accent": f"light-dark({self.day}, {self.night})"}


def is_colour(text: str) -> bool:
    """Whether `text` is a colour as the browser's colour field writes it: `#0a7f5c`."""
    return _HEX.fullmatch(text) is not None


def readable(wanted: str) -> Shade:
    """`wanted` where light letters can be read on it, else the nearest darker shade of the same hue; and its twin
    for dark pages, on which the letters are dark.
    """
    lightness, chroma, hue = _oklch(wanted)
    day = wanted if contrast(wanted, LETTERS_BY_DAY) >= READABLE else _darker(lightness, chroma, hue)
    return Shade(
        wanted, day, _lighter(lightness, chroma, hue), round(hue) % 360 if chroma > GREY else DEFAULT_HUE
    )


def of_theme(theme: Mapping[str, Any]) -> str:
    """The colour that a site shows by day: the firm's own, else the one that tokens.css makes of the hue."""
    return str(theme.get("brand") or _hex(0.5, 0.135, float(theme.get("hue", DEFAULT_HUE))))


def contrast(one: str, other: str) -> float:
    """WCAG's ratio of two colours, 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _darker(lightness: float, chroma: float, hue: float) -> str:
    low, high = 0.0, lightness  # readable at low, not at high
    for _ in range(20):
        middle = (low + high) / 2
        fits = contrast(_hex(middle, chroma, hue), LETTERS_BY_DAY) >= READABLE
        low, high = (middle, high) if fits else (low, middle)
    return _hex(low, chroma, hue)


def _lighter(lightness: float, chroma: float, hue: float) -> str:
    def fits(shade: str) -> bool:
        return contrast(shade, LETTERS_BY_NIGHT) >= READABLE and contrast(shade, PAPER_BY_NIGHT) >= VISIBLE

    if fits(shade := _hex(lightness, chroma, hue)):
        return shade
    low, high = lightness, 1.0
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (low, middle) if fits(_hex(middle, chroma, hue)) else (middle, high)
    return _hex(high, chroma, hue)


def _hex(lightness: float, chroma: float, hue: float) -> str:
    """The colour in sRGB, with as much of the chroma as fits in."""
    low, high = 0.0, chroma
    for _ in range(16 if not _inside(_linear(lightness, chroma, hue)) else 0):
        middle = (low + high) / 2
        low, high = (middle, high) if _inside(_linear(lightness, middle, hue)) else (low, middle)
    kept = chroma if high == chroma else low
    channels = (round(255 * _gamma(min(1.0, max(0.0, part)))) for part in _linear(lightness, kept, hue))
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def _inside(rgb: Rgb) -> bool:
    return all(-1e-4 <= part <= 1 + 1e-4 for part in rgb)


def _linear(lightness: float, chroma: float, hue: float) -> Rgb:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _oklch(shade: str) -> tuple[float, float, float]:
    red, green, blue = _channels(shade)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _channels(shade: str) -> Rgb:
    red, green, blue = (_straight(int(shade[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return red, green, blue


def _luminance(shade: str) -> float:
    red, green, blue = _channels(shade)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _straight(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _gamma(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
