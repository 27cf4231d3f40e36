"""Categories on their page: who answers in them, and what the assistant does about it."""

from __future__ import annotations

import pytest

from accounts.models import AuditEntry
from administration import faqs
from administration.owner import CATEGORY
from kb import search
from kb.models import Article, Category
from routing.models import Skill
from tests import factories
from tests.administration.conftest import Admin

pytestmark = pytest.mark.django_db
ALL = "/settings/categories/"


@pytest.fixture(autouse=True)
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_library", None)


def keeps(admin: Admin, path: str, **fields: str) -> str:
    given = {"zh": "退换", "en": "Returns", "mode": "answers", "skill": ""} | fields
    return admin.sends(path, **given)


def made() -> list[str]:
    """The keys of those that weren't there at first."""
    return list(Category.objects.exclude(key=CATEGORY).order_by("pk").values_list("key", flat=True))


def test_a_new_category_gets_a_key_of_its_own(admin: Admin) -> None:
    keeps(admin, f"{ALL}new/")
    keeps(admin, f"{ALL}new/")

    assert made() == ["returns", "returns-2"]


def test_a_name_without_letters_is_no_obstacle(admin: Admin) -> None:
    keeps(admin, f"{ALL}new/", en="退换")

    assert made() == ["category"]


@pytest.mark.parametrize("fields", [{"mode": "nobody"}, {"skill": "magic"}, {"en": ""}])
def test_what_does_not_exist_is_refused(admin: Admin, fields: dict[str, str]) -> None:
    keeps(admin, f"{ALL}new/", **fields)

    assert made() == []


@pytest.mark.parametrize(
    ("mode", "does"), [("answers", "answers"), ("drafts", "hands_over"), ("humans_only", "hands_over")]
)
def test_the_assistant_keeps_to_it_at_once(admin: Admin, mode: str, does: str) -> None:
    article = factories.article("return", question="How do I return a pot?")
    assert faqs.trial("How do I return a pot?", "en").does == "answers"

    keeps(admin, f"{ALL}{article.category.key}/", mode=mode)

    assert faqs.trial("How do I return a pot?", "en").does == does
    assert AuditEntry.objects.get(subject=f"category-{article.category.pk}").detail["mode"] == mode


def test_people_for_it_need_the_skill_that_was_chosen(admin: Admin) -> None:
    article = factories.article("return", question="How do I return a pot?")
    Skill.objects.create(key="money", name={"en": "Money"}, kind=Skill.Kind.TOPIC)

    keeps(admin, f"{ALL}{article.category.key}/", skill="money")

    assert search.skill_of("return") == "money"


def test_one_with_questions_in_it_stays(admin: Admin) -> None:
    article = factories.article("return", question="How do I return a pot?")

    page = admin.sends(f"{ALL}{article.category.key}/", remove="1")

    assert "move them to another one first" in page
    assert Article.objects.exists()


def test_an_empty_one_goes(admin: Admin) -> None:
    keeps(admin, f"{ALL}new/")

    admin.sends(f"{ALL}returns/", remove="1")

    assert made() == []


@pytest.mark.parametrize("path", [ALL, f"{ALL}new/", ALL + "{key}/"])
def test_every_page_is_shown(admin: Admin, path: str) -> None:
    article = factories.article("return", question="How do I return a pot?")

    assert "categor" in admin.reads(path.format(key=article.category.key)).lower()
