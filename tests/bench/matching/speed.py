"""What building a base of made-up phrasings and answering cost, in zh and en."""

import random
import time
from collections.abc import Callable
from functools import partial

from kb.evidence import Faq
from kb.heap import give_back
from kb.matching import make
from tests.bench.matching.measure import resident_mb

HEADS = "| phrasings | build s | MB | answer p50 ms | p99 ms | worst ms | one FAQ changed s |"

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


def row(phrasings: int) -> str:
    """Build a made-up base of that size, ask it a thousand questions, change one FAQ: what it cost in CPU time."""
    chance = random.Random(7)
    faqs = base(phrasings, chance)
    matcher = make(encoder=False)
    give_back()
    before = resident_mb()
    built = spent(lambda: matcher.build(faqs))
    give_back()
    memory = resident_mb() - before
    times = []
    for faq in chance.choices(faqs, k=1000):
        query = chance.choice(list(faq["questions"]))[2:] + " 怎么"
        times.append(1000 * spent(partial(matcher.answer, query)))
    times.sort()
    changed = [Faq(id="f0", lang="zh", questions=["全新的问题怎么问"], answer=""), *faqs[1:]]
    edit = spent(lambda: matcher.revised(changed))
    answers = (f"{times[500]:.2f}", f"{times[990]:.2f}", f"{times[-1]:.2f}")
    return (
        "| " + " | ".join((f"{phrasings:,}", f"{built:.2f}", f"{memory:.0f}", *answers, f"{edit:.2f}")) + " |"
    )


def spent(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
