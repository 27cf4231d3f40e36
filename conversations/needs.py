"""What a conversation needs of the person who takes it: computed once, when it is queued. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

KANA, HAN = re.compile(r"[぀-ヿ]"), re.compile(r"[㐀-鿿]")
LATIN = re.compile(r"[^\W\d_㐀-鿿぀-ヿ]{2,}")
SENTENCE = 4  # so many words of another script are more than a name or a term
LANGUAGE_LEVEL, TOPIC_LEVEL = 1, 2


@dataclass(frozen=True, slots=True)
class Needs:
    skills: Mapping[str, int]
    left_out: tuple[str, ...]  # what no seat of the firm holds


def language(text: str, locale: str) -> str:
    """Kana means Japanese, else Han means Chinese, else the browser's locale, else English.

    A name or a term in a sentence of another script is no text of its own: a word of it against each two of the others.
    """
    kana, han, words = len(KANA.findall(text)), len(HAN.findall(text)), len(LATIN.findall(text))
    quoted = words >= SENTENCE and words > 2 * (kana + han)
    if kana and not quoted:
        return "ja"
    if han and not quoted:
        return "zh"
    return locale.lower().split("-")[0] or "en"


def needs(
    *, text: str, locale: str, topic: str, held: Collection[str], demanded: Mapping[str, int] | None = None
) -> Needs:
    """Language at level 1, topic at level 2, and what a transfer demands; `held` are the skills that any seat has."""
    wanted = {language(text, locale): LANGUAGE_LEVEL}
    if topic:
        wanted[topic] = TOPIC_LEVEL
    wanted |= demanded or {}
    return Needs(
        skills={skill: level for skill, level in wanted.items() if skill in held},
        left_out=tuple(sorted(skill for skill in wanted if skill not in held)),
    )
