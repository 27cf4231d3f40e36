"""FAQs as people paste and export them: every fault named by its row, all good rows saved at once or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import importing, search
from kb.importing import Draft, Unreadable, decoded, read, save
from kb.models import Article, Category, Version, Wording
from tests import factories

CSV = 'question,answer,similar,similar\nHow long is delivery?,"Two days,\nas a rule.",When will it come?,Delivery time\n'


def rows(text: str, **more: list[str]) -> list[tuple[str, str]]:
    return [(draft.question, draft.answer) for draft in read(text, **more)]


def faults(text: str, known: tuple[str, ...] = ()) -> list[tuple[int, str]]:
    return [(draft.line, draft.fault) for draft in read(text, known)]


def unreadable(text: str) -> tuple[str, int]:
    with pytest.raises(Unreadable) as bad:
        read(text)
    return bad.value.key, bad.value.line


def test_a_table_has_a_header_and_similar_questions_behind():
    assert read(CSV) == [
        Draft(2, "How long is delivery?", "Two days,\nas a rule.", ("When will it come?", "Delivery time"))
    ]


@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_a_table_may_be_cut_by_comma_semicolon_or_tab(comma: str):
    assert rows(f"Answer{comma}Question\nTwo days{comma}How long?\n") == [("How long?", "Two days")]


def test_a_chinese_header_is_understood():
    assert rows("问题,答案\n多久发货？,当天。\n") == [("多久发货？", "当天。")]


def test_a_line_of_the_table_keeps_its_number_behind_longer_ones():
    text = 'question,answer\na pot,"one\ntwo\nthree"\n,no question\n'

    assert faults(text) == [(2, ""), (5, "no_question")]


@pytest.mark.parametrize(
    "text",
    [
        "Q: How long?\nA: Two days.\n\nQ: Which pot?\nA: The small one.",
        "q：How long?\na：Two days.\nq：Which pot?\na：The small one.",
        "How long?\nTwo days.\n\n\nWhich pot?\nThe small one.\n",
    ],
)
def test_pasted_blocks_are_read(text: str):
    assert rows(text) == [("How long?", "Two days."), ("Which pot?", "The small one.")]


def test_chinese_marks_are_read():
    assert rows("问：多久发货？\n答：当天。\n可改地址。\n\n问：能退吗？\n答：七天内。") == [
        ("多久发货？", "当天。\n可改地址。"),
        ("能退吗？", "七天内。"),
    ]


def test_a_second_question_before_the_answer_is_a_similar_one():
    [draft] = read("Q: How long?\nQ: When will it come?\nA: Two days.")

    assert (draft.question, draft.similar) == ("How long?", ("When will it come?",))


def test_an_answer_may_have_paragraphs_where_questions_are_marked():
    [draft] = read("Q: How long?\nA: Two days.\n\nLonger before holidays.")

    assert draft.answer == "Two days.\n\nLonger before holidays."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Q: How long?\n\nQ: Which pot?\nA: The small one.", [(1, ""), ]),
        ("A: The small one.", [(1, "no_question")]),
        ("How long?\n\nWhich pot?\nThe small one.", [(1, "no_answer"), (3, "")]),
        ("question,answer\nHow long?,\n", [(2, "no_answer")]),
        ("question,answer\n???,Two days\n", [(2, "no_question")]),
        (f"question,answer\n{'x' * 301},Two days\n", [(2, "long_question")]),
        (f"question,answer,similar\nHow long?,Two days,{'x' * 301}\n", [(2, "long_question")]),
        (f"question,answer\nHow long?,{'x' * 20_001}\n", [(2, "long_answer")]),
        (f"question,answer,similar\nHow long?,Two,{'|'.join('abcdefghij' * 6)}\n", [(2, "many_similar")]),
        ("question,answer\nHow long?,Two\nHOW LONG,Three\n", [(2, ""), (3, "twice")]),
    ],
)  # fmt: skip
def test_each_fault_is_named_by_its_row(text: str, found: list[tuple[int, str]]):
    assert faults(text) == found


def test_what_the_base_has_already_is_named():
    assert faults("question,answer\nHow long?,Two\n", ("how long",)) == [(2, "known")]


def test_a_repeated_row_says_which_it_repeats():
    assert read("question,answer\nHow long?,Two\nhow long,Three\n")[1].other == 2


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("  \n ", ("empty", 0)),
        ('question,answer\nHow long?,"Two days\n', ("quotes", 2)),
        ('question,answer\nHow long?,Two\n"a"b,c\n', ("quotes", 3)),
        ("question,answer\n" + "How long?,Two\n" * 2001, ("too_many", 0)),
        ("x" * 1_000_001, ("too_big", 0)),
    ],
)
def test_what_can_not_be_read_is_refused_as_a_whole(text: str, why: tuple[str, int]):
    assert unreadable(text) == why


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_file_may_come_in_the_encodings_of_spreadsheets(encoding: str):
    assert decoded("问题,答案\n多久发货？,当天。\n".encode(encoding)).endswith("多久发货？,当天。\n")


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n\x1a\n\x00\x00", b"caf\xe9", b"PK\x03\x04\x14\x00\x06\x00"])
def test_a_file_that_is_no_text_is_refused(raw: bytes):
    with pytest.raises(Unreadable, match="encoding"):
        decoded(raw)


@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(text: str):
    try:
        drafts = read(text)
    except Unreadable:
        return
    assert all(draft.line >= 1 for draft in drafts)


@given(st.binary(max_size=200))
def test_no_file_breaks_the_reader(raw: bytes):
    try:
        read(decoded(raw))
    except Unreadable:
        return


@pytest.fixture
def general(db: None) -> Category:
    return factories.category("general")


def test_good_rows_are_published_under_one_new_version(general: Category):
    before = search.version()

    assert save(read("多久发货？\n当天。\n\nWhich pot?\nThe small one."), general) == 2

    assert search.version() == before + 1
    assert set(Wording.objects.values_list("lang", "question")) == {
        ("zh", "多久发货？"),
        ("en", "Which pot?"),
    }


def test_the_bot_finds_what_was_imported_at_once(general: Category):
    search.library()
    save(read("How do I descale the kettle?\nWith citric acid."), general)

    assert search.library().hits("descaling a kettle")


def test_rows_with_a_fault_are_left_out(general: Category):
    save(read("question,answer\nHow long?,Two\nWhich pot?,\n"), general)

    assert Article.objects.count() == 1


def test_saving_the_same_twice_saves_it_once(general: Category):
    drafts = read(CSV)

    assert [save(drafts, general), save(drafts, general)] == [1, 0]
    assert Version.objects.get().number == 1


def test_a_failure_in_the_middle_saves_nothing(general: Category):
    drafts = [*read(CSV), Draft(9, "Which pot?", None)]  # type: ignore[arg-type]

    with pytest.raises(Exception, match=r"NOT NULL|not-null"):
        save(drafts, general)

    assert not Article.objects.exists()


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_a_cell_that_begins_like_a_formula_runs_in_no_spreadsheet_and_comes_back_as_it_was(
    general: Category, begins: str
):
    save(read(f'question,answer,similar\n{begins}1+1,"{begins}cmd|x",{begins}2'), general)

    out = importing.exported()

    assert f"'{begins}1+1,'{begins}cmd|x,'{begins}2" in out
    (back,) = read(out)
    assert (back.question, back.answer, back.similar) == (f"{begins}1+1", f"{begins}cmd|x", (f"{begins}2",))


def test_what_is_exported_can_be_imported_again(general: Category):
    save(read('question,answer,similar\n"One, ""two""?","a\nb",x|y\n多久？,当天,\n'), general)
    text = importing.exported()

    again = {(draft.question, draft.answer, draft.similar) for draft in read(text)}

    assert again == {('One, "two"?', "a\nb", ("x", "y")), ("多久？", "当天", ())}
