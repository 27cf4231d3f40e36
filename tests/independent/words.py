"""What is said in the stories, in both languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """One language's lines. `known` is in the demo's knowledge base and its answer holds `fact`; `strange` is not."""

    lang: str
    known: str
    fact: str
    strange: tuple[str, ...]
    visitor: tuple[str, ...]
    agent: tuple[str, ...]
    away: tuple[str, ...]  # what the agent says while the visitor's line is down
    secret: str
    thanks: str
    comment: str
    internal: str


ZH = Words(
    lang="zh",
    known="运费怎么算？",
    fact="299",
    strange=("帮我订一张明天去北京的高铁票", "医保卡丢了去哪里补办", "讲个笑话给我听"),
    visitor=("暖茶炉连不上手机，试了三次", "型号是去年买的那款 ☕", "底部写着 TW-2"),
    agent=("您好，我来看一下。", "麻烦告诉我底部的型号。"),
    away=("收到，这一款要先长按三秒。", "灯闪蓝光以后再打开 App。", "如果还不行，我给您换一台。"),
    secret="内部备注-老客户-别提折扣",
    thanks="好了，连上了，谢谢！",
    comment="您的留言我们看到了，今天下午回电。",
    internal="只给同事看的话",
)
EN = Words(
    lang="en",
    known="How much is delivery?",
    fact="299",
    strange=(
        "how do I open a savings account",
        "renew my driving licence",
        "who won the football last night",
    ),
    visitor=("the warmer won't pair with my phone", "it's last year's model ☕", "it says TW-2 underneath"),
    agent=("Hello, let me have a look.", "Could you read me the model from its base?"),
    away=(
        "Thanks. Hold the button for three seconds.",
        "When it blinks blue, open the app.",
        "Or I send a new one.",
    ),
    secret="internal-remark-loyal-customer-no-discount-talk",
    thanks="It works now, thank you!",
    comment="We read your message and will call this afternoon.",
    internal="for colleagues only",
)
