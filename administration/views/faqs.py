"""Questions and answers: found, tried, changed, brought in and taken out."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from accounts.models import Site
from administration import faqs
from administration.faq_forms import FaqForm
from administration.views.frame import done, knowledge_page, me, page, said
from kb import importing
from kb.importing import Unreadable
from kb.models import Article

A_PAGE = 50
ASKED = 300  # characters of a question to try


@require_safe
@knowledge_page
def all_faqs(request: HttpRequest) -> HttpResponseBase:
    """The list, what the search narrows it to, and what the bot would do with a question."""
    query, ask = request.GET.get("q", "").strip()[:ASKED], request.GET.get("ask", "").strip()[:ASKED]
    rows = (
        Article.objects.exclude(state=Article.State.ARCHIVED)
        .prefetch_related("wordings")
        .order_by("-updated_at", "-pk")
    )
    if query:
        found = Q(wordings__question__icontains=query) | Q(wordings__answer__icontains=query)
        rows = rows.filter(found).distinct()
    pages = Paginator(rows, A_PAGE)
    trial = faqs.trial(ask, said(request).lang) if ask else None
    return page(
        request,
        "faqs",
        q=query,
        ask=ask,
        trial=trial,
        found=pages.get_page(request.GET.get("page")),
        total=pages.count,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@knowledge_page
def faq(request: HttpRequest, key: str = "") -> HttpResponseBase:
    """One of them, known or new."""
    article = get_object_or_404(Article, key=key) if key else None
    faqs.general()
    form = FaqForm(said(request), request.POST or None, initial=_begin(article))
    if request.method == "POST" and form.is_valid():
        texts, given = form.texts(), form.cleaned_data
        key = key or _free_key(next(iter(texts.values())).question)
        faqs.keep(
            me(request),
            key,
            category=given["category"].key,
            state=given["state"],
            texts=texts,
            suggested=given["suggested"],
        )
        faqs.refresh()
        done(request, "faqs.saved")
        return redirect("/settings/faqs/")
    return page(request, "faqs", "faq", form=form, article=article, status=400 if form.errors else 200)


@require_POST
@knowledge_page
def delete(request: HttpRequest, key: str) -> HttpResponseBase:
    faqs.delete(me(request), get_object_or_404(Article, key=key))
    faqs.refresh()
    done(request, "faqs.deleted")
    return redirect("/settings/faqs/")


@require_http_methods(["GET", "HEAD", "POST"])
@knowledge_page
def bring_in(request: HttpRequest) -> HttpResponseBase:
    """Paste or file, then a look at every row, then all good ones at once."""
    result = imported(request)
    if isinstance(result, int):
        done(request, "faqs.imported", count=result)
        return redirect("/settings/faqs/")
    return page(request, "faqs", "faq_import", **result)


@require_safe
@knowledge_page
def take_out(request: HttpRequest) -> HttpResponseBase:
    """All of them as a table, with the mark by which spreadsheets know UTF-8."""
    audit.record("export", actor=me(request), subject="faqs")
    name = {"Content-Disposition": 'attachment; filename="faqs.csv"'}
    return HttpResponse("\ufeff" + importing.exported(), content_type="text/csv; charset=utf-8", headers=name)


def imported(request: HttpRequest) -> int | dict[str, Any]:
    """How many were saved, or what the page has to show: the text, its rows and what is wrong with them."""
    if request.method != "POST":
        return {"text": "", "drafts": None, "wrong": ""}
    text = ""
    try:
        text = _text(request)
        drafts = importing.read(text, faqs.known())
    except Unreadable as bad:
        wrong = said(request).say(f"import.{bad.key}", line=bad.line, rows=importing.ROWS)
        return {"text": text, "drafts": None, "wrong": wrong}
    good = sum(not draft.fault for draft in drafts)
    if "save" in request.POST and good:
        saved = faqs.bring_in(me(request), drafts)
        faqs.refresh()
        return saved
    return {"text": text, "drafts": drafts, "wrong": "", "good": good, "bad": len(drafts) - good}


def _text(request: HttpRequest) -> str:
    upload = request.FILES.get("file")
    if isinstance(upload, UploadedFile) and upload.size:
        if upload.size > importing.BYTES:
            raise Unreadable("too_big")
        return importing.decoded(upload.read())
    return request.POST.get("text", "")


def _begin(article: Article | None) -> dict[str, Any]:
    if article is None:
        return {"state": Article.State.PUBLISHED}
    begin: dict[str, Any] = {"category": article.category_id, "state": article.state}
    begin["suggested"] = any(article.key in site.suggestions for site in Site.objects.all())
    for wording in article.wordings.all():
        begin[f"question_{wording.lang}"], begin[f"answer_{wording.lang}"] = wording.question, wording.answer
        begin[f"similar_{wording.lang}"] = "\n".join(wording.similar)
    return begin


def _free_key(question: str) -> str:
    key = importing.key_of(question)
    taken = set(Article.objects.filter(key__startswith=key).values_list("key", flat=True))
    return key if key not in taken else next(k for n in range(2, 9999) if (k := f"{key}-{n}") not in taken)
