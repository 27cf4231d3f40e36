"""Two weeks of past conversations of the invented shop, told from the knowledge base and hand-written scripts.

Pure and seeded: nothing here reads a clock or writes a row.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from bot.slots import filled
from chatdesk.demo.people import AGENTS, TOPICS, Person
from chatdesk.demo.rhythm import SHOP_TIME, WEEKDAYS, is_open, moment
from kb.demobase import demo_base

HERE = Path(__file__).parent
DAYS = 14
COUNT = 1000
SLACK = timedelta(minutes=5)  # a talk ended at least so long ago

NAMES = {
    "zh": ("陈女士", "王先生", "小鹿", "李女士", "阿茶", "周先生", "吴女士", "许女士", "半盏", "沈先生", "蒋女士",
           "老顾", "林先生", "唐女士", "橙子", "郑先生", "叶女士", "山月", "何女士", "赵先生", "宋女士", "七七"),
    "en": ("Tom Avery", "Ines Duarte", "Grace Obi", "Lukas Brandt", "Ella Moreau", "Sam Whitlock", "Noor Haddad",
           "Kate Lindqvist", "Marco Bianchi", "June Park", "Owen Price", "Clara Nunes", "Dev Mehta", "Anna Kowalska"),
}  # fmt: skip
THANKS = {
    "zh": ("解决了，谢谢", "好的，明白了", "谢谢", "知道了", "清楚了，多谢", "好嘞"),
    "en": ("Thanks, that’s it", "Got it", "perfect, thank you", "OK, clear now", "Great, thanks", "cheers"),
}
LOST = {
    "zh": "这个问题我没有把握，换个说法再问，或者直接找人工都可以。",
    "en": "I’m not sure about this one. Try other words, or talk to a person.",
}
WANTS_PERSON = {
    "zh": ("转人工", "找人工客服", "我要人工", "接客服"),
    "en": ("talk to a person", "a person please", "human please", "agent"),
}
CLOSED = {
    "zh": "现在是休息时间。留言已收到，明天 10:00 前回复您。",
    "en": "We’re closed for the night. We’ve got your message and will answer by 10:00 tomorrow.",
}
GOODS: dict[str, dict[str, tuple[str, ...]]] = {
    "zh": {"ware": ("粉青盖碗", "石瓢壶", "公道杯"), "tea": ("龙井", "单丛", "白茶饼")},
    "en": {"ware": ("celadon gaiwan", "Yixing teapot", "glass pitcher"), "tea": ("Longjing", "dancong")},
}
TOLD = {  # what those visitors had said where an answer needs it
    "zh": {"order_number": "XS204518", "date": "4 月 2 日"},
    "en": {"order_number": "XS204518", "date": "2 April"},
}
ENDINGS = {"bot": 0.56, "left": 0.06, "agent": 0.38}  # what becomes of a talk; outside hours agent → ticket
STARS = {5: 56, 4: 25, 3: 9, 2: 5, 1: 5}
RATED = {"agent": 0.55, "bot": 0.2}  # share of visitors who rate


@dataclass(frozen=True)
class Line:
    """One thing said: `role` is visitor, bot or agent, `after_s` counts from the start of the talk."""

    role: str
    text: str
    after_s: int


@dataclass(frozen=True)
class Talk:
    """One finished conversation. `agent` is an e-mail address, None where no person took part."""

    visitor: str
    locale: str  # zh or en
    category: str
    started_at: datetime
    lines: tuple[Line, ...]
    agent: str | None
    outcome: str  # resolved | left | ticket
    rating: int | None  # 1–5

    @property
    def ended_at(self) -> datetime:
        return self.started_at + timedelta(seconds=self.lines[-1].after_s)


@cache
def _scripts() -> Mapping[str, Mapping[str, Sequence[Sequence[tuple[str, str]]]]]:
    scripts: Mapping[str, Mapping[str, Sequence[Sequence[tuple[str, str]]]]] = json.loads(
        (HERE / "scripts.json").read_text("utf-8")
    )
    return scripts


def talks(seed: int, now: datetime) -> Iterator[Talk]:
    """1,000 talks of the 14 days before `now` (aware), oldest first, all over by then.

    The same seed and time give the same talks.
    """
    chance = random.Random(f"{seed}/talks")  # noqa: S311  a seeded stage set, no secret
    told = (_talk(chance, now) for _ in range(COUNT))
    yield from sorted(told, key=lambda talk: talk.started_at)


def _talk(chance: random.Random, now: datetime) -> Talk:
    lang = chance.choices(("zh", "en"), (68, 32))[0]
    while True:  # a time of today that is still to come is drawn again
        talk = _told(chance, lang, _start(chance, lang, now))
        if now - timedelta(days=DAYS) <= talk.started_at and talk.ended_at <= now - SLACK:
            return talk


def _start(chance: random.Random, lang: str, now: datetime) -> datetime:
    today = now.astimezone(SHOP_TIME).date()
    days = [today - timedelta(days=back) for back in range(DAYS + 1)]
    day = chance.choices(days, [WEEKDAYS[day.weekday()] for day in days])[0]
    return moment(chance, lang, day)


def _told(chance: random.Random, lang: str, start: datetime) -> Talk:
    ending = chance.choices(list(ENDINGS), list(ENDINGS.values()))[0]
    visitor = chance.choice(NAMES[lang])
    if ending != "agent":
        faq = chance.choice(demo_base())
        said = _with_bot(chance, lang, faq[lang], stays=ending == "bot")
        outcome = "resolved" if ending == "bot" else "left"
        rating = _rating(chance, "bot") if ending == "bot" else None
        return Talk(visitor, lang, faq["category"], start, _timed(chance, said), None, outcome, rating)
    topic = chance.choice(list(TOPICS))
    script = _filled(chance, lang, chance.choice(_scripts()[lang][topic]))
    if not is_open(start):
        said = [script[0], ("bot", CLOSED[lang])]
        return Talk(visitor, lang, topic, start, _timed(chance, said), None, "ticket", None)
    agent = _agent(chance, lang, topic)
    said = [
        (role, text.replace("{agent}", _called(agent))) for role, text in _handed_over(chance, lang, script)
    ]
    rating = _rating(chance, "agent")
    return Talk(visitor, lang, topic, start, _timed(chance, said), agent.email, "resolved", rating)


def _with_bot(chance: random.Random, lang: str, faq: dict[str, Any], *, stays: bool) -> list[tuple[str, str]]:
    question = chance.choice([faq["question"], *faq["similar"]])
    thanks = [("visitor", chance.choice(THANKS[lang]))] if stays else []
    return [("visitor", question), ("bot", filled(faq["answer"], TOLD[lang])), *thanks]


def _handed_over(chance: random.Random, lang: str, script: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The script with the bot in front: it gives up, and the visitor asks for a person."""
    return [script[0], ("bot", LOST[lang]), ("visitor", chance.choice(WANTS_PERSON[lang])), *script[1:]]


