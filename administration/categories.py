"""Categories of questions: who answers in them, and which skill people need for them."""

from __future__ import annotations

from django.db import transaction
from django.utils.text import slugify

from accounts import audit
from accounts.models import User
from administration.slips import Slip
from kb.models import Category
from kb.services import raise_version


@transaction.atomic
def keep(by: User, category: Category | None, *, zh: str, en: str, mode: str, skill: str) -> Category:
    """Make or change one; what the assistant does in it changes with the next message."""
    made = category or Category(key=_free_key(en))
    made.name, made.mode, made.skill = {"zh": zh, "en": en}, mode, skill
    made.save()
    raise_version()
    audit.record(
        "setting_changed", actor=by, subject=f"category-{made.pk}", detail={"mode": mode, "skill": skill}
    )
    return made


@transaction.atomic
def remove(by: User, category: Category) -> None:
    """Gone; raises Slip while a question is in it."""
    if category.articles.exists():
        raise Slip("category_used")
    audit.record("setting_changed", actor=by, subject=f"category-{category.pk}", detail={"removed": True})
    category.delete()


def _free_key(name: str) -> str:
    base = slugify(name)[:40].strip("-") or "category"
    taken = set(Category.objects.filter(key__startswith=base).values_list("key", flat=True))
    return base if base not in taken else next(k for n in range(2, 9999) if (k := f"{base}-{n}") not in taken)
