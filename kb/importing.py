"""Questions and answers as a person pastes or exports them: read row by row, then saved all at once.

`read` decides and names each fault; it asks the database nothing. `save` writes all good rows or none.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from django.db import transaction

from accounts import tables
from chatdesk.kernel.errors import Invalid
from kb.models import Article, Category, Wording
from kb.services import raise_version
from kb.words import has_han, normalise

QUESTION, ANSWER, SIMILAR = 300, 20_000, 50  # characters, characters, phrases
ROWS, BYTES = 2_000, 1_000_000
_MARK = re.compile(r"^\s*(q|question|问|问题|a|answer|答|答案|回答)\s*[:：]\s*", re.IGNORECASE)
_ASKS = frozenset({"q", "question", "问", "问题"})
_HEADS = {
    "question": "question",
    "问题": "question",
    "标准问": "question",
    "answer": "answer",
    "答案": "answer",
    "回答": "answer",
}
Row = tuple[int, str, str, tuple[str, ...]]  # line, question, answer, similar


class Unreadable(Invalid):
    """Nothing of it can be read; `key` says why: encoding, too_big, empty, too_many, quotes, no_header."""

    def __init__(self, key: str, line: int = 0) -> None:
        super().__init__(f"this can't be imported ({key.replace('_', ' ')})")
        self.key, self.line = key, line


@dataclass(frozen=True, slots=True)
class Draft:
    """One question with its answer, as read from `line`; `fault` says why it can't be saved, "" where it can."""

    line: int
    question: str
    answer: str
    similar: tuple[str, ...] = ()
    fault: str = ""  # no_question, no_answer, long_question, long_answer, many_similar, twice, known
    other: int = 0  # the line that it repeats

    @property
    def lang(self) -> str:
        return "zh" if has_han(self.question) else "en"


