"""What the bot decided at each turn, and why: the record behind the decision card and the calibration."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.models import Site
from bot.duty import Duty, Hours
from bot.policy import DEFAULT_BANDS


class Rules(models.Model):
    """When, for which topics and how much the bot answers on one site; a site without any has the defaults."""

    site = models.OneToOneField(Site, on_delete=models.CASCADE, related_name="bot_rules")
    hours = models.CharField(
        max_length=8, choices=[(one.value, one.value) for one in Hours], default=Hours.ALWAYS.value
    )
    budget = models.PositiveIntegerField(default=Duty().budget)  # turns for one visitor a day; 0: no limit
    off_for = models.JSONField(default=list)  # keys of the topics that go to people at once
    target = models.FloatField(default=DEFAULT_BANDS.sure)  # share of its answers that shall be right

    def __str__(self) -> str:
        return f"rules of the bot on {self.site}"

    def duty(self) -> Duty:
        return Duty(Hours(self.hours), self.budget, frozenset(self.off_for))


class Turn(models.Model):
    conversation = models.CharField(max_length=20, db_index=True)  # an id; the bot knows no conversations
    entry = models.CharField(max_length=20, unique=True)  # the visitor's entry that it answers
    query = models.TextField()
    hits = models.JSONField(default=list)  # [[article key, confidence], …], best first
    step = models.CharField(max_length=12)  # answer | choices | slot | miss | small_talk | hand_over
    article = models.SlugField(blank=True)
    confidence = models.FloatField(default=0.0)  # that the answer is right
    need_human = models.FloatField(default=0.0)  # that a person is needed
    reasons = models.JSONField(default=dict)
    helpful = models.BooleanField(null=True)  # what the visitor said of the answer; None: nothing
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.step} to {self.entry}"


class Relearnt(models.Model):
    """One night's learning: from how many labels, and how far off the confidence had been on them."""

    at = models.DateTimeField(db_index=True)
    labels = models.PositiveIntegerField()
    error = models.FloatField(null=True)  # expected calibration error; None without labels
    limits = models.JSONField(default=dict)  # {target precision as written: confidence to answer from}

    def __str__(self) -> str:
        return f"{self.labels} labels at {self.at:%F %R}"


class Suggestion(models.Model):
    """What an agent did with an article that was suggested for a visitor's line: what the base can be judged by."""

    conversation = models.CharField(max_length=20)  # an id, as above
    seq = models.PositiveIntegerField()  # the visitor's line
    query = models.TextField()
    article = models.SlugField()
    confidence = models.FloatField()  # as it was when the agent decided
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    act = models.CharField(max_length=8)  # inserted | edited | ignored
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "seq", "article", "agent"], name="one_judgement_per_suggestion"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article} {self.act} in {self.conversation}"
