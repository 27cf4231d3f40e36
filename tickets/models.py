"""What outlives a chat: a ticket with its own state and public or internal comments."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Team, User
from accounts.permissions import Verb, may
from conversations.models import Conversation
from customers.models import Customer
from tickets.lifecycle import Reason, Status


class TicketQuerySet(models.QuerySet["Ticket"]):
    def of_visitor(self, customer: Customer) -> TicketQuerySet:
        """What this visitor may see; everything a visitor asks for starts here."""
        return self.filter(Q(conversation__customer=customer) | Q(conversation=None, customer=customer))

    def visible_to(self, user: User) -> TicketQuerySet:
        """What `user` may see: all, or own, unowned and the team's; nothing without the right to work on tickets."""
        if not may(user.role, Verb.WORK_TICKETS):
            return self.none()
        if may(user.role, Verb.SEE_ALL):
            return self
        theirs = Q(owner=user) | Q(owner=None, team=None) | Q(conversation__last_agent=user)
        return self.filter(theirs | Q(team=user.team_id)) if user.team_id else self.filter(theirs)

    def numbered(self, number: str) -> Ticket:
        """The one with this number, as in `T-000123`; raises Ticket.DoesNotExist."""
        digits = number.removeprefix("T-")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 12):
            raise Ticket.DoesNotExist
        return self.get(pk=int(digits))


class Ticket(models.Model):
    title = models.CharField(max_length=200)
    state = models.CharField(
        max_length=8, choices=[(s.value, s.value) for s in Status], default=Status.OPEN.value
    )
    reason = models.CharField(max_length=12, choices=[(r.value, r.value) for r in Reason])
    priority = models.CharField(max_length=8, default="normal")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="tickets")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_at = models.DateTimeField(null=True, blank=True)
    conversation = models.ForeignKey(
        Conversation, null=True, blank=True, on_delete=models.SET_NULL, related_name="tickets"
    )
    conversation_round = models.PositiveIntegerField(
        default=0
    )  # which resolving of the conversation it came from
    contact = models.JSONField(default=dict)  # {"phone", "email"}: how to reach the customer
    changes = models.PositiveIntegerField(default=0)  # of state; each is told in the conversation once
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = TicketQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "conversation_round"], name="one_ticket_per_leaving"
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def whose(self) -> Customer:
        """The customer of the talk, which may have gone over to a verified one since."""
        return self.conversation.customer if self.conversation else self.customer

    @property
    def number(self) -> str:
        return f"T-{self.pk:06d}"


class Comment(models.Model):
    """A line on a ticket; the visitor sees the public ones."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    author_name = models.CharField(max_length=120)
    public = models.BooleanField(default=True)
    text = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.author_name} on {self.ticket_id}"