def decoded(raw: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, else GB18030 as Chinese spreadsheets write it."""
    if len(raw) > BYTES:
        raise Unreadable("too_big")
    for encoding in ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and not _garbled(text):
            return text
    raise Unreadable("encoding")


def _garbled(text: str) -> bool:
    """Whether it has what no text has: control characters, or letters of the private area."""
    return any((char < " " and char not in "\t\r\n\f") or "\ue000" <= char <= "\uf8ff" for char in text)


def read(text: str, known: Iterable[str] = ()) -> list[Draft]:
    """Every row with what is wrong with it; `known` are questions that the base has already. Raises Unreadable.

    A table with a header, `Q: … A: …` blocks, or blocks between blank lines: question first, then the answer.
    """
    if len(text.encode()) > BYTES:
        raise Unreadable("too_big")
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    if not text.strip():
        raise Unreadable("empty")
    rows = list(_table(text) if _is_table(text) else _marked(text) if _is_marked(text) else _blocks(text))
    if len(rows) > ROWS:
        raise Unreadable("too_many")
    return list(_judged(rows, {normalise(question) for question in known}))


def _judged(rows: Iterable[Row], known: set[str]) -> Iterator[Draft]:
    seen: dict[str, int] = {}
    for line, question, answer, similar in rows:
        draft = Draft(line, question.strip(), answer.strip(), tuple(filter(None, map(str.strip, similar))))
        same = normalise(draft.question)
        if fault := _fault(draft):
            yield replace(draft, fault=fault)
        elif same in seen:
            yield replace(draft, fault="twice", other=seen[same])
        elif same in known:
            yield replace(draft, fault="known")
        else:
            yield draft
        seen.setdefault(same, line)


def _fault(draft: Draft) -> str:
    if not normalise(draft.question):
        return "no_question"
    if not draft.answer:
        return "no_answer"
    if len(draft.question) > QUESTION or any(len(phrase) > QUESTION for phrase in draft.similar):
        return "long_question"
    if len(draft.answer) > ANSWER:
        return "long_answer"
    return "many_similar" if len(draft.similar) > SIMILAR else ""


def _is_table(text: str) -> bool:
    first = re.split(r"[,;\t]", text.lstrip("\n").partition("\n")[0].strip().strip('"').lower())
    heads = {_HEADS.get(head.strip().strip('"')) for head in first}
    return {"question", "answer"} <= heads


def _table(text: str) -> Iterator[Row]:
    first = text.lstrip("\n").partition("\n")[0]
    comma = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True)
    heads: list[str] = []
    line = 1
    try:
        for cells in rows:
            if not heads and any(cell.strip() for cell in cells):
                heads = [_HEADS.get(cell.strip().lower(), "similar") for cell in cells]
            elif heads and any(cell.strip() for cell in cells):
                yield _cells(line, heads, cells)
            line = rows.line_num + 1
    except csv.Error:
        raise Unreadable("quotes", line) from None


def _cells(line: int, heads: list[str], cells: list[str]) -> Row:
    cells = [tables.as_written(cell) for cell in cells]
    named = {head: cell for head, cell in zip(heads, cells, strict=False) if head != "similar"}
    others = [cell for place, cell in enumerate(cells) if place >= len(heads) or heads[place] == "similar"]
    similar = tuple(part for cell in others for part in re.split(r"[|\n]", cell))
    return line, named.get("question", ""), named.get("answer", ""), similar


def _is_marked(text: str) -> bool:
    return any(_MARK.match(line) for line in text.split("\n"))


@dataclass(slots=True)
class _Pair:
    """One question and its answer while its lines are being read."""

    line: int
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def take(self, mark: str, rest: str) -> None:
        if mark in _ASKS:
            self.asked.append(rest)
        elif mark or self.said or not self.asked:
            self.said.append(rest)
        else:
            self.asked[-1] = f"{self.asked[-1]} {rest}".strip()

    def row(self) -> Row:
        return self.line, self.asked[0] if self.asked else "", "\n".join(self.said), tuple(self.asked[1:])


def _marked(text: str) -> Iterator[Row]:
    """`Q:` lines begin a row; more of them before the answer are similar questions."""
    pair: _Pair | None = None
    for number, line in enumerate(text.split("\n"), 1):
        match = _MARK.match(line)
        mark, rest = (match[1].lower(), line[match.end() :]) if match else ("", line)
        if (mark in _ASKS and (pair is None or pair.said)) or (pair is None and line.strip()):
            if pair is not None:
                yield pair.row()
            pair = _Pair(number)
        if pair is not None:
            pair.take(mark, rest)
    if pair is not None:
        yield pair.row()


def _blocks(text: str) -> Iterator[Row]:
    start, block = 1, list[str]()
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            start = start if block else number
            block.append(line)
        elif block:
            yield start, block[0], "\n".join(block[1:]), ()
            block = []


@transaction.atomic
def save(drafts: Iterable[Draft], category: Category) -> int:
    """Publish the drafts without a fault, in one transaction with one new version; returns how many."""
    good = [draft for draft in drafts if not draft.fault]
    keys = {draft.line: key_of(draft.question) for draft in good}
    there = set(Article.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    fresh = [draft for draft in good if keys[draft.line] not in there]
    Article.objects.bulk_create(Article(key=keys[draft.line], category=category) for draft in fresh)
    articles = Article.objects.in_bulk([keys[draft.line] for draft in fresh], field_name="key")
    Wording.objects.bulk_create(
        Wording(
            article=articles[keys[draft.line]],
            lang=draft.lang,
            question=draft.question,
            similar=list(draft.similar),
            answer=draft.answer,
        )
        for draft in fresh
    )
    if fresh:
        raise_version()
    return len(fresh)


def key_of(question: str) -> str:
    """The key of an imported article: the same question always gets the same, so that none comes in twice."""
    return "faq-" + hashlib.sha256(normalise(question).encode()).hexdigest()[:12]


def exported() -> str:
    """All but what is archived, drafts too, as a table that `read` takes back: a row for each language of an article."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["question", "answer", "similar"])
    rows = Wording.objects.exclude(article__state=Article.State.ARCHIVED).order_by("article_id", "lang")
    for row in rows.iterator():
        writer.writerow(map(tables.harmless, [row.question, row.answer, "|".join(row.similar)]))
    return out.getvalue()
