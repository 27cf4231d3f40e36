"""How alike a text is to each of many: by words, letters, ideas, sounds and, with the extra, meaning. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Self

import numpy as np

from kb.encoder import Encoder
from kb.index import Field, Floats, Ints, Seen
from kb.words import Grams

WORD, LETTER, IDEA = np.float32(0.25), np.float32(0.35), np.float32(0.4)  # parts of a similarity, together 1
SPELT, HEARD = np.float32(0.8), np.float32(0.2)  # of the letters' part, where there is Chinese
SHOWN, MEANT = np.float32(0.3), np.float32(0.7)  # of the whole, where the encoder is installed
PARTS: tuple[Callable[[Grams], Iterable[str]], ...] = (
    attrgetter("words"), attrgetter("chars"), attrgetter("ideas"), attrgetter("sounds"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Alike:
    """How alike one text is to each row, 0..1: by words, by ideas, by meaning, and together.

    `known` is the share of the text that the rows have seen, `seen` the text in the terms of words, letters and ideas.
    """

    by_word: Floats
    by_idea: Floats
    by_meaning: Floats
    together: Floats
    known: float
    seen: tuple[Seen, Seen, Seen]


class Likeness:
    """Many texts, ready to be compared with one."""

    def __init__(self, fields: Sequence[Field], meanings: Floats, encoder: Encoder | None) -> None:
        self.words, self.chars, self.ideas, self.sounds = fields
        self.meanings = meanings  # a row for each text; no columns without the encoder
        self._encoder = encoder

    @classmethod
    def of_texts(cls, texts: Sequence[str], cut: Sequence[Grams], encoder: Encoder | None) -> Self:
        return cls([Field([part(text) for text in cut]) for part in PARTS], _meant(texts, encoder), encoder)

    def with_texts(self, texts: Sequence[str], cut: Sequence[Grams]) -> Self:
        """These texts and more behind them; the old ones keep their weights."""
        fields = [
            field.with_rows([part(text) for text in cut])
            for field, part in zip(self.all_fields, PARTS, strict=True)
        ]
        meanings = np.concatenate((self.meanings, _meant(texts, self._encoder)))
        return type(self)(fields, meanings, self._encoder)

    @property
    def all_fields(self) -> tuple[Field, Field, Field, Field]:
        return self.words, self.chars, self.ideas, self.sounds

    @property
    def fields(self) -> tuple[Field, Field, Field]:
        """Those in whose terms a question is `seen`."""
        return self.words, self.chars, self.ideas

    def of(self, text: str, cut: Grams) -> Alike:
        """Compare normalised text."""
        return self._compare(cut, self._encoder.encode([text])[0] if self._encoder else None)

    def of_row(self, row: int, cut: Grams) -> Alike:
        """Compare one of the rows, whose grams these are, with all."""
        return self._compare(cut, self.meanings[row] if self._encoder else None)

    def _compare(self, cut: Grams, meaning: Floats | None) -> Alike:
        words, chars, ideas = self.words.see(cut.words), self.chars.see(cut.chars), self.ideas.see(cut.ideas)
        by_word, by_idea = self.words.cosines(words), self.ideas.cosines(ideas)
        spelt = self.chars.cosines(chars)
        if cut.sounds:
            spelt = SPELT * spelt + HEARD * self.sounds.cosines(self.sounds.see(cut.sounds))
        together = WORD * by_word + LETTER * spelt + IDEA * by_idea
        by_meaning = np.zeros_like(together)
        if meaning is not None:
            by_meaning = self.meanings @ meaning
            together = SHOWN * together + MEANT * by_meaning
        known = (words.known + chars.known + ideas.known) / 3
        return Alike(by_word, by_idea, by_meaning, together, known, (words, chars, ideas))

    def among(self, rows: Ints, cut: Sequence[Grams]) -> Floats:
        """Row by row of `rows`, whose grams these are, how alike it is to every row: as `of_row`, all at once."""
        alike = LETTER * self.chars.among(rows, [text.chars for text in cut])
        if any(text.sounds for text in cut):
            heard = LETTER * self.sounds.among(rows, [text.sounds for text in cut])
            alike = np.where(heard.any(axis=1, keepdims=True), SPELT * alike + HEARD * heard, alike)
        alike += WORD * self.words.among(rows, [text.words for text in cut])
        alike += IDEA * self.ideas.among(rows, [text.ideas for text in cut])
        if self._encoder:
            alike *= SHOWN
            alike += MEANT * (self.meanings[rows] @ self.meanings.T)
        return alike


def _meant(texts: Sequence[str], encoder: Encoder | None) -> Floats:
    return (
        encoder.encode(texts)
        if encoder and texts
        else np.zeros((len(texts), 512 if encoder else 0), np.float32)
    )
