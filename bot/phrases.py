"""Every sentence the bot itself says, in Chinese and English. Answers to questions come from the knowledge base."""

from collections.abc import Mapping
from enum import StrEnum


class Phrase(StrEnum):
    WELCOME = "welcome"  # to a greeting
    THANKED = "thanked"  # to thanks
    GOODBYE = "goodbye"  # to a farewell
    WHICH = "which"  # above the choices
    NONE_OF_THESE = "none_of_these"  # below the choices
    UNKNOWN = "unknown"  # the first miss
    PERSON = "person"  # the button that asks for a person
    HANDED_OVER = "handed_over"  # the visitor asked for it, or a person is better
    HANDED_OVER_UNKNOWN = "handed_over_unknown"  # after the second miss
    HANDED_OVER_FAULT = "handed_over_fault"  # the bot failed or is off
    SOLVED = "solved"  # below an answer


_ZH: Mapping[Phrase, str] = {
    Phrase.WELCOME: "您好，请问有什么可以帮您？直接把问题写下来就行。",
    Phrase.THANKED: "不客气，还有问题随时找我。",
    Phrase.GOODBYE: "好的，再见，祝您生活愉快。",
    Phrase.WHICH: "您想问的是哪一种？",
    Phrase.NONE_OF_THESE: "都不是，找人工客服",
    Phrase.UNKNOWN: "这个问题我还答不上来。您可以换个说法再问一次，或者我帮您找人工客服。",
    Phrase.PERSON: "找人工客服",
    Phrase.HANDED_OVER: "好的，这就帮您转人工客服，前面的对话客服都看得到。",
    Phrase.HANDED_OVER_UNKNOWN: "抱歉，这个问题我答不好，帮您转人工客服，您不用重复说一遍。",
    Phrase.HANDED_OVER_FAULT: "现在由人工客服为您服务，请稍等。",
    Phrase.SOLVED: "这样解决了吗？",
}

_EN: Mapping[Phrase, str] = {
    Phrase.WELCOME: "Hello! How can I help? Just type your question.",
    Phrase.THANKED: "You’re welcome. I’m here if anything else comes up.",
    Phrase.GOODBYE: "Goodbye, and have a lovely day.",
    Phrase.WHICH: "Which of these do you mean?",
    Phrase.NONE_OF_THESE: "None of these – talk to a person",
    Phrase.UNKNOWN: "I don’t know the answer to that one. Try asking it another way, or I can find a person for you.",
    Phrase.PERSON: "Talk to a person",
    Phrase.HANDED_OVER: "Of course. I’m passing you to a person, who can see what we’ve said so far.",
    Phrase.HANDED_OVER_UNKNOWN: "Sorry, I can’t answer that well. I’m passing you to a person, no need to repeat yourself.",
    Phrase.HANDED_OVER_FAULT: "A person will take it from here. One moment, please.",
    Phrase.SOLVED: "Did that solve it?",
}


def say(phrase: Phrase, locale: str) -> str:
    """The sentence for a locale such as "zh-CN" or "en"; any locale that isn't Chinese gets English."""
    return (_ZH if locale.lower().startswith("zh") else _EN)[phrase]
