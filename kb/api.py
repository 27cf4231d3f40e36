"""Articles, by REST: everybody of the desk reads, administrators write."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict, Field, StringConstraints

from accounts.access import Staff, require
from accounts.idempotency import once
from accounts.permissions import Verb
from chatdesk.kernel.errors import NotFound, Stale
from chatdesk.kernel.paging import page
from kb.models import Article
from kb.services import Text, save_article

router = Router(auth=Staff(), tags=["knowledge"])
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,49}$")]
Lang = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,6})?$")]
Phrase = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class WordingIn(Schema):
    model_config = ConfigDict(extra="forbid")

    question: Phrase
    answer: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
    similar: list[Phrase] = Field(default=[], max_length=50)


class ArticleIn(Schema):
    model_config = ConfigDict(extra="forbid")

    category: Key
    state: str = Article.State.PUBLISHED.value
    wordings: dict[Lang, WordingIn]


class NewArticle(ArticleIn):
    key: Key


@router.get("/articles", summary="Articles, the newest first")
def articles(request: HttpRequest, state: str = "", cursor: str = "", limit: int = 50) -> dict[str, Any]:
    rows = Article.objects.select_related("category").prefetch_related("wordings")
    return page(rows.filter(state=state) if state else rows, _view, cursor=cursor, limit=limit)


@router.get("/articles/{key}", summary="One article")
def article(request: HttpRequest, key: str) -> dict[str, Any]:
    return _view(_found(key))


@router.post("/articles", summary="Write a new article; for administrators", response={201: dict[str, Any]})
@once
def create(request: HttpRequest, body: NewArticle) -> tuple[int, dict[str, Any]]:
    require(request, Verb.MANAGE_KNOWLEDGE)
    if Article.objects.filter(key=body.key).exists():
        raise Stale(f"there is an article {body.key} already; change it with PUT")
    return 201, _view(_save(body.key, body))


@router.put("/articles/{key}", summary="Replace an article; for administrators")
def replace(request: HttpRequest, key: str, body: ArticleIn) -> dict[str, Any]:
    require(request, Verb.MANAGE_KNOWLEDGE)
    _found(key)
    return _view(_save(key, body))


def _save(key: str, body: ArticleIn) -> Article:
    texts = {lang: Text(w.question, w.answer, w.similar) for lang, w in body.wordings.items()}
    return save_article(key, category=body.category, state=body.state, wordings=texts)


def _found(key: str) -> Article:
    known = Article.objects.select_related("category").filter(key=key).first()
    if known is None:
        raise NotFound(f"there is no article {key!r}")
    return known


def _view(article: Article) -> dict[str, Any]:
    wordings = {
        w.lang: {"question": w.question, "similar": w.similar, "answer": w.answer}
        for w in article.wordings.all()
    }
    return {
        "key": article.key,
        "category": article.category.key,
        "state": article.state,
        "wordings": wordings,
    }
