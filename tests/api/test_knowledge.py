"""REST for staff: articles, sites, agents and skills."""

from __future__ import annotations

from typing import Any

import pytest

from kb.models import Article, Version
from tests import factories
from tests.api.conftest import Caller

pytestmark = pytest.mark.django_db
ARTICLE = {
    "key": "returns",
    "category": "shipping",
    "wordings": {"en": {"question": "May I return it?", "answer": "Yes."}},
}


def test_an_administrator_writes_articles_and_the_index_gets_old(admin: Caller) -> None:
    factories.category("shipping")

    made = admin.send("post", "/articles", ARTICLE)
    number = Version.objects.get().number
    change = {
        "category": "shipping",
        "wordings": {"zh": {"question": "能退吗？", "answer": "可以。", "similar": ["怎么退"]}},
    }
    changed = admin.send("put", "/articles/returns", change)

    assert (made.status_code, changed.status_code) == (201, 200)
    assert admin.get("/articles/returns").json()["wordings"] == change["wordings"]
    assert Version.objects.get().number == number + 1


def test_writing_an_article_twice_is_refused(admin: Caller) -> None:
    factories.category("shipping")
    admin.send("post", "/articles", ARTICLE)

    assert admin.send("post", "/articles", ARTICLE).json()["code"] == "stale"


@pytest.mark.parametrize("change", [
    {"key": "Not A Slug"}, {"category": "nowhere"}, {"wordings": {}}, {"state": "secret"}, {"more": 1},
    {"wordings": {"en": {"question": " ", "answer": "x"}}},
])  # fmt: skip
def test_a_bad_article_is_refused(admin: Caller, change: dict[str, Any]) -> None:
    factories.category("shipping")

    assert admin.send("post", "/articles", ARTICLE | change).status_code in (400, 422)
    assert not Article.objects.exists()


def test_an_agent_writes_no_articles_and_reads_no_sites(agent: Caller) -> None:
    factories.category("shipping")

    assert agent.send("post", "/articles", ARTICLE).status_code == 403
    assert agent.get("/sites").status_code == 403


def test_sites_are_shown_without_their_secret(admin: Caller) -> None:
    site = factories.site()

    answer = admin.get("/sites")

    assert answer.json()["items"][0]["origins"] == site.origins
    assert site.identity_secret not in answer.content.decode()


def test_agents_and_skills_are_listed(agent: Caller) -> None:
    factories.seat(factories.user("bo"), skills={"zh": 5})
    factories.skill("billing")

    assert agent.get("/agents").json()["items"][0]["skills"] == {"zh": 5}
    assert agent.get("/skills").json()["items"][0]["key"] == "billing"
