"""Feeling and urgency from words, and the need for a person that follows."""

import pytest

from bot.escalation import need_human
from bot.lexicon import Sign
from bot.mood import read
from bot.policy import DEFAULT_BANDS

UPSET = {
    "refund me NOW or I will report you": Sign.COMPLAINT,
    "我要找律师起诉你们": Sign.LEGAL,
    "this is urgent, I need it immediately": Sign.URGENCY,
    "喝完以后过敏了，浑身起疹子": Sign.SAFETY,
    "I will never order from you again": Sign.CHURN,
    "等了这么久，太离谱了": Sign.ANGER,
    "這是假貨吧，騙子": Sign.COMPLAINT,
    "I am so disappointed": Sign.ANGER,
    "急用，能马上发吗": Sign.URGENCY,
}
NEUTRAL = [
    "怎么修改收货地址",
    "什么时候发货",
    "可以开发票吗",
    "how do I change my address",
    "do you ship to Canada",
    "is the teapot dishwasher safe",
    "花粉过敏的人能喝吗",
    "一壶放几克茶",
    "how much caffeine is in green tea",
]


@pytest.mark.parametrize(("text", "sign"), UPSET.items())
def test_reads_the_sign(text, sign):
    assert sign in read(text).signs


@pytest.mark.parametrize("text", NEUTRAL)
def test_a_neutral_question_has_no_sign(text):
    assert read(text).signs == {}


@pytest.mark.parametrize(
    "text", ["I am not angry", "我不生气", "不着急", "this is not urgent", "没有投诉的意思"]
)
def test_negation_turns_a_word_off(text):
    assert read(text).signs == {}


def test_an_intensifier_makes_it_count_more():
    assert read("我非常生气").signs[Sign.ANGER] > read("我生气").signs[Sign.ANGER]
    assert read("I am very angry").signs[Sign.ANGER] > read("I am angry").signs[Sign.ANGER]


def test_capitals_and_exclamation_marks_are_loud():
    assert read("WHERE IS MY ORDER!!!").loud > read("where is my order").loud == 0


@pytest.mark.parametrize(
    "text", ["我要找律师", "I will sue you", "骗子，我要曝光你们", "my daughter is in hospital"]
)
def test_some_words_are_enough_for_a_person(text):
    assert need_human(read(text), text=text).score >= DEFAULT_BANDS.need_human


@pytest.mark.parametrize("text", NEUTRAL)
def test_a_neutral_question_stays_with_the_bot_even_after_a_miss(text):
    assert need_human(read(text), text=text, earlier=[text], misses=1).score < DEFAULT_BANDS.need_human


def test_keeps_its_parts_strongest_first():
    text = "URGENT, this is terrible!!"
    need = need_human(read(text), text=text, earlier=["urgent this is terrible"], misses=1)

    assert [name for name, _ in need.parts] == ["repeated", "urgency", "anger", "missed", "loud"]
    assert need.score > max(part for _, part in need.parts)
