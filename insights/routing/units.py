"""One figure of a routing decision, read in its unit and said in words. Pure."""

from __future__ import annotations

from routing.explain import Words, duration
from routing.policy import NEVER


def words(zh: str, en: str) -> Words:
    return {"zh": zh, "en": en}


def yes_or_no(figure: float, at: float) -> tuple[float | None, Words]:
    return figure, words("是", "yes") if figure else words("否", "no")


def share(figure: float, at: float) -> tuple[float | None, Words]:
    percent = round(100 * figure)
    return figure, words(f"{percent}%", f"{percent} %")


def used(figure: float, at: float) -> tuple[float | None, Words]:
    """A gain that was negated so that less is better."""
    return share(-figure if figure else 0.0, at)


def plain(figure: float, at: float) -> tuple[float | None, Words]:
    shown = f"{figure:.2f}".rstrip("0").rstrip(".")
    return figure, words(shown, shown)


def ago(figure: float, at: float) -> tuple[float | None, Words]:
    """A time of before, as seconds since then."""
    if figure == NEVER:
        return None, words("还没有过", "never")
    passed = max(0.0, at - figure)
    zh, en = duration(passed)
    return round(passed, 3), words(f"{zh}前", f"{en} ago")


def lasting(figure: float, at: float) -> tuple[float | None, Words]:
    """A time of before, as seconds that it has lasted."""
    passed = max(0.0, at - figure)
    return round(passed, 3), words(*duration(passed))


def left(figure: float, at: float) -> tuple[float | None, Words]:
    """A time to come, as seconds until then; negative where it is over."""
    rest = figure - at
    zh, en = duration(abs(rest))
    return round(rest, 3), words(zh, en) if rest >= 0 else words(f"已超 {zh}", f"{en} over")


def turn(figure: float, at: float) -> tuple[float | None, Words]:
    number = int(figure)
    return figure, words(f"第 {number} 次", f"no. {number}") if number else words("还没轮到过", "none yet")
