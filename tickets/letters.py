"""An answer to a ticket as a letter, to the address that the visitor left for it, or that the firm vouches for."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from chatdesk.kernel import mail, outbox
from chatdesk.kernel.mail import Letter
from chatdesk.kernel.outbox import Effect
from tickets.models import Comment, Ticket

KIND = "ticket_mail"
SUBJECT = {"en": "Our answer to your request {number}", "zh": "您的咨询 {number} 已有回复"}
BEGINS = {"en": "Hello,", "zh": "您好！"}
BUTTON = {"en": "Go to {firm}", "zh": "打开 {firm}"}
FOOT = {
    "en": "You get this letter because you left this address in the chat of {firm}. To answer, open the chat there, where you find "
    "your request {number}; letters to this address aren’t read.",
    "zh": "您在 {firm} 的在线咨询中留下了此邮箱，因此收到这封邮件。如需回复，请打开网站上的聊天窗口，您的咨询 {number} 就在那里。"
    "本邮箱不接收回信。",
}


def answer(ticket: Ticket, line: Comment) -> None:
    """Owe the letter, in the open transaction; nothing where there is no address, or where no letters can be sent."""
    if mail.on() and address(ticket):
        outbox.put(KIND, {"comment": line.pk}, subject=f"ticket-{ticket.pk}")


def address(ticket: Ticket) -> str:
    """Where an answer may go: as left with the ticket, else as the firm's server vouches for; "" where neither is."""
    whose = ticket.whose
    left = str(ticket.contact.get("email") or (whose.email if whose.verified else ""))
    try:
        validate_email(left)
    except ValidationError:
        return ""
    return left


def send(effect: Effect) -> None:
    """None is sent where line or address are gone meanwhile."""
    line = Comment.objects.select_related("ticket").filter(pk=effect.payload["comment"], public=True).first()
    to = address(line.ticket) if line else ""
    if line is None or not to:
        return
    whose = line.ticket.whose
    lang = "zh" if whose.locale.startswith("zh") else "en"
    blanks = {"number": line.ticket.number, "firm": whose.site.name}
    letter = Letter(
        to=to,
        lang=lang,
        subject=SUBJECT[lang].format(**blanks),
        paragraphs=[BEGINS[lang], *line.text.split("\n\n"), line.author_name],
        link=next(iter(whose.site.origins), ""),
        button=BUTTON[lang].format(**blanks),
        foot=FOOT[lang].format(**blanks),
    )
    mail.send(letter, effect.id)
