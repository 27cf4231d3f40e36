"""The published knowledge base, indexed once per version on a thread of its own and shared by all of this process."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import F

from kb import lessons
from kb.evidence import Faq
from kb.indexing import Indexer
from kb.matching import Hit, Matcher, make
from kb.models import Article, Version, Wording
from kb.stored import Shelf


@dataclass(frozen=True, slots=True)
class Known:
    """One article as the bot uses it: who answers, which skill people need, and its words by language."""

    mode: str
    skill: str
    questions: dict[str, str]
    answers: dict[str, str]

    def question(self, lang: str) -> str:
        return self.questions.get(lang) or next(iter(self.questions.values()))

    def answer(self, lang: str) -> str:
        return self.answers.get(lang) or next(iter(self.answers.values()))


@dataclass(frozen=True, slots=True)
class Library:
    """One version of the base. `matcher` is None where nothing is published."""

    version: int
    articles: dict[str, Known]
    matcher: Matcher | None
    settled: bool = True  # else a few articles count by their words alone, until the index is built anew

    def hits(self, query: str) -> Sequence[Hit]:
        """Up to five articles with the probability that each is right, best first."""
        return self.matcher.answer(query) if self.matcher else []


@dataclass(frozen=True, slots=True)
class Published:
    """One version of the base as it stands in rows, not indexed."""

    version: int
    articles: dict[str, Known]
    faqs: list[Faq]
    labels: list[tuple[str, str | None]]


SMALL = 300  # phrasings; so few are indexed while one waits
FOLDER = "index"  # in the data folder: bases that were built before
_indexer = Indexer()
_library: Library | None = None
_wanted = 0  # the version that was asked for last: an older one isn't put in force any more
_taking_in = threading.Lock()


def library() -> Library:
    """The base exactly as it is published; builds its index, and waits for that, where this process has another version."""
    while True:
        number = version()
        here = _library
        if here is not None and here.version == number and here.settled:
            return here
        with suppress(CancelledError):  # a newer version was asked for meanwhile
            _index(read(number)).result()


def ready() -> Library | None:
    """The base as it is published, within milliseconds: a few changed articles are taken in at once, more of them while
    the former version still answers. None until this process has an index at all; `Indexed` tells when.
    """
    global _library
    number = version()
    here = _library
    if here is not None and here.version == number:
        return here
    with _taking_in:
        here = _library
        if here is not None and here.version == number:
            return here
        known = read(number)
        if sum(len(faq["questions"]) for faq in known.faqs) <= SMALL:
            with suppress(CancelledError):
                return _index(known).result()
        _index(known)
        matcher = here.matcher.revised(known.faqs) if here is not None and here.matcher is not None else None
        if matcher is not None and _library is here:  # else the thread was quicker
            _library = Library(number, known.articles, matcher, settled=False)
        return _library


def articles() -> Mapping[str, Known]:
    """What is published, as this process last read it: for what needs no index and may be a moment old."""
    here = _library
    return here.articles if here is not None else read(version()).articles


def built() -> bool:
    """Whether this process has an index, of whatever version."""
    return _library is not None


def skill_of(article: str) -> str:
    """The skill that people need for this article; "" for none. One query, and no index is built for it."""
    found = Article.objects.filter(key=article, state=Article.State.PUBLISHED)
    return found.values_list("category__skill", flat=True).first() or ""


def questions(articles: Collection[str]) -> dict[str, dict[str, str]]:
    """The standard questions of these articles by language, published or not. One query, and no index is built."""
    found: dict[str, dict[str, str]] = {}
    for key, lang, text in Wording.objects.filter(article__key__in=articles).values_list(
        "article__key", "lang", "question"
    ):
        found.setdefault(key, {})[lang] = text
    return found


def version() -> int:
    row = Version.objects.first()
    return row.number if row else 0


def changed() -> None:
    """The base was changed in this transaction: every process reads it anew before its next answer."""
    if not Version.objects.filter(pk=1).update(number=F("number") + 1):
        Version.objects.create(pk=1, number=1)


def read(number: int) -> Published:
    """All that is published, from rows."""
    wordings = Wording.objects.filter(article__state=Article.State.PUBLISHED).order_by("article_id", "lang")
    articles: dict[str, Known] = {}
    faqs: list[Faq] = []
    for row in wordings.select_related("article__category"):
        category = row.article.category
        known = articles.setdefault(row.article.key, Known(category.mode, category.skill, {}, {}))
        known.questions[row.lang], known.answers[row.lang] = row.question, row.answer
        questions = [row.question, *row.similar]
        faqs.append({"id": row.article.key, "questions": questions, "answer": row.answer, "lang": row.lang})
    return Published(number, articles, faqs, lessons.known(articles))


def _index(known: Published) -> Future[Library]:
    """Build on the indexer's thread and put in force."""
    global _wanted
    _wanted = known.version
    return _indexer.want(known.version, lambda: _in_force(known))


def _in_force(known: Published) -> Library:
    global _library
    matcher = make(shelf=Shelf.at(Path(settings.DATA) / FOLDER)) if known.faqs else None
    if matcher is not None:
        matcher.build(known.faqs)
        matcher.learn(known.labels)
    made = Library(known.version, known.articles, matcher)
    if _library is None or known.version == _wanted:
        _library = made
    return made
