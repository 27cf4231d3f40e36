"""The engine's sentences with names in the place of keys."""

from __future__ import annotations

from conversations.naming import named, without
from routing.firm import Firm

FIRM = Firm(
    languages=frozenset({"zh"}),
    topics=frozenset({"billing"}),
    names={"zh": {"zh": "中文", "en": "Chinese"}, "billing": {"zh": "账单", "en": "billing questions"}},
)


def test_a_language_at_its_least_level_is_only_named() -> None:
    why = {
        "zh": "眼下有空名额、又会 zh≥1 的有 3 位，这位空闲最久。",
        "en": "3 agents with zh≥1 have a free slot.",
    }

    assert named(why, FIRM) == {
        "zh": "眼下有空名额、又会中文的有 3 位，这位空闲最久。",
        "en": "3 agents with Chinese have a free slot.",
    }


def test_a_topic_says_its_level() -> None:
    why = {"zh": "能接 billing≥2、zh≥3 的坐席有 3 位", "en": "3 can serve billing≥2 and zh≥3: 2 full"}

    assert named(why, FIRM) == {
        "zh": "能接账单（2 级以上）、中文（3 级以上）的坐席有 3 位",
        "en": "3 can serve billing questions (2+) and Chinese (3+): 2 full",
    }


def test_a_key_without_a_name_stays() -> None:
    assert named({"zh": "没人会 x-1≥2"}, FIRM) == {"zh": "没人会 x-1≥2"}


def test_a_need_that_nobody_of_the_firm_meets_is_said_with_the_reason() -> None:
    why = {"zh": "这位空闲最久。", "en": "This one has been free longest."}

    assert without(why, [], FIRM) == why
    assert without(why, ["billing", "ko"], FIRM) == {
        "zh": "这位空闲最久。没人会账单、ko，就没有作要求。",
        "en": "This one has been free longest. Nobody has billing questions or ko, so it was left out.",
    }
