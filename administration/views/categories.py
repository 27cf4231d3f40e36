"""Categories of questions: listed, made, changed, taken away."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from administration import categories
from administration.category_forms import CategoryForm
from administration.slips import Slip
from administration.views.frame import done, knowledge_page, me, page, refused, said
from kb.models import Category
from routing.models import Skill

ALL = "/settings/categories/"


@require_safe
@knowledge_page
def every(request: HttpRequest) -> HttpResponseBase:
    rows = Category.objects.annotate(count=Count("articles")).order_by("pk")
    names = {skill.key: skill.name for skill in Skill.objects.all()}
    shown = [(row, names.get(row.skill, {})) for row in rows]
    return page(request, "categories", tab="faqs", categories=shown)


@require_http_methods(["GET", "HEAD", "POST"])
@knowledge_page
def one(request: HttpRequest, key: str = "") -> HttpResponseBase:
    """One category, known or new; or gone, where nothing is in it."""
    row = get_object_or_404(Category, key=key) if key else None
    if row is not None and "remove" in request.POST:
        return _remove(request, row)
    begin: dict[str, str] = {"mode": Category.Mode.ANSWERS.value}
    if row is not None:
        begin = {
            "zh": row.name.get("zh", ""),
            "en": row.name.get("en", ""),
            "mode": row.mode,
            "skill": row.skill,
        }
    form = CategoryForm(said(request), request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        categories.keep(me(request), row, **form.cleaned_data)
        done(request, "saved")
        return redirect(ALL)
    status = 400 if form.errors else 200
    return page(request, "categories", "category", tab="faqs", form=form, category=row, status=status)


def _remove(request: HttpRequest, row: Category) -> HttpResponseBase:
    try:
        categories.remove(me(request), row)
    except Slip as slip:
        refused(request, f"slip.{slip.key}")
        return redirect(f"{ALL}{row.key}/")
    done(request, "categories.removed")
    return redirect(ALL)
