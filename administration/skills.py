"""What can be asked of agents: made, renamed, taken away, together with all that names it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify

from accounts import audit
from accounts.models import Site, User
from administration.slips import Slip
from conversations.lifecycle import OPEN
from conversations.models import Conversation
from kb.models import Category
from kb.services import raise_version
from routing.models import Seat, Skill


@dataclass(frozen=True, slots=True)
class Use:
    """What names a skill: numbers of seats, sites that offer it as a topic, categories of questions, open conversations."""

    seats: int
    sites: int
    categories: int
    conversations: int


@transaction.atomic
def add(by: User, *, key: str, zh: str, en: str, kind: str) -> Skill:
    """A new skill; its key is made of the English name where none is given. Raises Slip."""
    key = key or slugify(en)[:50]
    if not key:
        raise Slip("skill_key", field="key")
    if Skill.objects.filter(key=key).exists():
        raise Slip("skill_there", field="key", skill=key)
    skill = Skill.objects.create(key=key, name={"zh": zh, "en": en}, kind=kind)
    audit.record("setting_changed", actor=by, subject=f"skill-{skill.pk}", detail={"created": True})
    return skill


@transaction.atomic
def rename(by: User, skill: Skill, *, zh: str, en: str, kind: str) -> None:
    """Another name or kind; visitors read the new name at once where it is a topic."""
    skill.name, skill.kind = {"zh": zh, "en": en}, kind
    skill.save(update_fields=["name", "kind"])
    for site in Site.objects.select_for_update().all():
        topics = [
            topic | {"name": skill.name} if topic["key"] == skill.key else topic for topic in site.topics
        ]
        if topics != site.topics:
            Site.objects.filter(pk=site.pk).update(topics=topics)
    audit.record(
        "setting_changed", actor=by, subject=f"skill-{skill.pk}", detail={"name": True, "kind": kind}
    )


def use(skill: Skill) -> Use:
    """What would be touched if the skill went away."""
    return uses([skill])[skill.key]


def uses(skills: Iterable[Skill]) -> dict[str, Use]:
    """The same of several, by key; four queries however many there are."""
    open_ones = Conversation.objects.filter(state__in=list(OPEN))
    seats = Counter(key for held in Seat.objects.values_list("skills", flat=True) for key in held)
    needed = Counter(key for needs in open_ones.values_list("needs", flat=True) for key in needs)
    categories = Counter(Category.objects.values_list("skill", flat=True))
    offered = Counter(
        key
        for topics in Site.objects.values_list("topics", flat=True)
        for key in {one["key"] for one in topics}
    )
    return {
        one.key: Use(seats[one.key], offered[one.key], categories[one.key], needed[one.key]) for one in skills
    }


@transaction.atomic
def remove(by: User, skill: Skill) -> None:
    """Take it from seats, topics and categories too. Open conversations keep it as a need until it drops out in time."""
    for seat in Seat.objects.select_for_update().all():
        if seat.skills.pop(skill.key, None) is not None:
            seat.save(update_fields=["skills"])
    for site in Site.objects.select_for_update().all():
        if _offers(site.topics, skill):
            topics = [topic for topic in site.topics if topic["key"] != skill.key]
            Site.objects.filter(pk=site.pk).update(topics=topics)
    if Category.objects.filter(skill=skill.key).update(skill=""):
        raise_version()
    audit.record("setting_changed", actor=by, subject=f"skill-{skill.pk}", detail={"removed": True})
    skill.delete()


def _offers(topics: list[dict[str, object]], skill: Skill) -> bool:
    return any(topic["key"] == skill.key for topic in topics)
