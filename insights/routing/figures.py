"""The figures that a routing decision compared, and why others weren't compared, in words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from insights.routing.units import ago, lasting, left, plain, share, turn, used, words, yes_or_no
from routing.explain import HINDRANCES, Words

Read = Callable[[float, float], tuple[float | None, Words]]  # a figure, at a moment: its value, and said
Column = tuple[Words, Read]


LOAD: Column = (words("负载", "Load"), share)
LAST: Column = (words("上次接入", "Last assignment"), ago)
HAS_OPEN: Column = (words("手上有会话", "Has an open chat"), yes_or_no)
WAITED: Column = (words("已等待", "Waited"), lasting)
LOAD_LAST = (LOAD, LAST)
AGENTS: Mapping[str, Sequence[Column]] = {
    "promise": (HAS_OPEN, (words("对其他访客的影响", "Cost to other visitors"), plain), LOAD, LAST),
    "round_robin": ((words("上一次轮到", "Last turn"), turn),),
    "least_loaded": LOAD_LAST,
    "edd": LOAD_LAST,
    "longest_idle": (HAS_OPEN, (words("空闲或上次接入", "Free, or last assignment"), ago)),
}
TALKS: Mapping[str, Sequence[Column]] = {
    "promise": ((words("承诺用去", "Promise used"), used), WAITED),
    "edd": ((words("距承诺到期", "Until the promise ends"), left),),
}
UNKNOWN: Column = (words("比较值", "Figure"), plain)
FAMILIAR: Column = (words("访客不熟悉", "Unknown to the visitor"), yes_or_no)
OPEN_CHATS: Column = (words("手上会话数", "Open chats"), plain)


def columns(rule: str, policy: str) -> Sequence[Column]:
    """What the figures of a decision by this rule mean, in their order."""
    name = policy.partition("/")[0]
    if rule == "slot":
        return TALKS.get(name, (WAITED,))
    if rule == "degraded":
        return (OPEN_CHATS,)
    known = AGENTS.get(name, ())
    return (FAMILIAR, *known) if rule == "sticky" else known


def told(figures: Sequence[float], rule: str, policy: str, at: float) -> list[dict[str, Any]]:
    """Each figure as {name, value, says}; `value` is in seconds, a share of 1, or a count; None for never."""
    known = columns(rule, policy)
    found = []
    for place, figure in enumerate(figures):
        name, read = known[place] if place < len(known) else UNKNOWN
        value, says = read(figure, at)
        found.append({"name": name, "value": value, "says": says})
    return found


LACKS: Mapping[str, tuple[str, str]] = {
    "skill": ("{n} 位技能不符", "{n} without the skills"),
    "team": ("{n} 位不在这个团队", "{n} in another team"),
    "agent": ("{n} 位不是指定的坐席", "{n} not the one it is kept for"),
    "capacity": ("{n} 位名额放不下", "{n} with too little room"),
    "barred": ("{n} 位不能接这个会话", "{n} not allowed this one"),
}
OF_TALKS: Mapping[str, tuple[str, str]] = {
    "skill": ("{n} 个会话需要其他技能", "{n} that need other skills"),
    "team": ("{n} 个会话属于其他团队", "{n} for another team"),
    "agent": ("{n} 个会话留给别的坐席", "{n} kept for another agent"),
    "capacity": ("{n} 个会话放不下", "{n} that need more room"),
    "barred": ("{n} 个会话不能给这位坐席", "{n} not allowed to this agent"),
    "refused": ("{n} 个会话刚被这位坐席婉拒", "{n} this agent declined just now"),
    "full": ("{n} 个会话放不下", "{n} that need more room"),
}


def excluded(counts: Mapping[str, int], rule: str) -> list[dict[str, Any]]:
    """Each reason why some weren't compared, as {reason, says, count}; a freed slot compares conversations."""
    known = {**HINDRANCES, **LACKS, **(OF_TALKS if rule == "slot" else {})}
    found = []
    for reason, count in counts.items():
        zh, en = known.get(reason, ("{n}：" + reason, "{n}: " + reason))
        found.append(
            {"reason": reason, "says": words(zh.format(n=count), en.format(n=count)), "count": count}
        )
    return found
