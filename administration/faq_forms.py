"""The form of one question with its answer, in one language or both."""

from __future__ import annotations

from typing import Any

from django import forms

from administration.forms import PageForm, choices
from administration.wording import LANGUAGES, Words
from kb.importing import ANSWER, QUESTION, SIMILAR
from kb.models import Article, Category
from kb.services import Text


def _line() -> forms.CharField:
    return forms.CharField(max_length=QUESTION, required=False)


def _text(most: int, rows: int) -> forms.CharField:
    return forms.CharField(max_length=most, required=False, widget=forms.Textarea({"rows": rows}))


class FaqForm(PageForm):
    """One question with its answer, in one language or both."""

    part = "faq"
    question_zh, question_en = _line(), _line()
    similar_zh, similar_en = _text(QUESTION * SIMILAR, 3), _text(QUESTION * SIMILAR, 3)
    answer_zh, answer_en = _text(ANSWER, 4), _text(ANSWER, 4)
    category = forms.ModelChoiceField(Category.objects.order_by("pk"), empty_label=None)
    state = forms.ChoiceField()
    suggested = forms.BooleanField(required=False)

    def __init__(self, t: Words, *args: Any, **kwargs: Any) -> None:
        super().__init__(t, *args, **kwargs)
        states = [Article.State.PUBLISHED.value, Article.State.DRAFT.value]
        self.fields["state"].choices = choices(t, "states", states)  # type: ignore[attr-defined]
        named = lambda category: category.name.get(t.lang) or category.key  # noqa: E731
        self.fields["category"].label_from_instance = named  # type: ignore[attr-defined]

    def languages(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """For each language its name and its three fields."""
        parts = ("question", "similar", "answer")
        return [
            (lang, self.said["languages"][lang], [self[f"{part}_{lang}"] for part in parts])
            for lang in LANGUAGES
        ]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        for lang in LANGUAGES:
            question, answer = given.get(f"question_{lang}", ""), given.get(f"answer_{lang}", "")
            if bool(question) != bool(answer):
                missing = "answer" if question else "question"
                self.add_error(
                    f"{missing}_{lang}", self.said.say("errors.half", lang=self.said["languages"][lang])
                )
            if any(len(phrase) > QUESTION for phrase in phrases(given.get(f"similar_{lang}", ""))):
                self.add_error(f"similar_{lang}", self.said.say("errors.long_phrase", most=QUESTION))
        if not any(given.get(f"question_{lang}") or given.get(f"answer_{lang}") for lang in LANGUAGES):
            self.add_error(f"question_{self.said.lang}", self.said.say("errors.required"))
        return given

    def texts(self) -> dict[str, Text]:
        """What is written, by language."""
        given = self.cleaned_data
        return {
            lang: Text(given[f"question_{lang}"], given[f"answer_{lang}"], phrases(given[f"similar_{lang}"]))
            for lang in LANGUAGES
            if given[f"question_{lang}"]
        }


def phrases(text: str) -> list[str]:
    """A phrase a line, none twice."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))[:SIMILAR]
