"""What normalising forgives, and what it keeps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from kb.words import LONGEST, grams, normalise

TRADITIONAL = OpenCC("s2t")
EVERYDAY = "我想退货换货什么时候发货订单发票价格优惠运费地址会员积分支付客服茶壶绿茶红茶么了吗呢在里面后"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ＨＥＬＬＯ　１２３", "hello 123"),
        ("什麼時候發貨？", "什么时候发货"),
        ("退 货 😀！！", "退货"),
        ("I can't, don’t", "i cant dont"),
        ("sooooo good", "soo good"),
        ("Straße", "strasse"),
        ("TG-1024 在哪", "tg-1024 在哪"),
    ],
)
def test_forgives_how_it_was_typed(typed, kept):
    assert normalise(typed) == kept


@given(st.text(alphabet=EVERYDAY, max_size=40))
def test_traditional_and_simplified_are_one(text):
    assert normalise(TRADITIONAL.convert(text)) == normalise(text)


@given(st.text(max_size=400))
def test_is_short_and_never_fails(text):
    grams(normalise(text))
    assert len(normalise(text)) <= LONGEST


@given(st.text(alphabet=EVERYDAY + "abc ABC12?.", max_size=80))
def test_normalising_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)


def test_numbers_codes_and_addresses_have_a_type_and_a_value():
    cut = grams(normalise("订单 88231 里的 TG-1024，见 https://shop.test/a"))

    assert {"<number>", "<code>", "<url>"} <= set(cut.words)
    assert cut.numbers == {"88231", "tg-1024", "https://shop.test/a"}


def test_chinese_is_cut_into_runs_of_one_to_three():
    assert set(grams("退货款").chars) == {"退", "货", "款", "退货", "货款", "退货款"}


def test_words_are_counted_alone_and_in_pairs():
    assert set(grams("return tea").words) == {"return", "tea", "^ return", "return tea"}
