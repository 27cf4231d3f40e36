"""Which choice a message means."""

import pytest

from bot.choosing import chosen

ZH = ("茶叶受潮或漏包", "不合口味，想退", "少发了一包")
EN = ("Swap for another size or glaze", "Replace something broken", "Change tea I haven’t opened")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("1", 0),
        ("２", 1),
        ("第三个", 2),
        ("选2", 1),
        ("第二個吧", 1),
        ("最后一个", 2),
        ("少发了一包", 2),
        ("少发一包", 2),
        ("受潮", 0),
        ("想退", 1),
    ],
)
def test_a_chinese_message_picks(text, place):
    assert chosen(text, ZH) == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("the first one", 0),
        ("option 2", 1),
        ("3rd", 2),
        ("number three please", 2),
        ("the last one", 2),
        ("replace somthing broken", 1),
        ("another size", 0),
        ("Second.", 1),
    ],
)
def test_an_english_message_picks(text, place):
    assert chosen(text, EN) == place


@pytest.mark.parametrize(
    "text", ["都不是", "我的发票呢", "how long does delivery take", "4", "", "😀", "一包茶多少钱"]
)
def test_anything_else_picks_nothing(text):
    assert chosen(text, ZH) is None
    assert chosen(text, EN) is None


def test_a_number_past_the_last_choice_picks_nothing():
    assert chosen("3", ZH[:2]) is None


def test_words_that_two_choices_share_pick_nothing():
    assert chosen("退款", ("退款多久到", "退款到哪里")) is None
