"""Every sentence the bot itself says, in Chinese and English. Answers to questions come from the knowledge base."""

from collections.abc import Mapping
from enum import StrEnum


class Phrase(StrEnum):
    WELCOME = "welcome"  # to a greeting
    THANKED = "thanked"  # to thanks
    GOODBYE = "goodbye"  # to a farewell
    WHICH = "which"  # above the choices
    UNKNOWN = "unknown"  # the first miss
    WHO_I_AM = "who_i_am"  # to "who are you"
    OTHERWISE = "otherwise"  # above the choices after an answer that didn't help
    ASK_ORDER = "ask_order_number"
    ASK_PHONE = "ask_phone"
    ASK_DATE = "ask_date"
    AGAIN_ORDER = "again_order_number"  # what was said isn't one: what is expected
    AGAIN_PHONE = "again_phone"
    AGAIN_DATE = "again_date"


_ZH: Mapping[Phrase, str] = {
    Phrase.WELCOME: "您好，请问有什么可以帮您？直接把问题写下来就行。",
    Phrase.THANKED: "不客气，还有问题随时找我。",
    Phrase.GOODBYE: "好的，再见，祝您生活愉快。",
    Phrase.WHICH: "您想问的是哪一种？",
    Phrase.UNKNOWN: "这个问题我还答不上来。您可以换个说法再问一次，或者我帮您找人工客服。",
    Phrase.WHO_I_AM: "我是自动应答的智能客服，常见问题可以直接问我；想找人工，随时说“转人工”就行。",
    Phrase.OTHERWISE: "抱歉没帮上忙。您要问的是下面哪一种？",
    Phrase.ASK_ORDER: "请把订单号发给我。",
    Phrase.ASK_PHONE: "请留一下您的手机号。",
    Phrase.ASK_DATE: "请问是哪一天？",
    Phrase.AGAIN_ORDER: "这好像不是订单号。订单号至少有 6 位数字，前面可能带字母，比如 AB123456，在“我的订单”里能找到。",
    Phrase.AGAIN_PHONE: "这个号码好像不对。请写完整的手机号，比如 13800000000；国外号码请带上国家代码。",
    Phrase.AGAIN_DATE: "没看明白是哪一天。请写成 2026-06-18 或“6月18日”这样。",
}

_EN: Mapping[Phrase, str] = {
    Phrase.WELCOME: "Hello! How can I help? Just type your question.",
    Phrase.THANKED: "You’re welcome. I’m here if anything else comes up.",
    Phrase.GOODBYE: "Goodbye, and have a lovely day.",
    Phrase.WHICH: "Which of these do you mean?",
    Phrase.UNKNOWN: "I don’t know the answer to that one. Try asking it another way, or I can find a person for you.",
    Phrase.WHO_I_AM: "I’m the automatic assistant here and answer common questions. For a person, just say “agent” at any time.",
    Phrase.OTHERWISE: "Sorry that didn’t help. Is it one of these?",
    Phrase.ASK_ORDER: "What’s your order number?",
    Phrase.ASK_PHONE: "What’s your phone number?",
    Phrase.ASK_DATE: "Which day is it about?",
    Phrase.AGAIN_ORDER: "That doesn’t look like an order number. It has at least 6 digits, maybe letters in front, as in AB123456.",
    Phrase.AGAIN_PHONE: "That number doesn’t look complete. Please write all of it, with the country code, as in +44 20 7946 0000.",
    Phrase.AGAIN_DATE: "I couldn’t tell which day that is. Please write it as in 2026-06-18 or “18 June”.",
}


def say(phrase: Phrase, locale: str) -> str:
    """The sentence for a locale such as "zh-CN" or "en"; any locale that isn't Chinese gets English."""
    return (_ZH if locale.lower().startswith("zh") else _EN)[phrase]
