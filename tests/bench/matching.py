"""Prints what building a base and answering cost at 10,000 phrasings, in zh and en; run it by hand, it asserts nothing.

python tests/bench/matching.py [phrasings]
"""

import random
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

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


def main() -> None:
    phrasings = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
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
    sys.stdout.write(
        f"{phrasings} phrasings: build {built:.2f} s CPU, {(after - before) / 1024:.0f} MB more at the peak\n"
    )
    sys.stdout.write(
        f"answer: median {spent[500]:.2f} ms, p99 {spent[990]:.2f} ms, worst {spent[-1]:.2f} ms CPU\n"
    )


if __name__ == "__main__":
    main()
