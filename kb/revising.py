"""A base with a few FAQs changed, in milliseconds: rows are added behind and taken out of the count, nothing is fitted. Pure."""

from collections.abc import Collection, Mapping, Sequence
from copy import copy

import numpy as np

from kb.evidence import NOBODY, Base, Faq, answers_of
from kb.words import grams, normalise

SHARE = 0.10  # of the phrasings; where more have changed, the base is worth building anew


def revised(base: Base, changed: Mapping[str, Sequence[Faq]], gone: Collection[str]) -> Base | None:
    """`base` with these FAQs, each in all its languages, instead of what it knew of them, and without those gone.

    None where so much is different that it has to be built. What is new or worded anew counts without the opinions,
    which weren't fitted to it.
    """
    new = copy(base)
    new.ids = base.ids + sorted(changed.keys() - set(base.ids))
    number = {name: place for place, name in enumerate(new.ids)}
    new.owner = base.owner.copy()
    new.fresh = np.append(base.fresh, np.ones(len(new.ids) - len(base.ids), bool))
    added: list[tuple[int, str]] = []
    taken = 0
    for name in [*changed, *gone]:
        wanted = {normalise(question) for faq in changed.get(name, ()) for question in faq["questions"]} - {
            ""
        }
        rows = np.flatnonzero(base.owner == number[name])
        known = {base.texts[row] for row in rows}
        out = [row for row in rows if base.texts[row] not in wanted]
        new.owner[out] = NOBODY
        added += [(number[name], text) for text in sorted(wanted - known)]
        new.fresh[number[name]] |= bool(out or wanted - known)
        taken += len(out)
    new.phrasings = base.phrasings - taken + len(added)
    if not new.phrasings or _differing(new) + len(added) > SHARE * base.everyday.start:
        return None
    _append(new, added)
    _say(new, base, changed)
    return new


def _differing(base: Base) -> int:
    """Rows that came behind or went since the base was built."""
    everyday = base.everyday.stop - base.everyday.start
    return len(base.texts) - base.everyday.stop + int((base.owner == NOBODY).sum()) - everyday


def _append(new: Base, added: Sequence[tuple[int, str]]) -> None:
    if not added:
        return
    texts = [text for _, text in added]
    cut = [grams(text) for text in texts]
    new.texts = new.texts + texts
    new.owner = np.append(new.owner, np.asarray([owner for owner, _ in added], np.int32))
    new.likeness = new.likeness.with_texts(texts, cut)


def _say(new: Base, base: Base, changed: Mapping[str, Sequence[Faq]]) -> None:
    """The answers as they read now: each that differs has a row of its own, behind."""
    number = {name: place for place, name in enumerate(new.ids)}
    names = list(changed)
    texts = answers_of([faq for faqs in changed.values() for faq in faqs], names)
    new.said = base.said + [""] * (len(new.ids) - len(base.ids))
    rows, owners = [], []
    for name, text in zip(names, texts, strict=True):
        if new.said[number[name]] != text:
            new.said[number[name]] = text
            rows.append(grams(text).words)
            owners.append(number[name])
    if rows:
        speaker = np.where(np.isin(base.speaker, owners), NOBODY, base.speaker)
        new.answers = base.answers.with_rows(rows)
        new.speaker = np.append(speaker, owners).astype(np.int32)
