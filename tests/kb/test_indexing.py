"""One index at a time, on a thread of its own, and what the base answers meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError

import pytest

from chatdesk.kernel import bus
from kb import search
from kb.facts import Indexed
from kb.indexing import Indexer
from kb.models import Article, Category, Version, Wording
from kb.search import SMALL
from kb.services import Text, save_article

pytestmark = pytest.mark.django_db


def test_builds_one_after_the_other_on_another_thread():
    indexer, here, seen = Indexer(), threading.current_thread(), []

    def work() -> int:
        seen.append((threading.current_thread() is here, threading.active_count()))
        return len(seen)

    assert indexer.want(1, work).result(timeout=5) == 1
    assert indexer.want(2, work).result(timeout=5) == 2
    assert [mine for mine, _ in seen] == [False, False]


def test_of_those_that_wait_only_the_latest_is_built():
    indexer, go, built = Indexer(), threading.Event(), []
    first = indexer.want(1, lambda: go.wait(5))
    second = indexer.want(2, lambda: built.append(2))
    third = indexer.want(3, lambda: built.append(3))
    again = indexer.want(3, lambda: built.append(4))
    go.set()

    third.result(timeout=5)
    assert again is third
    assert first.result(timeout=5)
    with pytest.raises(CancelledError):
        second.result(timeout=5)
    assert built == [3]


def test_a_build_that_fails_fails_for_who_waits_and_the_next_works(caplog):
    indexer = Indexer()

    with pytest.raises(ZeroDivisionError):
        indexer.want(1, lambda: 1 / 0).result(timeout=5)
    assert "could not be indexed" in caplog.text
    assert indexer.want(2, lambda: "well").result(timeout=5) == "well"


def test_who_hears_of_an_index_may_ask_for_the_next():
    indexer, heard = Indexer(), threading.Event()

    def on(fact: Indexed) -> None:
        if fact.version == 71:
            indexer.want(72, heard.set)

    bus.on(Indexed, on)
    indexer.want(71, lambda: None)
    assert heard.wait(5)
    bus.off(Indexed, on)


# --- the base of this process ----------------------------------------------------------------------------------------
@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A base too large to be indexed while one waits."""
    monkeypatch.setattr(search, "_library", None)
    monkeypatch.setattr(search, "_indexer", Indexer())
    place = Category.objects.create(key="shop", name={"en": "Shop"})
    colours = ("red", "blue", "green", "yellow", "black", "white")
    things = ("kettle", "cup", "pot", "tray", "spoon", "whisk", "scale", "tin", "filter", "lamp")
    for thing in things:
        article = Article.objects.create(key=thing, category=place)
        asked = [f"can I buy a {colour} {thing} number {number}" for colour in colours for number in range(6)]
        Wording.objects.create(
            article=article, lang="en", question=asked[0], similar=asked[1:], answer=f"{thing}!"
        )
    assert len(colours) * len(things) * 6 > SMALL
    Version.objects.update_or_create(pk=1, defaults={"number": 7})
    yield
    search.library()  # nothing builds on behind this test's back


def save(key: str, question: str) -> None:
    save_article(key, category="shop", state="published", wordings={"en": Text(question, "New.")})


def test_has_nothing_until_the_first_index_and_tells_when_it_is_there(large):
    told = threading.Event()

    def hear(fact: Indexed) -> None:
        if fact.version == 7:
            told.set()

    bus.on(Indexed, hear)
    try:
        assert search.ready() is None
        assert search.articles()["cup"].answer("en") == "cup!"
        assert told.wait(20)
        there = search.ready()
    finally:
        bus.off(Indexed, hear)
    assert there is not None
    assert there.hits("can I buy a blue cup number 3")[0][0] == "cup"


def test_an_edit_counts_within_200_ms_and_is_indexed_afterwards(large):
    search.library()
    save("flamingo", "are flamingos welcome here")

    began = time.thread_time()
    there = search.ready()
    spent = time.thread_time() - began

    assert there is not None
    assert there.hits("are flamingos welcome here")[0][0] == "flamingo"
    assert spent < 0.2
    assert search.library().settled
    assert search.library().hits("are flamingos welcome here")[0][0] == "flamingo"


def test_a_withdrawn_article_is_never_named_again(large):
    search.library()
    Article.objects.filter(key="cup").update(state="archived")
    search.changed()

    there = search.ready()

    assert there is not None
    assert "cup" not in there.articles
    assert "cup" not in dict(there.hits("can I buy a blue cup number 3"))


def test_the_former_base_answers_while_a_large_change_is_indexed(large):
    search.library()
    for number in range(60):
        save(f"more-{number}", f"what is the story of item {number} from year {1900 + number}")

    there = search.ready()

    assert there is not None
    assert there.hits("can I buy a blue cup number 3")[0][0] == "cup"
    assert search.library().hits("what is the story of item 7 from year 1907")[0][0] == "more-7"


def test_an_older_build_never_replaces_a_newer_base(large, monkeypatch):
    go, real = threading.Event(), search._in_force
    search.library()
    monkeypatch.setattr(search, "_in_force", lambda known: (known.version > 8 or go.wait(5)) and real(known))
    save("flamingo", "are flamingos welcome here")
    search.ready()
    save("pelican", "are pelicans welcome here")
    there = search.ready()
    go.set()

    assert there is not None
    assert there.hits("are pelicans welcome here")[0][0] == "pelican"
    for _ in range(100):
        now = search.ready()
        assert now is not None
        assert "pelican" in now.articles
        time.sleep(0.005)
