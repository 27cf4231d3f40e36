"""Conversations, their timeline, and the desk's notes beside it. Whatever falls due is derived from these rows."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Site, Team
from conversations.lifecycle import HELD, OPEN, WAITING, State
from customers.models import Customer

ME = settings.AUTH_USER_MODEL


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def of_visitor(self, customer: Customer) -> ConversationQuerySet:
        """What this visitor may see; everything a visitor asks for starts here."""
        return self.filter(customer=customer)

    def open(self) -> ConversationQuerySet:
        return self.filter(state__in=list(OPEN))

    def waiting(self) -> ConversationQuerySet:
        return self.filter(state__in=list(WAITING)).order_by("arrived_at", "pk")


class Conversation(models.Model):
    """One visitor's talk with the firm, from the first message to resolved."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="conversations")
    channel = models.CharField(max_length=12, default="chat")
    locale = models.CharField(max_length=10, default="en")
    topic = models.CharField(max_length=50, blank=True)  # the visitor's own choice
    state = models.CharField(
        max_length=8, choices=[(s.value, s.value) for s in State], default=State.BOT.value
    )
    created_at = models.DateTimeField()
    since = models.DateTimeField()  # the last change of state

    # who
    assignee = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    epoch = models.PositiveIntegerField(default=0)  # of the assignment; a new assignee, a new epoch
    last_agent = models.ForeignKey(ME, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    # waiting
    arrived_at = models.DateTimeField(null=True, blank=True)  # never changes while it waits
    queue_reason = models.CharField(max_length=20, blank=True)
    needs = models.JSONField(default=dict)  # {"zh": 1, "billing": 2}
    demands = models.JSONField(
        default=dict
    )  # {"left_out", "transfer": {"by", "to", "epoch", "at"}}, the last one
    promise_s = models.FloatField(default=60.0)
    priority = models.CharField(max_length=8, default="normal")
    offered_to = models.ForeignKey(ME, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    offer = models.CharField(
        max_length=24, blank=True
    )  # its id; set in offered, or in live while a transfer is offered
    offer_expires_at = models.DateTimeField(null=True, blank=True)
    accepted_offer = models.CharField(
        max_length=24, blank=True
    )  # the last one: a repeated accept is answered alike
    offer_why = models.JSONField(default=dict)  # {"zh", "en"}
    offer_text = models.TextField(blank=True)  # what the colleague who transfers it adds
    waits_on = models.BooleanField(default=False)  # the visitor chose to wait
    unreachable_since = models.DateTimeField(null=True, blank=True)  # nobody who could ever take it is there

    # positions
    last_seq = models.PositiveIntegerField(default=0)
    last_n = models.PositiveIntegerField(default=0)
    visitor_read = models.PositiveIntegerField(default=0)
    desk_read = models.PositiveIntegerField(default=0)
    answered_seq = models.PositiveIntegerField(
        default=0
    )  # the last visitor's entry that bot or agent has answered
    visitor_spoke_at = models.DateTimeField(null=True, blank=True)
    agent_spoke_at = models.DateTimeField(null=True, blank=True)  # in the present assignment
    last_line = models.JSONField(default=dict)  # {"text", "role", "at"} for lists

    # what the board and the reports count; written once, where it happens
    bot_answered = models.BooleanField(default=False)  # the bot gave an answer from the base
    first_answered_at = models.DateTimeField(null=True, blank=True)  # a person's first word to who waited
    first_response_s = models.FloatField(null=True, blank=True)  # from `arrived_at` to that word
    promise_kept = models.BooleanField(null=True, blank=True)  # it came within the promise
    ended_in = models.CharField(max_length=8, blank=True)  # the state that it was last resolved from

    # the end
    parked_until = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    left_reason = models.CharField(
        max_length=12, blank=True
    )  # a ticket's reason: set where one has to follow
    contact = models.JSONField(default=dict)  # {"phone", "email"}, as given for that ticket
    rounds = models.PositiveIntegerField(default=0)  # how many times it was resolved
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True)
    labels = models.JSONField(default=list)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "customer"], condition=~Q(state=State.RESOLVED), name="one_open_conversation"
            ),
            models.CheckConstraint(
                name="held_has_assignee", condition=~Q(state__in=sorted(HELD)) | Q(assignee__isnull=False)
            ),
            models.CheckConstraint(
                name="offered_has_offer",
                condition=~Q(state=State.OFFERED) | (Q(offered_to__isnull=False) & ~Q(offer="")),
            ),
            models.CheckConstraint(
                name="offer_where_it_can_be",
                condition=Q(state__in=[State.OFFERED, State.LIVE], offered_to__isnull=False)
                | Q(offer="", offered_to__isnull=True),
            ),
            models.CheckConstraint(
                name="reads_within",
                condition=Q(visitor_read__lte=F("last_seq"), desk_read__lte=F("last_seq")),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "arrived_at"]),
            models.Index(fields=["assignee", "state"]),
            # of the board: it always names its sites, so that SQLite's planner, which knows no counts, can't go wrong
            models.Index(fields=["site", "state", "visitor_spoke_at"], name="board_by_state"),
            models.Index(fields=["site", "state", "resolved_at"], name="board_by_end"),
            models.Index(fields=["site", "created_at"], name="board_by_beginning"),
            models.Index(fields=["site", "first_answered_at"], name="board_by_answer"),
        ]

    def __str__(self) -> str:
        return f"conversation {self.pk}"


