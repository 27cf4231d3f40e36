"""Words that reach a person, and messages that are only kind."""

import pytest

from bot.wishes import Courtesy, asks_for_person, courtesy


@pytest.mark.parametrize(
    "text",
    [
        "人工",
        "轉人工",
        "我要投诉！",
        "找客服",
        "帮我联系一下客服",
        "HUMAN please",
        "I want an agent",
        "this is a complaint",
        "can I talk to a person",
        "speak with someone",
        "给我转人工，退货的事",
    ],
)
def test_a_person_is_asked_for(text):
    assert asks_for_person(text)


@pytest.mark.parametrize(
    "text", ["怎么退货", "客服几点上班", "humane traps", "reagents", "is the tea in stock", ""]
)
def test_a_plain_question_asks_for_nobody(text):
    assert not asks_for_person(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("你好", Courtesy.GREETING),
        ("您好啊！", Courtesy.GREETING),
        ("Hello there", Courtesy.GREETING),
        ("good morning", Courtesy.GREETING),
        ("謝謝你", Courtesy.THANKS),
        ("ok thanks", Courtesy.THANKS),
        ("好的", Courtesy.THANKS),
        ("Thank you very much!", Courtesy.THANKS),
        ("再见", Courtesy.FAREWELL),
        ("bye", Courtesy.FAREWELL),
        ("你是谁？", Courtesy.WHO),
        ("你是机器人吗", Courtesy.WHO),
        ("are you a robot?", Courtesy.WHO),
        ("what's your name", Courtesy.WHO),
    ],
)
def test_a_message_that_is_only_kind(text, kind):
    assert courtesy(text) is kind


@pytest.mark.parametrize(
    "text", ["你好，怎么退货", "hi, where is my order", "thanks but it still leaks", "😀", ""]
)
def test_a_message_with_anything_else_is_no_small_talk(text):
    assert courtesy(text) is None
