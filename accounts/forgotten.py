"""A forgotten password: the page that asks for the mail address, and the letter that goes there.

Whether somebody has the address is looked up when the letter is sent, so the page's answer tells nothing, time included.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods

from accounts import resetting, signing
from accounts.doors import door
from accounts.models import AuditEntry, SignInFailure, User
from accounts.words import WORDS, language
from chatdesk.kernel import mail, outbox
from chatdesk.kernel.clock import now
from chatdesk.kernel.errors import Rate
from chatdesk.kernel.http import client_address
from chatdesk.kernel.mail import Letter
from chatdesk.kernel.outbox import Effect

PAGE, KIND = "accounts/forgotten.html", "reset_mail"
LETTERS, WITHIN = 3, timedelta(hours=1)  # to one person
SUBJECT = {"en": "Choose a new password", "zh": "设置新密码"}
PARAGRAPHS = {
    "en": (
        "Hello {name},",
        "somebody asked for a new password for your account at the service desk. If it was you, choose one here. The link is "
        "good for a day, and once.",
        "If it wasn’t you, there is nothing to do: your password stays as it is.",
    ),
    "zh": (
        "{name}，您好！",
        "有人申请重设您的客服工作台密码。如果是您本人，请点击下方链接设置新密码。链接 24 小时内有效，只能使用一次。",
        "如果不是您本人，请忽略这封邮件，密码不会有任何变化。",
    ),
}
BUTTON = {"en": "Choose a new password", "zh": "设置新密码"}
FOOT = {
    "en": "This letter was sent by chatdesk because this address was entered under “Forgotten your password?”.",
    "zh": "这封邮件由 chatdesk 自动发送，因为有人在“忘记密码”页面填写了此邮箱。",
}


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponseBase:
    """Asks for the address; where no letters can be sent it says what to do instead."""
    address = request.POST.get("email", "").strip().lower()[:254]
    if request.method != "POST" or not address or not mail.on():
        return door(request, PAGE, WORDS, mails=mail.on(), email=address)
    try:
        signing.slow_down(request, f"reset {address}"[:254])
    except Rate as error:
        return door(
            request,
            PAGE,
            WORDS,
            error="rate_reset",
            status=429,
            retry_after_ms=error.retry_after_ms,
            mails=True,
        )
    with transaction.atomic():
        tried = {"mail": f"reset {address}"[:254], "address": client_address(request)}
        SignInFailure.objects.create(**tried, at=now())  # counted like a guess, whoever it is
        outbox.put(KIND, {"email": address, "lang": language(request), "base": mail.base()})
    return door(request, PAGE, WORDS, mails=True, asked=address)


def send(effect: Effect) -> None:
    """The letter, to whoever has the address; to nobody, where nobody active has it or was written to often enough."""
    given = effect.payload
    user = User.objects.filter(email=given["email"], is_active=True).first()
    if user is None or _often(user):
        return
    lang = str(given["lang"])
    letter = Letter(
        to=user.email,
        lang=lang,
        subject=SUBJECT[lang],
        paragraphs=[one.format(name=user.name) for one in PARAGRAPHS[lang]],
        link=resetting.address_of(user, str(given["base"])),
        button=BUTTON[lang],
        foot=FOOT[lang],
    )
    mail.send(letter, effect.id)
    resetting.on_record(user)


def _often(user: User) -> bool:
    made = AuditEntry.objects.filter(verb=resetting.MADE, subject=f"user-{user.pk}", at__gt=now() - WITHIN)
    return made.count() >= LETTERS
