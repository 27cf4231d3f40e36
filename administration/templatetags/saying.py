"""`{% say "people.until" date=day %}`: a sentence of the page's words with its blanks filled."""

from __future__ import annotations

from typing import Any

from django import template

from administration.wording import Words

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: dict[str, Any], path: str, **values: object) -> str:
    """The sentence at `path` in the language of the page."""
    said: Words = context["t"]
    return said.say(path, **values)


@register.filter
def named(names: dict[str, str], lang: str) -> str:
    """A name that is kept in both languages, in this one where it is there."""
    return names.get(lang) or next(iter(names.values()), "")


@register.filter
def at(found: dict[str, Any], key: str) -> Any:
    """What stands under `key`."""
    return found.get(key, "")
