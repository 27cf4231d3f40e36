"""Questions and answers on their page: what is saved is what the assistant says next."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEntry, Site
from administration import faqs
from conversations import greeting
from kb import search
from kb.models import Article, Wording
from tests import factories
from tests.administration.conftest import Admin

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unread(monkeypatch: pytest.MonkeyPatch):
    """No index of an earlier test, whose version counted the same."""
    monkeypatch.setattr(search, "_library", None)


GOOD = "Q: How long is delivery?\nA: Two days.\n\nQ: Which pot is the best?\nA: The small one."


def look(admin: Admin, text: str = "", **fields: Any) -> str:
    return admin.sends("/settings/faqs/import/", text=text, **fields)


def file(raw: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("faqs.csv", raw)


def test_looking_saves_nothing(admin: Admin):
    page = look(admin, GOOD)

    assert "All 2 can be saved" in page
    assert not Article.objects.exists()


def test_saving_publishes_all_good_rows_and_suggests_the_first(admin: Admin, shop: Site):
    said = look(admin, GOOD, save="1")

    assert "Imported: 2" in said
    assert len(Site.objects.get().suggestions) == 2
    assert AuditEntry.objects.get(subject="faqs").detail == {"imported": 2}


def test_a_second_import_fills_what_room_is_left_on_the_first_page(admin: Admin, shop: Site):
    look(admin, GOOD, save="1")
    before = Site.objects.get().suggestions

    look(admin, "Q: A?\nA: 1.\n\nQ: B?\nA: 2.\n\nQ: C?\nA: 3.", save="1")

    after = Site.objects.get().suggestions
    assert after[:2] == before
    assert len(after) == faqs.SHOWN


def test_the_first_page_asks_in_the_visitors_language_where_it_can(admin: Admin, shop: Site):
    look(admin, "Q: How long is delivery?\nA: Two days.\n\n问：多久发货？\n答：两天。", save="1")
    search.library()
    site = Site.objects.get()

    assert [one.text for one in greeting.suggestions(site, "en")] == ["How long is delivery?"]
    assert [one.text for one in greeting.suggestions(site, "zh")] == ["多久发货？"]
    assert len(greeting.suggestions(site, "ja")) == 2


def test_the_assistant_knows_an_imported_question_without_a_restart(admin: Admin):
    assert "knows nothing near" in admin.reads("/settings/faqs/", ask="how long is delivery")

    look(admin, GOOD, save="1")

    assert "It would answer with the first" in admin.reads("/settings/faqs/", ask="how long is delivery")


@pytest.mark.parametrize(("text", "says"), [
    ("", "There is nothing in it"),
    ('question,answer\nHow long?,"Two\n', "breaks off at line 2"),
    ("question,answer\nHow long?,\n", "no answer"),
    ("question,answer\nHow long?,Two\nhow long,Three\n", "the same question as in line 2"),
    (f"question,answer\n{'x' * 301},Two\n", "longer than 300"),
])  # fmt: skip
def test_what_is_wrong_is_named_by_its_row(admin: Admin, text: str, says: str):
    assert says in look(admin, text)


def test_bad_rows_are_left_out_only_where_that_is_said(admin: Admin):
    page = look(admin, "question,answer\nHow long?,Two\nWhich pot?,\n")
    assert "Save 1, leave out 1" in page

    look(admin, "question,answer\nHow long?,Two\nWhich pot?,\n", save="1")
    assert Article.objects.count() == 1


def test_a_file_in_the_encoding_of_a_chinese_spreadsheet_is_read(admin: Admin):
    assert "多久发货？" in look(admin, file=file("问题,答案\n多久发货？,当天。\n".encode("gb18030")))


@pytest.mark.parametrize(
    ("raw", "says"),
    [(b"\x89PNG\r\n\x1a\n\x00", "no text that we can read"), (b"x" * 1_000_001, "larger than 1 MB")],
)
def test_a_file_that_can_not_be_read_is_refused(admin: Admin, raw: bytes, says: str):
    assert says in look(admin, file=file(raw))


def test_what_the_base_has_already_is_not_imported_again(admin: Admin):
    look(admin, GOOD, save="1")

    assert "this question is there already" in look(admin, GOOD, save="1")
    assert Article.objects.count() == 2


def test_all_can_be_taken_out_for_a_spreadsheet(admin: Admin):
    look(admin, GOOD, save="1")

    answer = admin.client.get("/settings/faqs/export/")

    assert answer.content.decode().startswith(
        "\ufeffquestion,answer,similar\r\nHow long is delivery?,Two days.,"
    )
    assert "attachment" in answer["Content-Disposition"]
    assert AuditEntry.objects.filter(verb="export", subject="faqs", actor=admin.user.pk).exists()


# --- one of them -----------------------------------------------------------------------------------------------------
def write(admin: Admin, path: str = "/settings/faqs/new/", **fields: Any) -> str:
    begin = {
        "question_en": "How long?",
        "answer_en": "Two days.",
        "state": "published",
        "category": factories.category("general").pk,
    }
    return admin.sends(path, **begin | fields)


def test_one_is_written_in_both_languages(admin: Admin, shop: Site):
    write(
        admin, question_zh="多久？", answer_zh="两天。", similar_zh="几天到\n\n几天到\n要多久", suggested="on"
    )

    article = Article.objects.get()
    assert Wording.objects.get(lang="zh").similar == ["几天到", "要多久"]
    assert Site.objects.get().suggestions == [article.key]


@pytest.mark.parametrize(("fields", "says"), [
    ({"answer_en": ""}, "Question and answer go together"),
    ({"question_en": "", "answer_en": ""}, "Fill this in"),
    ({"similar_en": "x" * 301}, "A line is longer than 300"),
    ({"question_en": "x" * 301}, "Shorten this to 300"),
])  # fmt: skip
def test_half_a_question_is_refused_beside_its_field(admin: Admin, fields: dict[str, str], says: str):
    assert says in write(admin, **fields)
    assert not Article.objects.exists()


def test_a_changed_answer_is_what_the_assistant_says_next(admin: Admin):
    write(admin)
    key = Article.objects.get().key
    assert search.library().articles[key].answer("en") == "Two days."

    write(admin, f"/settings/faqs/{key}/", answer_en="Three days.")

    assert search.library().articles[key].answer("en") == "Three days."


def test_a_draft_is_not_said(admin: Admin):
    write(admin, state="draft", suggested="on")

    assert search.library().articles == {}


def test_a_deleted_one_is_forgotten_and_no_longer_suggested(admin: Admin, shop: Site):
    write(admin, suggested="on")
    key = Article.objects.get().key

    admin.sends(f"/settings/faqs/{key}/delete/")

    assert (Article.objects.count(), Site.objects.get().suggestions, search.library().articles) == (0, [], {})


def test_the_widget_suggests_four_at_most_and_the_oldest_makes_room(admin: Admin, shop: Site):
    for number in range(5):
        write(admin, question_en=f"How long is {number}?", suggested="on")

    assert len(Site.objects.get().suggestions) == 4
    first = Article.objects.order_by("pk").first()
    assert first is not None
    assert first.key not in Site.objects.get().suggestions


def test_the_search_finds_questions_and_answers(admin: Admin):
    look(admin, GOOD, save="1")

    assert "Which pot" not in admin.reads("/settings/faqs/", q="two days")
    assert "How long" in admin.reads("/settings/faqs/", q="two days")
    assert "Nothing with “kettle”" in admin.reads("/settings/faqs/", q="kettle")
