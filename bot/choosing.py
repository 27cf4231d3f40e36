"""Which of the offered choices a message means: by number, ordinal or by its words. Pure."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from kb.words import normalise

CLOSE = 75  # of 100: a title typed again with a slip
AHEAD = 10  # of 100: how far the closest title must lead
SHORT = 20  # characters: a longer message than this picks nothing by containing a piece of a title

_NUMBERS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "one": 1,
    "two": 2,
    "three": 3,
    "first": 1,
    "second": 2,
    "third": 3,
}
_WORDS = "|".join(_NUMBERS)
_BY_PLACE = re.compile(
    rf"(?:我?选|我要|就|是|第|the|number|no|option|choice|#)*\s*(?P<place>[1-3]|1st|2nd|3rd|{_WORDS})"
    r"\s*(?:个|种|条|项|号|one|option|choice)?(?:吧|啊|please|is it)?[.。\s]*"
)
_LAST = re.compile(r"(?:我?选|我要|就|the)?\s*(?:最后(?:一)?[个种条项]?|last(?: one)?)(?:吧|please)?")


def chosen(text: str, titles: Sequence[str]) -> int | None:
    """The place of the meant title, counted from 0; None when the message isn't clearly one of them."""
    plain = normalise(text)
    if not plain or not titles:
        return None
    if _LAST.fullmatch(plain):
        return len(titles) - 1
    if by_place := _BY_PLACE.fullmatch(plain):
        place = by_place["place"]
        number = _NUMBERS.get(place) or int(place[0])
        return number - 1 if number <= len(titles) else None
    return _by_words(plain, [normalise(title) for title in titles])


def _by_words(plain: str, titles: Sequence[str]) -> int | None:
    alike = [fuzz.ratio(plain, title) for title in titles]
    best = max(range(len(titles)), key=lambda place: alike[place])
    others = [value for place, value in enumerate(alike) if place != best]
    if alike[best] >= CLOSE and alike[best] - max(others, default=0) >= AHEAD:
        return best
    holding = [place for place, title in enumerate(titles) if plain in title]
    return holding[0] if len(holding) == 1 and 2 <= len(plain) <= SHORT else None
