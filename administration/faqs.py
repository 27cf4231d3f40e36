"""Questions and answers as the page changes them; what is changed is what the bot says next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from accounts import audit
from accounts.models import Site, User
from administration.owner import CATEGORY
from bot.policy import Answer, Choices, HandOver, Step, next_step
from bot.services import Heard, perceive
from kb import importing, search
from kb.importing import Draft
from kb.models import Article, Category, Wording
from kb.services import Text, raise_version, save_article

SHOWN = 4  # on the widget's first page


@dataclass(frozen=True, slots=True)
class Trial:
    """What the bot would do with a question: `does` names the step; the articles that it thought of, with confidence."""

    does: str  # answers, offers, hands_over, asks_again
    hits: list[tuple[str, str, int]]  # key, question, confidence in percent


def general() -> Category:
    """Where questions go that nobody put elsewhere."""
    return Category.objects.get_or_create(
        key=CATEGORY, defaults={"name": {"zh": "常见问题", "en": "General questions"}}
    )[0]


def known() -> list[str]:
    """All questions of the base, drafts too."""
    return list(Wording.objects.values_list("question", flat=True))


@transaction.atomic
def bring_in(by: User, drafts: Iterable[Draft]) -> int:
    """Publish the good rows, all or none; a site that has room on its widget's first page suggests the first of them."""
    drafts = list(drafts)
    count = importing.save(drafts, general())
    good = [importing.key_of(draft.question) for draft in drafts if not draft.fault]
    for site in Site.objects.select_for_update().all():
        shown = list(dict.fromkeys([*site.suggestions, *good]))[: max(SHOWN, len(site.suggestions))]
        Site.objects.filter(pk=site.pk).update(suggestions=shown)
    if count:
        audit.record("setting_changed", actor=by, subject="faqs", detail={"imported": count})
    return count


@transaction.atomic
def keep(
    by: User, key: str, *, category: str, state: str, texts: Mapping[str, Text], suggested: bool
) -> Article:
    """Make or change one; `suggested` puts it on the first page of every site's widget."""
    article = save_article(key, category=category, state=state, wordings=texts)
    suggest(key, on=suggested and state == Article.State.PUBLISHED)
    audit.record("setting_changed", actor=by, subject=f"article-{article.pk}", detail={"state": state})
    return article


@transaction.atomic
def delete(by: User, article: Article) -> None:
    """Gone for good; conversations keep what the bot said."""
    suggest(article.key, on=False)
    audit.record("setting_changed", actor=by, subject=f"article-{article.pk}", detail={"removed": True})
    article.delete()
    raise_version()


def suggest(key: str, *, on: bool) -> None:
    """Show the article on the widget's first page, or no more; the oldest makes room."""
    for site in Site.objects.select_for_update().all():
        rest = [one for one in site.suggestions if one != key]
        wanted = site.suggestions if on and key in site.suggestions else [*rest, key][-SHOWN:] if on else rest
        if wanted != site.suggestions:
            Site.objects.filter(pk=site.pk).update(suggestions=wanted)


def refresh() -> None:
    """Take in what was changed in this process, so that the next visitor doesn't wait for it."""
    search.ready()


def trial(question: str, lang: str) -> Trial:
    """What the bot would do with `question` if a visitor wrote it first; nothing is written."""
    library = search.ready() or search.library()
    asked = perceive(Heard("", "", question, lang), library)
    step = next_step(asked)
    hits = [(key, library.articles[key].question(lang), round(100 * sure)) for key, sure in asked.hits[:3]]
    return Trial(_named(step), hits)


def _named(step: Step) -> str:
    match step:
        case Answer():
            return "answers"
        case Choices():
            return "offers"
        case HandOver():
            return "hands_over"
        case _:
            return "asks_again"
