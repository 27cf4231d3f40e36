"""What the pages call things and what is typed into them, by language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """One language's names of buttons and fields, and its lines."""

    # the widget
    open: str
    talk: str
    ask: str  # the same while nobody is on duty
    write: str
    person: str
    more: str
    leave_message: str
    rate: str
    best: str
    kind: str
    send: str
    # the desk
    mail: str
    password: str
    sign_in: str
    go_online: str
    accept: str
    reply: str
    resolve: str
    end_now: str
    tickets: str
    # lines
    known: str
    fact: str
    strange: tuple[str, ...]
    broken: str
    hello: str
    meanwhile: str  # said by the agent while the visitor reloads
    after: str
    answer: str


ZH = Words(
    open="打开客服窗口",
    talk="和我们聊聊",
    ask="问智能助手",
    write="输入消息",
    person="找人工客服",
    more="更多",
    leave_message="留言",
    rate="这次服务怎么样？",
    best="5 · 很满意",
    kind="态度好",
    send="提交",
    mail="邮箱",
    password="密码",
    sign_in="登录",
    go_online="上线",
    accept="接入",
    reply="回复访客",
    resolve="结束会话",
    end_now="结束会话",
    tickets="工单",
    known="运费怎么算？",
    fact="299",
    strange=("信用卡临时额度怎么提高", "医保卡丢了去哪里补办", "喝普洱能不能减肥"),
    broken="暖茶炉一直闪红灯，按了复位也没用",
    hello="您好，我看到了，先别再按复位。",
    meanwhile="我给您换一台新的，可以吗？",
    after="好的，谢谢您。",
    answer="您的留言收到了，今天下午给您回电。",
)
EN = Words(
    open="Open chat",
    talk="Talk to us",
    ask="Ask the assistant",
    write="Write a message",
    person="Talk to a person",
    more="More",
    leave_message="Leave a message",
    rate="How did we do?",
    best="5 · Excellent",
    kind="Friendly",
    send="Send",
    mail="E-mail address",
    password="Password",
    sign_in="Sign in",
    go_online="Go online",
    accept="Accept",
    reply="Reply to the visitor",
    resolve="Resolve",
    end_now="End conversation",
    tickets="Tickets",
    known="How much is delivery?",
    fact="299",
    strange=(
        "how do I open a savings account",
        "renew my driving licence",
        "who won the football last night",
    ),
    broken="My warmer keeps blinking red, a reset didn't help",
    hello="Hello, I can see it here. Please don't reset it again.",
    meanwhile="Shall I send you a new one?",
    after="Yes please, thank you.",
    answer="We got your message and will call you this afternoon.",
)
WORDS = {"zh": ZH, "en": EN}
