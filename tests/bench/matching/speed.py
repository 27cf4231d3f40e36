"""What building a base of made-up phrasings and answering cost, in zh and en."""

import random
import resource
import time
from collections.abc import Iterator

from kb.evidence import Faq
from kb.matching import make

EN = [
    "order",
    "tea",
    "cup",
    "kettle",
    "return",
    "refund",
    "ship",
    "parcel",
    "invoice",
    "address",
    "change",
    "cancel",
    "gift",
    "pot",
    "leaf",
    "price",
    "code",
    "card",
]
GLUE = [
    "how",
    "do",
    "i",
    "can",
    "you",
    "my",
    "the",
    "a",
    "to",
    "for",
    "with",
    "when",
    "where",
    "is",
    "it",
    "please",
    "want",
    "what",
    "about",
    "not",
    "still",
]
ZH = "订单茶叶茶杯水壶退货退款发货包裹发票地址修改取消礼物紫砂价格优惠会员积分运费售后保修换货支付客服"
ENDS = ["怎么办", "可以吗", "什么时候", "在哪里", "多少钱", "怎么弄", "能不能", "还没有"]
PER_FAQ = 5


def english(chance: random.Random, topic: list[str]) -> str:
    words = chance.sample(topic, 3) + chance.sample(GLUE, 5) + [f"item{chance.randrange(300)}"]
    chance.shuffle(words)
    return " ".join(words)


def chinese(chance: random.Random, topic: list[str]) -> str:
    return "".join(chance.sample(topic, 3)) + "".join(chance.sample(ZH, 4)) + chance.choice(ENDS)


def base(phrasings: int, chance: random.Random) -> list[Faq]:
    faqs: list[Faq] = []
    for number in range(phrasings // PER_FAQ):
        if number % 2:
            topic, write, lang = [*chance.sample(EN, 4), f"model{number % 97}"], english, "en"
        else:
            pairs = [ZH[place : place + 2] for place in range(0, len(ZH), 2)]
            topic, write, lang = chance.sample(pairs, 4), chinese, "zh"
        questions = [write(chance, topic) for _ in range(PER_FAQ)]
        faqs.append(Faq(id=f"f{number}", lang=lang, questions=questions, answer=""))
    return faqs


def report(phrasings: int) -> Iterator[str]:
    """Build a made-up base of that size, ask it a thousand questions, and say what it cost in CPU time."""
    chance = random.Random(7)
    faqs = base(phrasings, chance)
    matcher = make(encoder=False)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    matcher.build(faqs)
    built = time.process_time() - began
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    spent = []
    for faq in chance.choices(faqs, k=1000):
        query = chance.choice(list(faq["questions"]))[2:] + " 怎么"
        began = time.process_time()
        matcher.answer(query)
        spent.append((time.process_time() - began) * 1000)
    spent.sort()
    yield f"{phrasings} phrasings: build {built:.2f} s CPU, {(after - before) / 1024:.0f} MB more at the peak"
    yield f"answer: median {spent[500]:.2f} ms, p99 {spent[990]:.2f} ms, worst {spent[-1]:.2f} ms CPU"
