"""The words of the frame and of the sign-in page, by language, and which language a reader wants."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation.trans_real import parse_accept_lang_header

Words = Mapping[str, Mapping[str, str]]  # by language, then by key
COOKIE = "chatdesk_lang"
FRAME = {
    "en": {
        "rail": "Main pages",
        "desk": "Desk",
        "board": "Live board",
        "routing": "Routing",
        "bot": "Assistant",
        "settings": "Settings",
        "audit": "Audit trail",
        "account": "Account",
        "sign_out": "Sign out",
        "language": "中文",
        "save": "Save",
        "cancel": "Cancel",
        "back": "Back",
        "add": "Add",
        "remove": "Remove",
        "change": "Change",
        "next": "Next page",
        "newest": "Newest first",
        "copy": "Copy",
        "copied": "Copied",
        "yes": "Yes",
        "no": "No",
        "optional": "optional",
        "agent": "Agent",
        "supervisor": "Supervisor",
        "admin": "Administrator",
        "auditor": "Auditor",
    },
    "zh": {
        "rail": "主要页面",
        "desk": "工作台",
        "board": "实时看板",
        "routing": "路由",
        "bot": "智能客服",
        "settings": "设置",
        "audit": "审计日志",
        "account": "我的账号",
        "sign_out": "退出登录",
        "language": "English",
        "save": "保存",
        "cancel": "取消",
        "back": "返回",
        "add": "添加",
        "remove": "移除",
        "change": "更改",
        "next": "下一页",
        "newest": "回到最新",
        "copy": "复制",
        "copied": "已复制",
        "yes": "是",
        "no": "否",
        "optional": "选填",
        "agent": "坐席",
        "supervisor": "主管",
        "admin": "管理员",
        "auditor": "审计员",
    },
}  # fmt: skip
REFUSED = {
    "en": {
        "title": "Not for your role",
        "lead": "Your role doesn’t include this page; ask an administrator if you need it. The audit trail notes your visit.",
    },
    "zh": {
        "title": "无权访问",
        "lead": "您的角色无法访问此页面，如有需要请联系管理员。本次访问已记入审计日志。",
    },
}  # fmt: skip
WORDS = {
    "en": {
        "title": "Sign in",
        "lead": "The service desk is for staff. Customers write to you through the chat on your site.",
        "mail": "E-mail address",
        "password": "Password",
        "go": "Sign in",
        "wrong": "That address and password don’t go together. Check both and try again.",
        "rate": "Too many tries. Wait five minutes, or ask an administrator for a new password.",
        "old": "This page had been open for too long. Please sign in again.",
        "forgot": "Forgotten your password?",
        "forgot_title": "Forgotten your password?",
        "forgot_lead": "Enter the address that you sign in with. We send a link there, by which you choose a new one.",
        "forgot_go": "Send the link",
        "forgot_none": "No mail can be sent from here yet, so ask your administrator: chatdesk user reset-link, run on the "
        "server, prints a link for you.",
        "forgot_asked": "If somebody signs in with this address, a letter is on its way. It takes a minute or two; look into the "
        "spam folder as well.",
        "forgot_back": "Back to sign-in",
        "rate_reset": "You have asked for several letters already. Wait five minutes before you ask for another.",
        "empty": "Nobody has an account yet. Open the link that chatdesk printed when it started, after “Begin”. A new one: "
        "chatdesk user owner-link",
        "slow": "Too many tries",
        "slow_lead": "Wait five minutes, then open the link again.",
        "done": "The new password is in force. Sign in with it.",
        "other": "中文",
    },
    "zh": {
        "title": "登录",
        "lead": "这里是客服工作台，仅供员工使用。顾客请通过网站上的聊天窗口联系您。",
        "mail": "邮箱",
        "password": "密码",
        "go": "登录",
        "wrong": "邮箱或密码不正确，请核对后重试。",
        "rate": "尝试次数过多，请五分钟后再试，或请管理员重设密码。",
        "old": "页面停留太久，已失效，请重新登录。",
        "forgot": "忘记密码？",
        "forgot_title": "忘记密码？",
        "forgot_lead": "请输入登录邮箱，我们会发送一个链接，供您设置新密码。",
        "forgot_go": "发送链接",
        "forgot_none": "这里还不能发送邮件，请联系管理员：在服务器上运行 chatdesk user reset-link 可生成重设链接。",
        "forgot_asked": "如果该邮箱已注册，您将在一两分钟内收到邮件。没收到时，请查看垃圾邮件文件夹。",
        "forgot_back": "返回登录",
        "rate_reset": "您刚刚已多次申请，请五分钟后再试。",
        "empty": "这里还没有账号。请打开 chatdesk 启动时 Begin 后面的链接；需要新链接请运行 chatdesk user owner-link",
        "slow": "尝试次数过多",
        "slow_lead": "请五分钟后再打开链接。",
        "done": "新密码已生效，请用它登录。",
        "other": "English",
    },
}  # fmt: skip
OTHER = {"en": "zh", "zh": "en"}


def language(request: HttpRequest) -> str:
    """`zh` or `en`: what the page was asked for, else what was chosen before, else what the browser prefers, else English."""
    wanted = [
        asked_language(request),
        request.COOKIES.get(COOKIE, ""),
        *(code for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", ""))),
    ]
    return next((code[:2].lower() for code in wanted if code[:2].lower() in WORDS), "en")


def asked_language(request: HttpRequest) -> str:
    """The language that this very request asks for, or ""."""
    asked = request.POST.get("lang") or request.GET.get("lang") or ""
    return asked if asked in WORDS else ""


def keep_language(response: HttpResponseBase, lang: str, *, secure: bool) -> None:
    """Remember the choice for a year in this browser."""
    response.set_cookie(COOKIE, lang, max_age=365 * 24 * 3600, samesite="Lax", secure=secure)
