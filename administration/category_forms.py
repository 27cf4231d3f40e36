"""The form of one category of questions."""

from __future__ import annotations

from typing import Any

from django import forms

from administration.forms import PageForm, choices
from administration.wording import Words
from kb.models import Category
from routing.models import Skill


class CategoryForm(PageForm):
    """Its name, who answers in it, and which skill people need for it."""

    part = "category"
    zh = forms.CharField(max_length=40)
    en = forms.CharField(max_length=40)
    mode = forms.ChoiceField()
    skill = forms.ChoiceField(required=False)

    def __init__(self, said: Words, *args: Any, **kwargs: Any) -> None:
        super().__init__(said, *args, **kwargs)
        named = [
            (skill.key, skill.name.get(said.lang) or skill.key)
            for skill in Skill.objects.exclude(kind=Skill.Kind.LANGUAGE).order_by("pk")
        ]
        self.fields["mode"].choices = choices(said, "category_modes", list(Category.Mode.values))  # type: ignore[attr-defined]
        self.fields["skill"].choices = [("", said.say("categories.no_skill")), *named]  # type: ignore[attr-defined]
