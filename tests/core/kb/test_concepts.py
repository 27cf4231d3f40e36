"""Different words for one thing meet; and how Chinese sounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.concepts import base_form, concepts
from kb.sounds import sounds, spoken
from kb.words import denies, normalise


def shared(one: str, other: str) -> set[str]:
    marks = [{mark for mark in concepts(normalise(text)) if mark.startswith("#")} for text in (one, other)]
    return {mark for mark in marks[0] & marks[1] if "~" not in mark}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I want a refund", "give me my money back"),
        ("where is my parcel", "track the package"),
        ("my kettle is broken", "the cup arrived damaged"),
        ("怎么退款", "how do I get reimbursed"),
        ("订单到哪了", "快递进度"),
        ("忘记密码了", "reset my passcode"),
    ],
)
def test_ways_to_say_the_same_share_a_concept(one, other):
    assert shared(one, other)


def test_what_is_unlike_shares_no_concept():
    assert not shared("what colour is the pot", "I lost my password")


def test_the_longest_expression_counts():
    assert "mon" not in concepts("money back")
    assert concepts("money back") == concepts("refund")


@pytest.mark.parametrize(
    ("forms", "base"),
    [
        (("ships", "shipped", "shipping"), "ship"),
        (("parcels", "parcel"), "parcel"),
        (("lost", "lose"), "los"),
    ],
)
def test_a_word_is_the_same_in_all_its_forms(forms, base):
    assert {base_form(form) for form in forms} == {base}


@given(st.text(max_size=300))
def test_any_text_can_be_searched_for_concepts_and_sounds(text):
    normal = normalise(text)

    assert all(concepts(normal))
    assert all(sounds(normal))
    assert isinstance(spoken(normal), str)


def test_a_slip_of_the_input_method_sounds_as_before():
    assert sounds("在那里退货") == sounds("再那里退货")


def test_what_is_not_chinese_makes_no_sound():
    assert sounds("refund my order") == ()
    assert spoken("退 ok") == "tui ok"


@pytest.mark.parametrize("text", ["I can't pay", "it doesn't work", "不能付款", "没收到货", "无法登录"])
def test_a_denial_is_heard(text):
    assert denies(normalise(text))


@pytest.mark.parametrize("text", ["nothing beats notes", "不错", "没关系", "别人的订单"])
def test_what_only_looks_like_a_denial_is_none(text):
    assert not denies(normalise(text))
