"""Check of the mail server: connect, encrypt and sign in as a letter would. Needs Django's settings, and no database."""

from __future__ import annotations

from chatdesk import env
from chatdesk.doctor.result import Result, ok, problem, warning

NONE = "none is set: invitations are links to copy, passwords are reset by `chatdesk user reset-link`"


def server(public: str) -> Result:
    """Nothing is sent."""
    smtp = env.smtp()
    if smtp is None:
        return ok("mail", NONE)
    import django

    django.setup()
    from chatdesk.kernel import mail, outbox

    try:
        mail.try_out(smtp)
    except (outbox.Later, outbox.Never) as error:
        return problem(
            "mail",
            f"{smtp.host}:{smtp.port}: {error.says}",
            "correct CHATDESK_SMTP_URL, or look at that server",
        )
    told = f"{smtp.host}:{smtp.port} takes letters"
    if not public:
        fix = "set CHATDESK_PUBLIC_URL to the address that others reach"
        return warning("mail", f"{told}, but their links lead to this machine", fix)
    return ok("mail", told)
