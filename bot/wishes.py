"""What a message asks for apart from knowledge: a person, or nothing but a kind word. Pure."""

import re
from enum import StrEnum

from kb.words import normalise

_FETCH = re.compile(
    r"人工|真人|活人|投诉|(?:找|叫|联系|转接?|接|换)(?:一?个|一下|你们?的?)*+(?:客服|专员|店长|经理)"
    r"|\b(?:human|humans|agent|agents|complaint|complaints|representative|operator|real person|live person"
    r"|(?:talk|speak|chat) (?:to|with) (?:a |an |the |your )?(?:person|someone|somebody|staff|manager|supervisor)"
    r"|file a complaint|make a complaint|complain)\b"
)
_BESIDE = re.compile(
    r"(?:我|想|要|需要|请|帮|麻烦|能不能|可以|给|一个|的|你好|您好|服务|客服|[吗么吧啊呢谢转真 ]"
    r"|\b(?:a|an|the|i|id|would|like|want|need|wanna|to|with|talk|speak|chat|get|me|please|pls|can|could|just|now|hi"
    r"|hello|real|live|actual|person|someone|somebody|support|customer|service|rep|put|through|connect|us|you|your)\b)*+"
)


class Courtesy(StrEnum):
    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    WHO = "who"


_KIND_WORDS = {
    Courtesy.GREETING: r"(?:你好|您好|哈喽|嗨|hi|hello|hey|(?:good )?(?:morning|afternoon|evening)"
    r"|早上好|上午好|中午好|下午好|晚上好|早安|在吗|在不在|有人吗|亲)",
    Courtesy.THANKS: r"(?:谢谢|多谢|感谢|谢了|谢啦|辛苦了|非常感谢|太感谢了"
    r"|(?:many )?thanks(?: a lot)?|thank you(?: so much| very much)?"
    r"|thx|ty|cheers|great|perfect|好的?|明白了?|知道了|ok|okay|got it)",
    Courtesy.FAREWELL: r"(?:再见|拜拜|88|bye|bye bye|goodbye|see you|see ya|晚安|没事了|没有了|不用了|no thats all|thats all)",
    Courtesy.WHO: r"(?:(?:你|您)?(?:是谁|是什么|叫什么(?:名字)?|是不?是?机器人|是真人还是机器人)|机器人(?:吗|么)"
    r"|who are you|what are you|whats your name|what is your name|are you (?:a |an )?(?:bot|robot|machine|ai)"
    r"|am i talking to a (?:bot|robot|machine))[吗么]?",
}
_TAIL = r"(?:[ 啊呀呢吧哦噢啦了哈]|你|您|there|everyone|you)*"
_ONLY = {kind: re.compile(rf"(?:{words}{_TAIL})+") for kind, words in _KIND_WORDS.items()}


def asks_for_person(text: str) -> bool:
    """Whether the words ask for a person or announce a complaint, whatever else the message says."""
    return bool(_FETCH.search(normalise(text)))


def only_polite(text: str) -> bool:
    """Whether a message has nothing in it that an article could answer: a kind word, or just the wish for a person."""
    return courtesy(text) is not None or bool(_BESIDE.fullmatch(_FETCH.sub(" ", normalise(text))))


def courtesy(text: str) -> Courtesy | None:
    """The kind of small talk that the message is made of, wholly; None when there is anything else in it."""
    plain = normalise(text)
    return next((kind for kind, only in _ONLY.items() if plain and only.fullmatch(plain)), None)
