"""Every sentence the bot itself says, in Chinese and English. Answers to questions come from the knowledge base."""

from collections.abc import Mapping
from enum import StrEnum


class Phrase(StrEnum):
    WELCOME = "welcome"  # to a greeting
    THANKED = "thanked"  # to thanks
    GOODBYE = "goodbye"  # to a farewell
    WHICH = "which"  # above the choices
    UNKNOWN = "unknown"  # the first miss


_ZH: Mapping[Phrase, str] = {
    Phrase.WELCOME: "您好，请问有什么可以帮您？直接把问题写下来就行。",
    Phrase.THANKED: "不客气，还有问题随时找我。",
    Phrase.GOODBYE: "好的，再见，祝您生活愉快。",
    Phrase.WHICH: "您想问的是哪一种？",
    Phrase.UNKNOWN: "这个问题我还答不上来。您可以换个说法再问一次，或者我帮您找人工客服。",
}

_EN: Mapping[Phrase, str] = {
    Phrase.WELCOME: "Hello! How can I help? Just type your question.",
    Phrase.THANKED: "You’re welcome. I’m here if anything else comes up.",
    Phrase.GOODBYE: "Goodbye, and have a lovely day.",
    Phrase.WHICH: "Which of these do you mean?",
    Phrase.UNKNOWN: "I don’t know the answer to that one. Try asking it another way, or I can find a person for you.",
}


def say(phrase: Phrase, locale: str) -> str:
    """The sentence for a locale such as "zh-CN" or "en"; any locale that isn't Chinese gets English."""
    return (_ZH if locale.lower().startswith("zh") else _EN)[phrase]
