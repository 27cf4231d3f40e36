"""The letters of administration: an invitation to a colleague, and a test that shows that letters arrive."""

from __future__ import annotations

from accounts.models import Invitation, User
from administration import steps
from administration.wording import words
from chatdesk.kernel import ids, mail, outbox
from chatdesk.kernel.clock import now
from chatdesk.kernel.mail import Letter
from chatdesk.kernel.outbox import Effect

INVITATION, TEST = "invitation_mail", "test_mail"


def invite(invitation: Invitation, token: str) -> None:
    """Owe the invited person a letter with the link, in the open transaction; nothing where no letters can be sent."""
    if mail.on():
        payload = {"invitation": invitation.pk, "token": token, "base": mail.base()}
        outbox.put(INVITATION, payload, subject=subject(invitation))


def subject(invitation: Invitation) -> str:
    """How the outbox and the audit trail call it."""
    return f"invitation-{invitation.pk}"


def try_out(by: User, lang: str) -> None:
    """Owe `by` a test letter, in the open transaction."""
    payload = {"user": by.pk, "lang": lang, "base": mail.base()}
    outbox.put(TEST, payload, subject=f"user-{by.pk}")


def send_invitation(effect: Effect) -> None:
    """None is sent where the link was withdrawn, renewed or used meanwhile."""
    given = effect.payload
    asked = (
        Invitation.objects.select_related("invited_by")
        .filter(digest=ids.digest(str(given["token"])), accepted_at=None, expires_at__gt=now())
        .first()
    )
    if asked is None:
        return
    site = steps.first_site()
    blanks = {"name": asked.name, "by": asked.invited_by.name, "firm": site.name if site else "chatdesk"}
    link = f"{given['base']}/invitation/{given['token']}/"
    mail.send(_letter("invitation", asked.locale, asked.email, link, blanks), effect.id)


def send_test(effect: Effect) -> None:
    given = effect.payload
    user = User.objects.filter(pk=given["user"], is_active=True).first()
    if user is not None:
        link = f"{given['base']}/settings/mail/"
        mail.send(_letter("test", str(given["lang"]), user.email, link, {"name": user.name}), effect.id)


def _letter(part: str, lang: str, to: str, link: str, blanks: dict[str, str]) -> Letter:
    said = words(lang)
    text = {
        key: str(said["letters"][part][key]).format(**blanks) for key in ("subject", "text", "button", "foot")
    }
    return Letter(
        to=to,
        lang=said.lang,
        subject=text["subject"],
        paragraphs=text["text"].split("\n\n"),
        link=link,
        button=text["button"],
        foot=text["foot"],
    )
