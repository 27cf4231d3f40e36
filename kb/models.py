"""What the firm knows: articles, the ways to ask for them, and the categories that say who answers."""

from __future__ import annotations

from django.db import models


class Category(models.Model):
    class Mode(models.TextChoices):
        ANSWERS = "answers"  # the bot answers
        DRAFTS = "drafts"  # the bot drafts for the agent
        HUMANS_ONLY = "humans_only"

    key = models.SlugField(unique=True)
    name = models.JSONField(default=dict)  # {"zh", "en"}
    skill = models.SlugField(blank=True)  # the skill that people need for it
    mode = models.CharField(max_length=12, choices=Mode.choices, default=Mode.ANSWERS)

    def __str__(self) -> str:
        return self.key


class Article(models.Model):
    """One thing the firm knows, in every language that it is written in."""

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        ARCHIVED = "archived"

    key = models.SlugField(unique=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="articles")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PUBLISHED)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.key


class Wording(models.Model):
    """An article in one language: the standard question, the similar ones, and the answer."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="wordings")
    lang = models.CharField(max_length=10)
    question = models.CharField(max_length=300)
    similar = models.JSONField(default=list)  # [str, …]
    answer = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "lang"], name="one_wording_per_language")]

    def __str__(self) -> str:
        return self.question


class Lesson(models.Model):
    """A real question and the article that was right for it; "" where the one that was named wasn't."""

    query = models.TextField()
    article = models.SlugField(blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.article or 'nothing'} for {self.query[:40]!r}"


class Version(models.Model):
    """Raised with every change of what the bot may say, so that every process knows when its index is old."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.number)
