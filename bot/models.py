"""What the bot decided at each turn, and why: the record behind the decision card and the calibration."""

from __future__ import annotations

from django.db import models


class Turn(models.Model):
    conversation = models.CharField(max_length=20, db_index=True)  # an id; the bot knows no conversations
    entry = models.CharField(max_length=20, unique=True)  # the visitor's entry that it answers
    query = models.TextField()
    hits = models.JSONField(default=list)  # [[article key, confidence], …], best first
    step = models.CharField(max_length=12)  # answer | choices | miss | small_talk | hand_over
    article = models.SlugField(blank=True)
    confidence = models.FloatField(default=0.0)  # that the answer is right
    need_human = models.FloatField(default=0.0)  # that a person is needed
    reasons = models.JSONField(default=dict)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.step} to {self.entry}"
