"""Learning from the log: once a night, kept in rows, the same in every process."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Site
from bot import decisions
from bot.models import Relearnt, Rules, Turn
from bot.policy import DEFAULT_BANDS
from chatdesk.kernel.clock import now
from kb import lessons, search
from kb.models import Article, Lesson
from tests import factories

pytestmark = pytest.mark.django_db


def answered(entry: int, *, helpful: bool, query: str = "where is my tea") -> Turn:
    return Turn.objects.create(
        conversation=str(entry), entry=str(entry), query=query, hits=[["tea", 0.9]], step="answer",
        article="tea", confidence=0.9, helpful=helpful, at=now(),
    )  # fmt: skip


@pytest.fixture(autouse=True)
def base(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_library", None)
    factories.article("tea", question="Where is my tea now?")
    factories.article("pot", question="Does the pot break easily?")


def test_a_night_learns_once() -> None:
    answered(1, helpful=True)

    assert decisions.relearn_if_due(now())
    assert not decisions.relearn_if_due(now() + timedelta(hours=1))
    assert decisions.relearn_if_due(now() + timedelta(hours=21))
    assert Relearnt.objects.count() == 2


def test_answers_that_did_not_help_make_the_base_less_sure() -> None:
    before = search.library().hits("where is my tea")[0][1]
    for entry in range(40):
        answered(entry, helpful=False)

    decisions.relearn_if_due(now())

    assert search.library().hits("where is my tea")[0][1] < before - 0.05


def test_another_process_learns_from_the_rows_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for entry in range(40):
        answered(entry, helpful=False)
    decisions.relearn_if_due(now())
    here = search.library().hits("where is my tea")

    monkeypatch.setattr(search, "_library", None)

    assert search.library().hits("where is my tea") == here


def test_the_same_labels_again_rebuild_nothing() -> None:
    answered(1, helpful=True)
    decisions.relearn_if_due(now())
    version = search.version()

    decisions.relearn_if_due(now() + timedelta(days=1))

    assert search.version() == version


def test_lessons_of_an_article_that_is_gone_are_passed_over() -> None:
    Lesson.objects.create(query="where is my tea", article="tea", at=now())
    Article.objects.filter(key="tea").delete()

    assert lessons.known({"pot"}) == []
    assert search.library().hits("does the pot break")


def test_only_the_latest_labels_are_kept() -> None:
    lessons.replace([(f"question {n}", "tea") for n in range(lessons.MOST + 5)], now())

    assert Lesson.objects.order_by("pk").values_list("query", flat=True)[0] == "question 5"


def test_the_night_sets_the_limit_by_what_kept_the_target(site: Site) -> None:
    for entry in range(30):
        answered(entry, helpful=False)

    decisions.relearn_if_due(now())

    assert decisions.bands(Rules(site=site)).sure > 0.9
    assert decisions.bands(Rules(site=site, target=0.95)).sure == 0.95
    assert decisions.bands(None).maybe == DEFAULT_BANDS.maybe


def test_words_older_than_their_time_go_and_figures_stay() -> None:
    old, new = answered(1, helpful=True), answered(2, helpful=True)
    Turn.objects.filter(pk=old.pk).update(at=now() - decisions.KEPT - timedelta(days=1))

    decisions.relearn_if_due(now())

    assert list(Turn.objects.order_by("pk").values_list("query", "confidence")) == [
        ("", 0.9),
        (new.query, 0.9),
    ]
