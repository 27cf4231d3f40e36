"""The demo shop's page: two languages, two themes, nothing that a strict policy would block."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from chatdesk.demo.shelf import WORDS
from chatdesk.demo.views import shop


def page(query: str = "", **headers: str) -> HttpResponse:
    return shop(RequestFactory().get(f"/demo/?{query}", headers=headers))


@pytest.mark.parametrize(("asked", "shown"), [("zh", "zh-CN"), ("en", "en")])
def test_the_page_is_in_the_language_that_is_asked_for(asked: str, shown: str) -> None:
    text = page(f"lang={asked}").content.decode()

    assert f'<html lang="{shown}">' in text
    assert WORDS[asked]["lead"] in text


def test_without_a_wish_the_browser_decides_the_language() -> None:
    assert page(accept_language="en-GB,en;q=0.9").headers["Content-Language"] == "en"
    assert page(accept_language="zh-TW,en;q=0.9").headers["Content-Language"] == "zh"


def test_a_theme_is_fixed_only_when_it_is_a_known_one() -> None:
    assert '<html lang="en" data-theme="dark">' in page("lang=en&theme=dark").content.decode()
    assert '<html lang="en">' in page('lang=en&theme="><b>').content.decode()


def test_both_languages_have_the_same_words() -> None:
    assert WORDS["zh"].keys() == WORDS["en"].keys()


def test_the_page_carries_the_snippet_and_nothing_inline_or_foreign() -> None:
    text = page("lang=zh").content.decode()

    assert '<script async src="/w.js" data-site="demo" data-locale="zh" data-hue="165"></script>' in text
    assert not re.search(r"\sstyle=|\son\w+=|<style", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)
