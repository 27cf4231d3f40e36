"""Who says hello: the visitor behind a token or an identity, and what they had open."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Site
from chatdesk.kernel.errors import NotAllowed
from conversations import moves
from conversations.frames import visitor
from conversations.frames.parts import Suggestion
from conversations.journal import Tx
from conversations.lifecycle import Outcome
from conversations.models import Conversation, Entry, Incarnation
from customers import services as customers
from customers.models import Customer
from kb import search


@dataclass(frozen=True, slots=True)
class Greeting:
    customer: Customer
    token: str | None  # only when it is new


def meet(tx: Tx, site: Site, frame: visitor.Hello) -> Greeting:
    """The visitor, known or new; a vouched identity makes them that customer. Raises NotAllowed with nothing created."""
    locale = (frame.locale or site.locale)[:10]
    vouched = customers.verify_identity(site, frame.identity, tx.now) if frame.identity is not None else None
    known = customers.visitor_of_token(site, frame.token, tx.now) if frame.token else None
    if vouched is None:
        if known is not None:
            return Greeting(known, None)
        customer, token = customers.new_visitor(site, locale, tx.now)
        return Greeting(customer, token)
    became = customers.identify(site, known, vouched, locale=locale)
    if known is not None and not vouched.verified:
        return Greeting(became, None)
    if (
        known is not None
        and known.external_id == became.external_id
        and known.pk == became.pk
        and known.verified
    ):
        return Greeting(became, None)
    if known is not None and known.pk != became.pk and known.external_id is None:
        bring_along(tx, known, became)
    keeps = known is not None and known.external_id is not None and known.pk != became.pk
    return Greeting(became, customers.rotate(became, None if keeps else frame.token, tx.now))


def bring_along(tx: Tx, anonymous: Customer, became: Customer) -> None:
    """The anonymous visitor's conversations become the customer's; of two open ones the older is closed."""
    both = Conversation.objects.open().filter(customer__in=[anonymous, became]).order_by("pk")
    for pk in list(both.values_list("pk", flat=True))[:-1]:
        older = tx.lock(pk)
        moves.resolve(tx, older, Outcome.CLOSED, by=moves.BY_ITSELF)
        older.save()  # before the other one becomes the customer's: the database takes one open one
    theirs = Conversation.objects.filter(customer=anonymous).order_by("pk")
    for pk in theirs.values_list("pk", flat=True):
        row = tx.lock(pk)
        row.customer = became
        tx.touch(row)
    said = Entry.objects.filter(sender=f"v{anonymous.pk}")
    said.update(author=str(became.pk))
    known = Entry.objects.filter(sender=f"v{became.pk}").values_list("client_id", flat=True)
    said.exclude(client_id__in=list(known)).update(sender=f"v{became.pk}")


def epoch() -> str:
    """The database's incarnation; raises NotAllowed before the first migration has written one."""
    row = Incarnation.objects.first()
    if row is None:
        raise NotAllowed("this database has no incarnation yet; start chatdesk once")
    return row.epoch


def suggestions(site: Site, lang: str) -> list[Suggestion]:
    """The questions shown on the widget's home, in the visitor's language where there are any."""
    articles = search.articles()
    shown = [(key, articles[key]) for key in site.suggestions if key in articles]
    spoken = [(key, known) for key, known in shown if lang in known.questions]
    return [Suggestion(id=key, text=known.question(lang)) for key, known in spoken or shown]
