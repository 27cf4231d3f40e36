"""The invented shop Idle Hill: its site, its two teams and the nine people who work there. Plain values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

DOMAIN = "idlehill.example"
LANGUAGES = {
    "zh": {"zh": "中文", "en": "Chinese"},
    "en": {"zh": "英语", "en": "English"},
    "ja": {"zh": "日语", "en": "Japanese"},
}
TOPICS = {
    "billing": {"zh": "付款与发票", "en": "Payment and invoices"},
    "returns": {"zh": "退换与退款", "en": "Returns and refunds"},
    "tech": {"zh": "电器与 App", "en": "Kettle, warmer and app"},
}


@dataclass(frozen=True)
class Crew:
    """A team to be made: key, shown name, and how conversations reach its members."""

    key: str
    name: str
    mode: str = "push_accept"


@dataclass(frozen=True)
class Person:
    """A member of staff to be made. `skills` maps skill keys to levels 1–5; `capacity` is in chats."""

    email: str
    name: str
    role: str = "agent"
    locale: str = "zh"
    team: str | None = None
    skills: Mapping[str, int] = field(default_factory=dict)
    capacity: int = 3


@dataclass(frozen=True)
class Shop:
    """The site to be made. `topics` and `greeting` have the shape that the site's row stores."""

    key: str
    name: str
    locale: str
    hue: int
    zone: str
    topics: tuple[Mapping[str, object], ...]
    greeting: Mapping[str, str]
    suggestions: tuple[str, ...]  # ids of FAQs shown on the widget's home


SHOP = Shop(
    key="demo",
    name="闲山 Idle Hill",
    locale="zh",
    hue=165,
    zone="Asia/Shanghai",
    topics=tuple({"key": key, "name": name} for key, name in TOPICS.items()),
    greeting={"zh": "茶和茶器的问题，尽管问。", "en": "Ask us anything about tea or teaware."},
    suggestions=("ship-time", "ret-broken", "prod-green-store", "bill-invoice"),
)
TEAMS = (Crew("care", "客户服务 Customer care"), Crew("global", "海外服务 Global"))


def _agent(login: str, name: str, locale: str, team: str, **skills: int) -> Person:
    return Person(f"{login}@{DOMAIN}", name, "agent", locale, team, MappingProxyType(skills))


AGENTS = (
    _agent("lin.xi", "林溪", "zh", "care", zh=5, returns=5, tech=3, billing=2),
    _agent("an.ran", "安然", "zh", "care", zh=5, billing=5, returns=3, tech=1),
    _agent("su.he", "苏禾", "zh", "care", zh=4, en=2, ja=3, tech=5, billing=3),
    _agent("hannah.reid", "Hannah Reid", "en", "global", en=5, returns=5, tech=2),
    _agent("asha.nair", "Asha Nair", "en", "global", en=5, billing=4, returns=2),
    _agent("miu.sato", "佐藤 美羽", "en", "global", ja=5, en=4, tech=4, billing=3),
)
OFFICE = (
    Person(f"zhou.lan@{DOMAIN}", "周岚", "supervisor", "zh", "care"),
    Person(f"daniel.frost@{DOMAIN}", "Daniel Frost", "admin", "en", "global"),
    Person(f"fang.zhi@{DOMAIN}", "方止", "auditor", "zh"),
)
PEOPLE = AGENTS + OFFICE
