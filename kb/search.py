"""The published knowledge base, indexed once per version and shared by every thread of this process."""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import F

from kb import lessons
from kb.evidence import Faq
from kb.matching import Hit, Matcher, make
from kb.models import Article, Version, Wording


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

    def hits(self, query: str) -> Sequence[Hit]:
        """Up to five articles with the probability that each is right, best first."""
        return self.matcher.answer(query) if self.matcher else []


_lock = threading.Lock()
_library: Library | None = None


def library() -> Library:
    """The base as it is published now; one query where this process has that version already."""
    global _library
    number = version()
    with _lock:
        if _library is None or _library.version != number:
            _library = build(number)
        return _library


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


def at_hand() -> Library:
    """The base as this process last read it, without asking whether it changed: for what may be a moment old."""
    return _library or library()


def built() -> bool:
    """Whether this process has an index, of whatever version."""
    return _library is not None


def version() -> int:
    row = Version.objects.first()
    return row.number if row else 0


def changed() -> None:
    """The base was changed in this transaction: every process reads it anew before its next answer."""
    if not Version.objects.filter(pk=1).update(number=F("number") + 1):
        Version.objects.create(pk=1, number=1)


def build(number: int) -> Library:
    """Index all that is published."""
    wordings = Wording.objects.filter(article__state=Article.State.PUBLISHED).order_by("article_id", "lang")
    articles: dict[str, Known] = {}
    faqs: list[Faq] = []
    for row in wordings.select_related("article__category"):
        category = row.article.category
        known = articles.setdefault(row.article.key, Known(category.mode, category.skill, {}, {}))
        known.questions[row.lang], known.answers[row.lang] = row.question, row.answer
        questions = [row.question, *row.similar]
        faqs.append({"id": row.article.key, "questions": questions, "answer": row.answer, "lang": row.lang})
    matcher = make() if faqs else None
    if matcher is not None:
        matcher.build(faqs)
        matcher.learn(lessons.known(articles))
    return Library(number, articles, matcher)
