"""An inverted index over one kind of gram: TF-IDF cosines of a question to every phrasing. Pure."""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from kb.numbering import NEVER, Numbering

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Arrays = Mapping[str, NDArray[Any]]

COMMON = 96  # grams whose weights also stand as whole columns, where many rows hold them
COMMON_SHARE, COMMON_ROWS = 0.04, 20_000  # held by so many of the rows; in bases up to that size
NO_ROWS: Ints = np.zeros(0, np.int32)
POSTINGS_BUDGET = 150_000  # entries read for one question, rarest gram first: bounds the time on large bases


@dataclass(frozen=True, slots=True)
class Seen:
    """A question in the terms of one field: its known grams, their weights (whole vector has length 1)."""

    grams: Ints
    weights: Floats
    known: float  # share of the question's length² that the index has seen, 0..1


class Field:
    """Cosines of a text to many; grams never seen lengthen its vector, so they lower every cosine."""

    def __init__(self, texts: Sequence[Iterable[str]]) -> None:
        self.rows = len(texts)
        number: dict[str, int] = {}
        lengths = np.zeros(self.rows, np.int32)
        flat = array("i")
        for row, text in enumerate(texts):
            before = len(flat)
            flat.extend([number.setdefault(gram, len(number)) for gram in text])
            lengths[row] = len(flat) - before
        self.grams: Sequence[str] = tuple(number)  # in the order of their numbers; gone after `forget_grams`
        self.numbers = Numbering.of(self.grams)
        rows = np.repeat(np.arange(self.rows, dtype=np.int64), lengths)
        self._weigh(np.frombuffer(flat, np.intc).astype(np.int64), rows, len(number))

    def forget_grams(self) -> None:
        """Keep numbers only: enough to be asked, too little to be stored."""
        self.grams = ()

    @classmethod
    def of(cls, arrays: Arrays, numbers: Numbering) -> Self:
        """The field that `arrays` and these numbers were taken from. Raises KeyError or ValueError where they don't fit."""
        field = cls.__new__(cls)
        field.rows = int(arrays["rows"])
        field.grams, field.numbers = (), numbers
        field.unseen = float(arrays["unseen"])
        field.idf, field.weights = arrays["idf"], arrays["weights"]
        field.holders, field.starts = arrays["holders"], arrays["starts"]
        if len(numbers) != len(field.idf) or len(field.starts) != len(field.idf) + 1:
            raise ValueError("these arrays belong to another vocabulary")
        field._spread()
        return field

    def arrays(self) -> Arrays:
        """What this field is made of, besides its grams in their order."""
        return {
            "rows": np.asarray(self.rows),
            "unseen": np.asarray(self.unseen),
            "idf": self.idf,
            "weights": self.weights,
            "holders": self.holders,
            "starts": self.starts,
        }

    def with_rows(self, texts: Sequence[Iterable[str]]) -> Self:
        """This field and more rows behind its own. Weights of known grams stay as they were, so it costs no new fit."""
        known = len(self.idf)
        cut = [Counter(text) for text in texts]
        there = [*dict.fromkeys(gram for counts in cut for gram in counts)]
        found = self.numbers.find(there)
        strange = [gram for gram, number in zip(there, found.tolist(), strict=True) if number == NEVER]
        number = dict(zip(there, found.tolist(), strict=True)) | {
            gram: known + place for place, gram in enumerate(strange)
        }
        counted = [
            (number[gram], row, count) for row, counts in enumerate(cut) for gram, count in counts.items()
        ]
        gram, row, count = np.asarray(sorted(counted), np.int64).reshape(-1, 3).T
        fresh = len(strange)
        idf = np.append(self.idf, np.full(fresh, self.unseen, np.float32))
        raw = (1 + np.log(count)) * idf[gram]
        norms = np.sqrt(np.bincount(row, raw * raw, minlength=len(texts))).clip(1e-9)
        ends = np.append(self.starts, np.full(fresh, self.starts[-1]))
        places = ends[gram + 1]
        return type(self).of(
            {
                "rows": np.asarray(self.rows + len(texts)),
                "unseen": np.asarray(self.unseen),
                "idf": idf,
                "weights": np.insert(self.weights, places, (raw / norms[row]).astype(np.float32)),
                "holders": np.insert(self.holders, places, (self.rows + row).astype(np.int32)),
                "starts": ends + np.searchsorted(gram, np.arange(len(ends))).astype(np.int32),
            },
            self.numbers.with_grams(strange),
        )

    def _weigh(self, grams: NDArray[np.int64], rows: NDArray[np.int64], known: int) -> None:
        """Order the postings by gram; (1 + ln tf) · idf, each row of length 1 (Salton & Buckley 1988)."""
        keys, counts = np.unique(grams * self.rows + rows, return_counts=True)
        gram, row = np.divmod(keys, max(1, self.rows))
        held_by = np.bincount(gram, minlength=known)
        self.idf = (np.log((self.rows + 1) / (held_by + 0.5))).astype(np.float32).clip(0.05)
        self.unseen = float(np.log((self.rows + 1) / 0.5))
        raw = (1 + np.log(counts)) * self.idf[gram]
        norms = np.sqrt(np.bincount(row, raw * raw, minlength=self.rows)).clip(1e-9)
        self.weights = (raw / norms[row]).astype(np.float32)
        self.holders = row.astype(np.int32)
        self.starts = np.concatenate(([0], np.cumsum(held_by))).astype(np.int32)
        self._spread()

    def _spread(self) -> None:
        """Whole columns for the commonest grams: adding them up is faster than following their postings."""
        held_by = np.diff(self.starts)
        often = np.argsort(-held_by, kind="stable")[:COMMON] if self.rows <= COMMON_ROWS else NO_ROWS
        often = often[held_by[often] >= COMMON_SHARE * self.rows]
        self.column = np.full(len(held_by), NEVER, np.int32)
        self.column[often] = np.arange(len(often))
        self.columns = np.zeros((len(often), self.rows), np.float32)
        for place, gram in enumerate(often):
            held = slice(self.starts[gram], self.starts[gram + 1])
            self.columns[place, self.holders[held]] = self.weights[held]

    def see(self, text: Iterable[str]) -> Seen:
        """The question as a vector of this field."""
        counts = Counter(text)
        numbers = self.numbers.find([*counts])
        often = 1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))
        known = numbers != NEVER
        ids, strange = numbers[known], float((often[~known] ** 2).sum())
        weights = often[known] * self.idf[ids]
        inside, outside = float(weights @ weights), strange * self.unseen**2
        length = np.sqrt(inside + outside) or 1.0
        return Seen(ids, (weights / length).astype(np.float32), inside / (inside + outside or 1.0))

    def cosines(self, seen: Seen) -> Floats:
        """The cosine to each row, zero where nothing is shared."""
        column = self.column[seen.grams]
        common = column != NEVER
        scores = self._followed(seen.grams[~common], seen.weights[~common])
        if common.any():
            scores += seen.weights[common] @ self.columns[column[common]]
        return scores

    def among(self, rows: Ints, texts: Sequence[Iterable[str]]) -> Floats:
        """Row by row of `rows`, whose texts these are, the cosines to every row of the index."""
        scores = self.columns[:, rows].T @ self.columns
        for place, text in enumerate(texts):
            seen = self.see(text)
            rare = self.column[seen.grams] == NEVER
            scores[place] += self._followed(seen.grams[rare], seen.weights[rare])
        return scores

    def pairs(self, owner: Ints, owners: int) -> tuple[NDArray[np.int64], Floats]:
        """Who holds what, as gram · owners + owner in order, and how much of it; owners below 0 don't count."""
        gram = np.repeat(np.arange(len(self.idf)), np.diff(self.starts))
        whose = owner[self.holders]
        theirs = whose >= 0
        cells, place = np.unique(gram[theirs] * owners + whose[theirs], return_inverse=True)
        return cells, np.bincount(place, self.weights[theirs], minlength=len(cells)).astype(np.float32)

    def _followed(self, grams: Ints, weights: Floats) -> Floats:
        """The part of the cosines that these grams bring, along their postings, the rarest first within the budget."""
        begins = self.starts[grams]
        sizes = self.starts[grams + 1] - begins
        order = np.argsort(sizes, kind="stable")
        order = order[np.cumsum(sizes[order]) <= max(POSTINGS_BUDGET, int(sizes.min(initial=0)))]
        if not len(order):
            return np.zeros(self.rows, np.float32)
        sizes = sizes[order]
        ahead = np.cumsum(sizes) - sizes
        places = np.arange(int(sizes.sum())) + np.repeat(begins[order] - ahead, sizes)
        gains = self.weights[places] * np.repeat(weights[order], sizes)
        return np.bincount(self.holders[places], gains, minlength=self.rows).astype(np.float32)

    def weight(self, gram: str) -> float:
        """The idf of a gram, seen or not."""
        number = int(self.numbers.find([gram])[0])
        return self.unseen if number == NEVER else float(self.idf[number])

    def rows_with(self, gram: str) -> Ints:
        """The rows that hold a gram."""
        number = int(self.numbers.find([gram])[0])
        rows: Ints = (
            self.holders[self.starts[number] : self.starts[number + 1]] if number != NEVER else NO_ROWS
        )
        return rows