class Entry(models.Model):
    """One thing in the timeline: whatever the visitor may see. Only `journal` inserts."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="entries")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    role = models.CharField(max_length=8)  # visitor | agent | bot | system
    author = models.CharField(max_length=20, blank=True)  # the author's id, where there is one
    author_name = models.CharField(max_length=120, blank=True)
    sender = models.CharField(max_length=24, null=True, blank=True)  # whose client_id: "v12", "a3", "bot"
    client_id = models.CharField(max_length=64, null=True, blank=True)
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="one_entry_per_seq"),
            models.UniqueConstraint(fields=["sender", "client_id"], name="said_once"),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id}#{self.seq} {self.kind}"


class Note(models.Model):
    """A line for colleagues, apart from the timeline so that no forgotten filter can show it to a visitor."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="notes")
    n = models.PositiveIntegerField()
    author = models.ForeignKey(ME, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=120)
    client_id = models.CharField(max_length=64)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "n"], name="one_note_per_n"),
            models.UniqueConstraint(fields=["author", "client_id"], name="noted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} note {self.n}"


class Mention(models.Model):
    """A colleague named in a note; the conversation is theirs to see from then on."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="mentions")
    agent = models.ForeignKey(ME, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "note"], name="mentioned_once")]

    def __str__(self) -> str:
        return f"{self.agent_id} in {self.note}"


class Estimate(models.Model):
    """The first wait that was foretold to a visitor who waits since `arrived_at`, as it was seen at `at`.

    Half of them should wait at most `low_s`, four of five at most `high_s`.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="estimates")
    arrived_at = models.DateTimeField()
    at = models.DateTimeField(db_index=True)
    low_s = models.FloatField()
    high_s = models.FloatField()
    mean_s = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "arrived_at"], name="foretold_once_a_wait")
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id}: {self.low_s:.0f}–{self.high_s:.0f} s"


class Refusal(models.Model):
    """An agent declined or missed an offer, was silent, or handed it on: not to them in this round.

    A round is over when somebody has it and it waits anew.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="refusals")
    agent = models.ForeignKey(ME, on_delete=models.CASCADE, related_name="+")
    offer = models.CharField(max_length=24)
    at = models.DateTimeField()
    over = models.BooleanField(default=False)  # of an earlier round

    def __str__(self) -> str:
        return f"{self.agent_id} refused {self.conversation_id}"


class VisitorLease(models.Model):
    """One open widget socket; a visitor is here while any of theirs has not run out."""

    connection = models.CharField(primary_key=True, max_length=40)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="leases")
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.connection


class Incarnation(models.Model):
    """This database's random id; `restore` renews it, and clients that know another one start afresh."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    epoch = models.CharField(max_length=24)

    def __str__(self) -> str:
        return self.epoch
