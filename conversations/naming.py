"""The engine's sentences with the skills' names in the place of their keys. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from routing.firm import Firm

NEED = re.compile(r"(?P<before> ?)(?P<key>[\w-]+)≥(?P<level>\d+)(?P<after> ?)")


def named(why: dict[str, str], firm: Firm) -> dict[str, str]:
    """`又会 zh≥1、billing≥2 的` as `又会中文、账单（2 级以上）的`; a key that has no name stays as it is."""
    return {lang: NEED.sub(partial(_name, lang=lang, firm=firm), text) for lang, text in why.items()}


def without(why: dict[str, str], left_out: Sequence[str], firm: Firm) -> dict[str, str]:
    """The reason, and which needs were left out since nobody of the firm has them."""
    if not left_out:
        return why
    zh, en = ([firm.names.get(key, {}).get(lang) or key for key in left_out] for lang in ("zh", "en"))
    return {
        "zh": f"{why['zh']}没人会{'、'.join(zh)}，就没有作要求。",
        "en": f"{why['en']} Nobody has {' or '.join(en)}, so it was left out.",
    }


def _name(found: re.Match[str], lang: str, firm: Firm) -> str:
    key, level = found["key"], int(found["level"])
    known = key if key in firm.names else key.lower()  # where it begins a sentence
    if not (name := firm.names.get(known, {}).get(lang)):
        return found[0]
    bare = level <= 1 and known in firm.languages
    if lang == "zh":
        told = name if bare else f"{name}（{level} 级以上）"
        return told if not name[0].isascii() else f"{found['before']}{told}{found['after']}"
    told = name if bare else f"{name} ({level}+)"
    return f"{found['before']}{told if key == known else told[:1].upper() + told[1:]}{found['after']}"
