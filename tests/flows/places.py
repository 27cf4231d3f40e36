"""Where the stories play: a tea shop's site, its staff, a small bilingual base, and a running conversation core."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts import services as accounts
from accounts.models import Role, Site, Team, User
from chatdesk.kernel import ids
from conversations.models import Incarnation
from kb.models import Article, Version, Wording
from tests import factories
from tests.flows.people import Agent, Visitor

BASE = [
    (
        "rinse-pot", "care",
        "How do I clean a clay teapot?", ["What is the right way to wash an Yixing pot?"],
        "Rinse it with hot water only, never soap, and let it dry with the lid off.",
        "紫砂壶怎么清洗？", ["刚买的紫砂壶应该如何保养洗涤"],
        "只用热水冲洗，不要用洗洁精，然后揭盖晾干。",
    ),
    (
        "delivery-days", "shipping",
        "How long does delivery take?", ["When will my parcel arrive?"],
        "Two to four working days.",
        "发货以后多久能收到？", ["快递一般要几天送达"],
        "一般二到四个工作日送到。",
    ),
    (
        "refund-time", "billing",
        "When do I get my refund?", ["How many days until the money is back on my card?"],
        "Five working days after we have the parcel.",
        "退款什么时候到账？", ["钱多久退回银行卡"],
        "我们收到包裹后五个工作日内到账。",
    ),
    (
        "store-tea", "care",
        "How should I store green tea?", ["Where do I keep my opened tea tin?"],
        "Cool, dark and airtight.",
        "绿茶怎么保存？", ["开封的茶叶罐放在哪里合适"],
        "阴凉、避光、密封。",
    ),
]  # fmt: skip


@dataclass
class Shop:
    """The rows of a small shop. Members of staff are met by name: `agent("mei")`."""

    site: Site
    team: Team
    keys: dict[str, str]
    users: dict[str, User]

    def agent(self, name: str, **fields: Any) -> Agent:
        return Agent(name, self.keys[name], **fields)

    def visitor(self, name: str = "lin", **fields: Any) -> Visitor:
        return Visitor(name, site=self.site.key, **fields)

    def employ(self, name: str, skills: dict[str, int], *, role: str = Role.AGENT, capacity: int = 3) -> User:
        user = factories.user(name, role=role, team=self.team)
        if role in (Role.AGENT, Role.SUPERVISOR):
            factories.seat(user, skills=skills, capacity=capacity, state="offline")
        self.users[name], self.keys[name] = user, accounts.issue_key(user, "tests")
        return user


def shop(base: bool = True) -> Shop:
    """One site `demo`; mei (zh, en, billing), tom (en), and sam the supervisor; a base of four articles."""
    Incarnation.objects.get_or_create(pk=1, defaults={"epoch": ids.public()})
    topics = [{"key": key, "name": {"en": key, "zh": key}} for key in ("billing", "tech")]
    place = Shop(factories.site(topics=topics), factories.team("care"), {}, {})
    place.employ("mei", {"zh": 5, "en": 4, "billing": 4})
    place.employ("tom", {"en": 5, "tech": 3})
    place.employ("sam", {"en": 5, "zh": 5}, role=Role.SUPERVISOR)
    if base:
        publish()
    Version.objects.update_or_create(pk=1, defaults={"number": random.randrange(1, 2**30)})
    return place


def publish() -> None:
    for key, category, en, en_more, en_answer, zh, zh_more, zh_answer in BASE:
        article = Article.objects.create(
            key=key, category=factories.category(category), state=Article.State.PUBLISHED
        )
        for lang, question, more, answer in (("en", en, en_more, en_answer), ("zh", zh, zh_more, zh_answer)):
            Wording.objects.create(article=article, lang=lang, question=question, similar=more, answer=answer)


Set = Callable[[str], None]
