"""A question that leans on the one before it: "那换货呢", "and for exchanges?". Pure."""

import re
from collections.abc import Callable, Sequence

from kb.words import normalise

Hit = tuple[str, float]

TURNS = 3  # so long is the last answer remembered
_SHORT_HAN, _SHORT_WORDS = 10, 6
_LEANS = re.compile(
    r"^(?:那|那么|还有|以及|如果是|要是|换成)|呢$|^(?:and|what about|how about|what if|or|also|but)\b"
)


def leans(text: str) -> bool:
    """Whether a message is a piece of a question: short, and begun or ended as one that goes on."""
    plain = normalise(text).strip(" ?!.,。，？！")
    short = len(plain) <= _SHORT_HAN if any("㐀" <= char <= "鿿" for char in plain) else False
    return bool(_LEANS.search(plain)) and (short or (len(plain.split()) <= _SHORT_WORDS and plain.isascii()))


def without(hits: Sequence[Hit], article: str) -> list[Hit]:
    """How likely the others are, given that it isn't `article`: their share of what is left."""
    left = 1 - dict(hits).get(article, 0.0)
    return [(key, min(1.0, share / left)) for key, share in hits if key != article] if left > 0 else []


def inherited(text: str, last: tuple[str, str], hits: Callable[[str], Sequence[Hit]]) -> Sequence[Hit]:
    """The hits of `text` alone, or with the question before it where that says more.

    `last` is the article that was answered and its question. Who asks "and …?" asks something else than before, and
    only for what the new words speak of too.
    """
    alone = hits(text)
    if not leans(text):
        return alone
    article, question = last
    known = {key for key, _ in alone}
    along = [hit for hit in without(hits(f"{question} {text}"), article) if hit[0] in known]
    return max(alone, along, key=lambda found: found[0][1] if found else 0.0)
