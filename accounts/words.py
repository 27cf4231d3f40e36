"""The words of the sign-in page, by language, and which language a browser wants."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

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
        "forgot": "Forgotten your password? An administrator can set a new one.",
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
        "forgot": "忘记密码？请联系管理员重设。",
        "other": "English",
    },
}  # fmt: skip
OTHER = {"en": "zh", "zh": "en"}


def language(request: HttpRequest) -> str:
    """`zh` or `en`: what the page was asked for, else what the browser prefers, else English."""
    asked = request.POST.get("lang") or request.GET.get("lang") or ""
    wanted = [
        asked,
        *(code for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", ""))),
    ]
    return next((code[:2].lower() for code in wanted if code[:2].lower() in WORDS), "en")
