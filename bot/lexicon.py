"""The words by which feelings and haste are told, zh and en, each row with the strength that one of its words has. Pure.

English rows are matched as whole words in text that `kb.words.normalise` has made lower-case and rid of apostrophes.
"""

from collections.abc import Mapping
from enum import StrEnum


class Sign(StrEnum):
    ANGER = "anger"  # annoyance, disappointment
    COMPLAINT = "complaint"
    LEGAL = "legal"  # lawyers, authorities, the press
    SAFETY = "safety"  # somebody may be hurt
    CHURN = "churn"  # going elsewhere
    URGENCY = "urgency"


ZH: Mapping[Sign, tuple[tuple[float, str], ...]] = {
    Sign.ANGER: (
        (
            0.8,
            r"气死|忍无可忍|恶心|垃圾|坑人|什么破|太过分|受够了|无语|欺负人|火大|愤怒|没人管"
            r"|搞什么|耍我|忽悠|糊弄|推卸",
        ),
        (
            0.8,
            r"当(?:我|人|顾客)?是?(?:傻|猴|白痴)|没人(?:理|管|回|解决)|没有?(?:一个)?人(?:理|管"
            r"|回复|解决)|不负责任|凭什么|像话吗",
        ),
        (
            0.5,
            r"生气|失望|不满(?![\d一二三四五六七八九十两百])|糟糕|差劲|太差|太慢|太烂|离谱|烦死"
            r"|很烦|敷衍|态度(?:很|太|极其|特别)?(?:差|恶劣|不好)",
        ),
        (
            0.5,
            r"等了?这么久|一直没|还不(?:到|发|退|回)|等了(?:半个?月|[一二三两几\d]+个?(?:月|星期"
            r"|周|礼拜))|拖了|到底(?:还|能|什么时候)",
        ),
        (0.5, r"质量(?:很|太)?差|(?:是|全)坏的|没影|有(?:虫|头发|异物|霉)|骗人"),
    ),
    Sign.COMPLAINT: (
        (
            0.9,
            r"投诉|举报|差评|曝光|讨个?说法|给我一?个说法|骗子|欺诈|诈骗|假货|虚假宣传|货不对板"
            r"|以次充好|要求?赔偿|赔我|索赔",
        ),
    ),
    Sign.LEGAL: (
        (0.95, r"律师|起诉|法院(?!路|街|站)|告你们|消协|消费者协会|12315|工商局|市场监管|媒体|报警"),
    ),
    Sign.SAFETY: (
        (
            0.95,
            r"过敏了|过敏反应|起疹|中毒|(?<!会)拉肚子|上吐下泻|住院|急诊|受伤|割伤|烫伤|着火|爆炸"
            r"|炸裂|起火|自杀|不想活|救命",
        ),
        (0.95, r"(?:孩子|宝宝|小孩|老人|猫|狗)[^，。]{0,6}(?:误?吞|误食|吃了|晕|吐)"),
    ),
    Sign.CHURN: ((0.6, r"再也不(?:来|买|会)|不会再买|拉黑|(?<!怎么)(?<!如何)注销账[号户]|换别家|取关|卸载"),),
    Sign.URGENCY: (
        (
            0.7,
            r"马上|立刻|立即|十万火急|紧急|今[天晚](?:就|必须|要)|等不(?:及|了)|不能(?:再)?等|赶紧"
            r"|来不及|必须(?:今|明|马上|收到)",
        ),
        (0.7, r"(?:被盗|盗用|盗刷)|一分钟都|快(?:点|帮|冻|停)|(?:明|今)[早天晚](?:之?前|就要)"),
        (
            0.5,
            r"急用|[很挺好太真]急|着急|加急|尽快|急急|^急|催|等着用|在线等|时间(?:很|太)?紧|赶时间"
            r"|怎么办啊|(?:一|半|两)个?小时(?:后|内)",
        ),
    ),
}

EN: Mapping[Sign, tuple[tuple[float, str], ...]] = {
    Sign.ANGER: (
        (
            0.8,
            r"furious|disgusting|disgusted|outrageous|ripped off|worst|pathetic|fed up|sick of"
            r"|rubbish|garbage|appalling|shameful",
        ),
        (
            0.8,
            r"(?:nobody|no one|noone) (?:is |has |ever |even )?(?:answer|help|care|repl|respond"
            r"|listen)\w*|runaround|what a joke|irresponsible",
        ),
        (
            0.5,
            r"angry|terrible|horrible|awful|useless|unacceptable|ridiculous|disappoint\w*"
            r"|frustrat\w*|annoy\w*|upset|unhappy|dissatisfied",
        ),
        (
            0.5,
            r"rude|poor (?:service|quality)|(?:all|were) (?:broken|smashed|damaged|cracked)"
            r"|(?:broken|wrong|late|damaged) again",
        ),
        (
            0.5,
            r"still (?:nothing|waiting|no (?:reply|answer|refund))|asked (?:\w+ )?(?:\w+ )?times"
            r"|how many more (?:weeks|days|times|months)|excuses|insects?",
        ),
    ),
    Sign.COMPLAINT: (
        (
            0.9,
            r"complain\w*|report you|scam\w*|fraud\w*|bad review|one star|fakes?|fake goods"
            r"|counterfeit|false advertising|compensation",
        ),
        (
            0.9,
            r"(?:post|share|put) (?:this|it) (?:all over|on|everywhere)|social media|misleading"
            r"|misled|lied to|you lied|sit(?:ting)? on (?:my|our)\b",
        ),
    ),
    Sign.LEGAL: (
        (
            0.95,
            r"lawyers?|attorney|sue|suing|legal action|court(?! (?:street|road|lane|st|rd)\b)"
            r"|trading standards|consumer protection|chargeback|police",
        ),
    ),
    Sign.SAFETY: (
        (
            0.95,
            r"allergic|poison\w*|hospital|injur\w*|burn(?:ed|t) (?:my|me|her|him)|bleeding"
            r"|caught fire|explod\w*|suicid\w*|kill myself",
        ),
        (
            0.95,
            r"swallowed|got (?:very |really )?(?:sick|ill)|cut (?:my|her|his) (?:hand|finger|lip)"
            r"|electric shock|choking|choked",
        ),
    ),
    Sign.CHURN: (
        (
            0.6,
            r"never (?:buy|order|shop)\w*|last time i|close my account|going elsewhere"
            r"|switch(?:ing)? to another",
        ),
    ),
    Sign.URGENCY: (
        (
            0.7,
            r"urgent\w*|immediately|asap|right now|emergency|this instant|at once|straight away"
            r"|right away|time sensitive|no time",
        ),
        (
            0.7,
            r"(?:need|want|have)\b.{0,20}\b(?:by|before) (?:tonight|tomorrow|noon|this)"
            r"|before tomorrow|by tonight|at the latest|hacked",
        ),
        (
            0.5,
            r"as soon as possible|hurry|(?<!how )quickly|deadline|rush(?! hour)|speed it up"
            r"|running out of time|cant wait|cannot wait|expedite",
        ),
        (
            0.5,
            r"in (?:an|one|half an|two|\d+) (?:hours?|minutes?)|(?:help|please) .{0,12}\bnow"
            r"|(?:block|stop|cancel|freeze) it now|^help",
        ),
    ),
}
