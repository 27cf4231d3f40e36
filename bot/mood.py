"""How a visitor feels and how pressing it is, from our own zh and en word lists. Pure.

Negation turns a word off ("not angry", 不生气), an intensifier makes it count more.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kb.words import normalise


class Sign(StrEnum):
    ANGER = "anger"  # annoyance, disappointment
    COMPLAINT = "complaint"
    LEGAL = "legal"  # lawyers, authorities, the press
    SAFETY = "safety"  # somebody may be hurt
    CHURN = "churn"  # going elsewhere
    URGENCY = "urgency"


@dataclass(frozen=True, slots=True)
class Mood:
    """Strength of each sign that was found, 0..1, and how loud the message is (capitals, marks of exclamation)."""

    signs: Mapping[Sign, float]
    loud: float


_LEXICON: Mapping[Sign, tuple[tuple[float, str], ...]] = {
    Sign.ANGER: (
        (0.8, r"气死|忍无可忍|恶心|垃圾|坑人|什么破|太过分|受够了|无语|欺负人|火大|愤怒|没人管"),
        (
            0.5,
            r"生气|失望|不满|糟糕|差劲|太差|太慢|太烂|离谱|烦死|很烦|敷衍|态度差|等了?这么久|一直没|还不(?:到|发|退|回)",
        ),
        (
            0.8,
            r"\b(?:furious|disgusting|disgusted|outrageous|scammed|ripped off|worst|pathetic|fed up|sick of)\b",
        ),
        (
            0.5,
            r"\b(?:angry|terrible|horrible|awful|useless|unacceptable|ridiculous|disappoint\w*|frustrat\w*|annoy\w*|upset)\b",
        ),
    ),
    Sign.COMPLAINT: (
        (0.9, r"投诉|举报|差评|曝光|讨个?说法|给我个说法|骗子|欺诈|诈骗|假货"),
        (0.9, r"\b(?:complain\w*|report you|scam\w*|fraud\w*|bad review|one star|fake goods|counterfeit)\b"),
    ),
    Sign.LEGAL: (
        (0.95, r"律师|起诉|法院|告你们|消协|消费者协会|12315|工商局|市场监管|媒体|报警"),
        (
            0.95,
            r"\b(?:lawyers?|attorney|sue|suing|legal action|court|trading standards|consumer protection|chargeback|police)\b",
        ),
    ),
    Sign.SAFETY: (
        (0.95, r"过敏[了反]|起疹|中毒|拉肚子|上吐下泻|住院|急诊|受伤|割伤|烫伤|着火|爆炸|起火|自杀|不想活"),
        (
            0.95,
            r"\b(?:allergic|poison\w*|hospital|injur\w*|burn(?:ed|t) (?:my|me|her|him)|bleeding|caught fire|explod\w*"
            r"|suicid\w*|kill myself)\b",
        ),
    ),
    Sign.CHURN: (
        (0.6, r"再也不(?:来|买|会)|不会再买|拉黑|注销账[号户]|换别家|取关|卸载"),
        (
            0.6,
            r"\b(?:never (?:buy|order|shop)\w*|last time i|close my account|going elsewhere|switch(?:ing)? to another)\b",
        ),
    ),
    Sign.URGENCY: (
        (0.7, r"马上|立刻|立即|十万火急|紧急|今天(?:就|必须)|等不及|赶紧"),
        (0.5, r"急用|很急|着急|尽快|急急|催"),
        (0.7, r"\b(?:urgent\w*|immediately|asap|right now|emergency|this instant)\b"),
        (0.5, r"\b(?:as soon as possible|hurry|quickly|deadline)\b"),
    ),
}
_PATTERNS = {
    sign: tuple((weight, re.compile(words)) for weight, words in rows) for sign, rows in _LEXICON.items()
}
_NEGATED = re.compile(
    r"(?:不太?|没有?|并不|并非|别|无需|不用|不是)$|\b(?:not|no|never|isnt|arent|dont|wasnt|without)(?: \w+)? $"
)
_STRONGER = re.compile(
    r"(?:太|真|非常|特别|极其|超级?|十分|简直)$|\b(?:very|so|extremely|really|absolutely|totally) $"
)
_NEAR = 14  # characters before a word in which a negation or an intensifier belongs to it
_RAISE = 1.3


def read(text: str) -> Mood:
    """The mood of one message; a neutral question has no signs at all."""
    plain = normalise(text)
    found = {sign: strength for sign in Sign if (strength := _strength(sign, plain))}
    return Mood(found, _loudness(text))


def _strength(sign: Sign, plain: str) -> float:
    return max(
        (
            min(1.0, weight * (_RAISE if _STRONGER.search(before) else 1.0))
            for weight, pattern in _PATTERNS[sign]
            for hit in pattern.finditer(plain)
            if not _NEGATED.search(before := plain[max(0, hit.start() - _NEAR) : hit.start()])
        ),
        default=0.0,
    )


def _loudness(text: str) -> float:
    """0..1 from words in capitals and from repeated marks of exclamation or question."""
    shouted = len(re.findall(r"\b[A-Z]{3,}\b", text))
    marks = len(re.findall(r"[!！?？]{2,}", text))
    return min(1.0, 0.3 * shouted + 0.3 * marks)
