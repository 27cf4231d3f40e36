"""What the engine says about itself, in Chinese and in English: why this agent, and why nobody yet."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from routing.spec import Step
from routing.want import Want

Words = dict[str, str]  # zh and en

NAMED_SKILLS = 4  # more are counted, so that a record stays small

HINDRANCES: dict[str, tuple[str, str]] = {
    "full": ("{n} 位名额已满", "{n} full"),
    "ramp": ("{n} 位这一分钟已接满", "{n} at the limit of chats a minute"),
    "refused": ("{n} 位刚才暂不接", "{n} declined just now"),
    "busy": ("{n} 位忙碌", "{n} busy"),
    "break": ("{n} 位小休", "{n} on break"),
    "wrap_up": ("{n} 位话后处理中", "{n} wrapping up"),
    "not_responding": ("{n} 位无应答", "{n} not responding"),
    "offline": ("{n} 位离线", "{n} offline"),
    "free": ("{n} 位空闲", "{n} free"),
}


def needs_text(want: Want) -> Words:
    """The skills asked for, as "zh≥1 and billing≥2"; empty when there are none."""
    shown = [f"{short(skill)}≥{level}" for skill, level in want.needs[:NAMED_SKILLS]]
    more = len(want.needs) - len(shown)
    zh = "、".join(shown) + (f"等 {len(want.needs)} 项技能" if more else "")
    if more:
        return {"zh": zh, "en": f"{', '.join(shown)} and {more} more"}
    *first, last = shown or [""]
    return {"zh": zh, "en": f"{', '.join(first)} and {last}" if first else last}


def for_agent(want: Want, eligible: int, praise: tuple[str, str]) -> Words:
    """Why this agent out of those who could take it."""
    needs = needs_text(want)
    zh_who = f"、又会 {needs['zh']} 的" if needs["zh"] else "的坐席"
    en_who = f" with {needs['en']}" if needs["en"] else ""
    if eligible == 1:
        return {
            "zh": f"眼下有空名额{zh_who}，只有一位。",
            "en": f"Only one agent{en_who} has a free slot.",
        }
    return {
        "zh": f"眼下有空名额{zh_who}有 {eligible} 位，{praise[0]}。",
        "en": f"{eligible} agents{en_who} have a free slot; {praise[1]}.",
    }


def for_slot(waited: float, eligible: int, praise: tuple[str, str]) -> Words:
    """Why this conversation out of those the agent could take."""
    zh, en = duration(waited)
    if eligible == 1:
        return {
            "zh": f"等了 {zh}。这位坐席现在能接的只有这一个会话。",
            "en": f"Waited {en}; the only one waiting that this agent can take now.",
        }
    return {
        "zh": f"等了 {zh}。这位坐席现在能接的 {eligible} 个会话里，{praise[0]}。",
        "en": f"Waited {en}; of the {eligible} that this agent can take now, {praise[1]}.",
    }


def for_sticky() -> Words:
    """Why the agent a conversation is used to."""
    return {
        "zh": "上次就是这位接待的，正好有空名额。",
        "en": "This agent helped the visitor before and has a free slot.",
    }


def for_hand() -> Words:
    """Why an agent whom nobody chose by rule."""
    return {"zh": "直接接入，没有经过排队。", "en": "Taken directly, without the queue."}


def after_step(change: tuple[Step, Want, Want], why: Words) -> Words:
    """The reason, with the widening that made it possible before it."""
    (after, _), before, now = change
    zh, en = step_text(change[0], before, now, done=True)
    waited = duration(after)
    return {"zh": f"等了 {waited[0]}，{zh}。{why['zh']}", "en": f"After {waited[1]} {en}. {why['en']}"}


def for_waiting(
    want: Want,
    known: bool,
    why_not: Counter[str],
    ahead: tuple[Step, Want, Want] | None,
    lacking: tuple[str, str] | None = None,
) -> Words:
    """Why nobody has it yet, and what will change.

    `known`: the one agent it is kept for exists; `lacking`: what is missing where nobody ever can.
    """
    why_not = +why_not
    zh, en = subject(want, known, sum(why_not.values()))
    if why_not:
        parts = [(reason, why_not[reason]) for reason in HINDRANCES if why_not[reason]]
        zh += "：" + "，".join(HINDRANCES[reason][0].format(n=n) for reason, n in parts)
        en += ": " + ", ".join(HINDRANCES[reason][1].format(n=n) for reason, n in parts)
    if lacking:
        zh, en = f"{zh}：{lacking[0]}", f"{en}: {lacking[1]}"
    if ahead:
        zh_step, en_step = step_text(*ahead, done=False)
        zh += f"；等到 {duration(ahead[0][0])[0]}时{zh_step}"
        en += f"; at {duration(ahead[0][0])[1]} {en_step}"
    return {"zh": zh, "en": en}


def subject(want: Want, known: bool, capable: int) -> tuple[str, str]:
    """Who can serve it at all."""
    needs = needs_text(want)
    what_zh, what_en = f" {needs['zh']}" if needs["zh"] else "", needs["en"] or "it"
    if want.agent is not None:
        return kept_for(want.agent, known, capable, (what_zh, what_en))
    teams = sorted(want.teams or ())
    zh_team = f"{'、'.join(map(short, teams))} 组里" if teams else ""
    en_team = f" in team {' or '.join(map(short, teams))}" if teams else ""
    if not capable:
        return f"{zh_team}没有坐席能接{what_zh}", f"Nobody{en_team} can serve {what_en}"
    return (
        f"{zh_team}能接{what_zh} 的坐席有 {capable} 位" if what_zh else f"{zh_team}能接的坐席有 {capable} 位",
        (f"{capable}{en_team} can serve {what_en}"),
    )


def kept_for(agent: str, known: bool, capable: int, what: tuple[str, str]) -> tuple[str, str]:
    """Who can serve it when it is kept for one agent."""
    if not known:
        return f"只等坐席 {agent}，但名单里没有这个人", f"Only {agent} may take it, who isn’t on the roster"
    if not capable:
        return (
            f"只等坐席 {agent}，但这位接不了{what[0]}",
            f"Only {agent} may take it, who can’t serve {what[1]}",
        )
    return f"只等坐席 {agent}", f"Only {agent} may take it"


def step_text(step: Step, before: Want, after: Want, *, done: bool) -> tuple[str, str]:
    """What a step changes; `done` for one in the past."""
    action: Sequence[Any] = step[1]
    old, new = dict(before.needs), dict(after.needs)
    match action:
        case ("drop", skill):
            return f"不再要求 {short(skill)}≥{old[skill]}", (
                f"{short(skill)}≥{old[skill]} {'was' if done else 'is'} dropped"
            )
        case ("level", skill, _):
            return f"会 {short(skill)}≥{new[skill]} 就行", (
                f"{short(skill)}≥{new[skill]} {'was' if done else 'is'} enough"
            )
        case ("team", team):
            return f"{short(team)} 组也可以接", f"team {short(team)} {'could' if done else 'can'} take it too"
        case _:
            return "不再限定团队或坐席", f"the limit to a team or an agent {'was' if done else 'is'} lifted"


def duration(seconds: float) -> tuple[str, str]:
    """A length of time for a person: 42 s, then 3:05 written out in Chinese."""
    whole = int(seconds)
    if whole < 120:
        return f"{whole} 秒", f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return (
        (f"{minutes} 分 {rest} 秒", f"{minutes} min {rest} s")
        if rest
        else (f"{minutes} 分钟", f"{minutes} min")
    )


def short(name: str) -> str:
    """A key that may be long, cut so that a record stays small."""
    return name if len(name) <= 24 else name[:23] + "…"
