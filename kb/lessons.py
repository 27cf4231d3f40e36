"""Real questions and what was right for them, kept in rows so that every process bends its confidence alike."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from kb.models import Lesson
from kb.services import raise_version

MOST = 500  # the latest count; each costs about what an answer costs, at every build


@transaction.atomic
def replace(labels: Sequence[tuple[str, str | None]], now: datetime) -> bool:
    """Keep these instead of the ones before, oldest first; every process rebuilds where they differ. True if they did."""
    kept = [(query, article or "") for query, article in labels if query.strip()][-MOST:]
    if kept == list(Lesson.objects.order_by("pk").values_list("query", "article")):
        return False
    Lesson.objects.all().delete()
    Lesson.objects.bulk_create(Lesson(query=query, article=article, at=now) for query, article in kept)
    raise_version()
    return True


def known(articles: Collection[str]) -> list[tuple[str, str | None]]:
    """The lessons for `Matcher.learn`, without those whose article is gone."""
    rows = Lesson.objects.order_by("pk").values_list("query", "article")
    return [(query, article or None) for query, article in rows if not article or article in articles]