def _filled(chance: random.Random, lang: str, script: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    slots = {
        "{order}": f"IH2026{chance.randrange(1000, 10000)}",
        "{price}": str(chance.choice((88, 198, 236, 268, 320, 680))),
        **{f"{{{kind}}}": chance.choice(names) for kind, names in GOODS[lang].items()},
    }
    filled = []
    for role, text in script:
        for slot, value in slots.items():
            text = text.replace(slot, value)
        filled.append((role, text))
    return filled


def _agent(chance: random.Random, lang: str, topic: str) -> Person:
    able = [agent for agent in AGENTS if min(agent.skills.get(lang, 0), agent.skills.get(topic, 0)) >= 2]
    return chance.choices(able, [agent.skills[topic] for agent in able])[0]


def _called(agent: Person) -> str:
    """What an agent is called in a talk: the first name where names are written in Latin letters."""
    return agent.name.split()[0] if agent.name.isascii() else agent.name


def _timed(chance: random.Random, said: Sequence[tuple[str, str]]) -> tuple[Line, ...]:
    """Lines with seconds: the bot answers at once, people read and type."""
    at, lines, met = 0, [], False
    for place, (role, text) in enumerate(said):
        if place:
            at += _pause(chance, role, text, first=role == "agent" and not met)
        met = met or role == "agent"
        lines.append(Line(role, text, at))
    return tuple(lines)


def _pause(chance: random.Random, role: str, text: str, *, first: bool) -> int:
    if role == "bot":
        return 1
    typing = len(text) // 3
    if first:  # the queue
        return round(chance.lognormvariate(3.6, 0.7)) + typing
    return chance.randint(8, 50) + typing


def _rating(chance: random.Random, by: str) -> int | None:
    if chance.random() >= RATED[by]:
        return None
    return chance.choices(list(STARS), list(STARS.values()))[0]
