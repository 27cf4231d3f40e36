"""How alike a text is to each of many: by words, letters, ideas, sounds and, with the extra, meaning. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from kb.encoder import Encoder
from kb.index import Field, Floats, Ints, Seen
from kb.words import Grams

WORD, LETTER, IDEA = np.float32(0.25), np.float32(0.35), np.float32(0.4)  # parts of a similarity, together 1
SPELT, HEARD = np.float32(0.8), np.float32(0.2)  # of the letters' part, where there is Chinese
SHOWN, MEANT = np.float32(0.3), np.float32(0.7)  # of the whole, where the encoder is installed


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

    def __init__(self, texts: Sequence[str], cut: Sequence[Grams], encoder: Encoder | None) -> None:
        self._cut = cut
        self._encoder = encoder
        self.words = Field([text.words for text in cut])
        self.chars = Field([text.chars for text in cut])
        self.ideas = Field([text.ideas for text in cut])
        self.sounds = Field([text.sounds for text in cut])
        self._meanings = encoder.encode(texts) if encoder else np.zeros((len(texts), 0), np.float32)

    @property
    def fields(self) -> tuple[Field, Field, Field]:
        return self.words, self.chars, self.ideas

    def of(self, text: str, cut: Grams) -> Alike:
        """Compare normalised text."""
        meaning = self._encoder.encode([text])[0] if self._encoder else None
        return self._compare(cut, meaning)

    def of_row(self, row: int) -> Alike:
        """Compare one of the rows with all."""
        return self._compare(self._cut[row], self._meanings[row] if self._encoder else None)

    def _compare(self, cut: Grams, meaning: Floats | None) -> Alike:
        words, chars, ideas = self.words.see(cut.words), self.chars.see(cut.chars), self.ideas.see(cut.ideas)
        by_word, by_idea = self.words.cosines(words), self.ideas.cosines(ideas)
        spelt = self.chars.cosines(chars)
        if cut.sounds:
            spelt = SPELT * spelt + HEARD * self.sounds.cosines(self.sounds.see(cut.sounds))
        together = WORD * by_word + LETTER * spelt + IDEA * by_idea
        by_meaning = np.zeros_like(together)
        if meaning is not None:
            by_meaning = self._meanings @ meaning
            together = SHOWN * together + MEANT * by_meaning
        known = (words.known + chars.known + ideas.known) / 3
        return Alike(by_word, by_idea, by_meaning, together, known, (words, chars, ideas))

    def among(self, rows: Ints) -> Floats:
        """Row by row of `rows`, how alike it is to every row: as `of_row`, all at once."""
        alike = LETTER * self._part(self.chars, rows, lambda text: text.chars)
        if any(self._cut[row].sounds for row in rows):
            heard = LETTER * self._part(self.sounds, rows, lambda text: text.sounds)
            alike = np.where(heard.any(axis=1, keepdims=True), SPELT * alike + HEARD * heard, alike)
        alike += WORD * self._part(self.words, rows, lambda text: text.words)
        alike += IDEA * self._part(self.ideas, rows, lambda text: text.ideas)
        if self._encoder:
            alike *= SHOWN
            alike += MEANT * (self._meanings[rows] @ self._meanings.T)
        return alike

    def _part(self, field: Field, rows: Ints, grams: Callable[[Grams], Iterable[str]]) -> Floats:
        return field.among(rows, [grams(self._cut[row]) for row in rows])
