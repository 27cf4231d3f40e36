"""What the bot may say, changed as a whole article; each change raises the version, so that every index is built anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from chatdesk.kernel import bus
from chatdesk.kernel.errors import Invalid
from kb.facts import BaseChanged
from kb.models import Article, Category, Version, Wording


@dataclass(frozen=True, slots=True)
class Text:
    """An article in one language."""

    question: str
    answer: str
    similar: Sequence[str] = ()


@transaction.atomic
def save_article(key: str, *, category: str, state: str, wordings: Mapping[str, Text]) -> Article:
    """Make or replace the article `key`; raises Invalid where the category or state does not exist, or a text is empty."""
    place = Category.objects.filter(key=category).first()
    if place is None:
        raise Invalid(f"there is no category {category!r}")
    if state not in Article.State.values:
        raise Invalid(f"there is no state {state!r}; take one of {', '.join(Article.State.values)}")
    if not wordings or any(
        not text.question.strip() or not text.answer.strip() for text in wordings.values()
    ):
        raise Invalid("an article needs a question and an answer in one language at least")
    article, _ = Article.objects.update_or_create(key=key, defaults={"category": place, "state": state})
    article.wordings.exclude(lang__in=list(wordings)).delete()
    for lang, text in wordings.items():
        fields = {
            "question": text.question.strip(),
            "answer": text.answer.strip(),
            "similar": [*text.similar],
        }
        Wording.objects.update_or_create(article=article, lang=lang, defaults=fields)
    raise_version()
    return article


def raise_version() -> None:
    """Tell every process, by the database, that its index is old."""
    if not Version.objects.filter(pk=1).update(number=F("number") + 1):
        Version.objects.create(pk=1, number=1)
    transaction.on_commit(_announce)


def _announce() -> None:
    bus.announce(BaseChanged())
