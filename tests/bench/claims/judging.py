"""What the claims leave in the rows: filled beforehand, watched meanwhile, judged afterwards. Needs Django to be set up."""

from __future__ import annotations

from django.db.models import Count

from chatdesk.kernel.clock import now
from conversations.lifecycle import State
from conversations.models import Conversation, Entry
from tests import factories


def fill(talks: int, agents: int, slots: int) -> None:
    """Waiting conversations, and agents with few slots."""
    site = factories.site()
    for _ in range(agents):
        factories.seat(capacity=slots)
    for _ in range(talks):
        factories.conversation(factories.customer(site), state=State.QUEUED, arrived_at=now())


def overfull(slots: int) -> int:
    """Agents who have more than their slots at this moment; one statement, so one state of the database."""
    held = Conversation.objects.filter(state=State.LIVE).values("assignee").annotate(n=Count("pk"))
    return held.filter(n__gt=slots).count()


def doubles() -> int:
    """Assignments that came while another one stood: by each timeline, and by the epoch that counts them."""
    found = 0
    for talk in Conversation.objects.all():
        kinds = list(Entry.objects.filter(conversation=talk).order_by("seq").values_list("kind", flat=True))
        inside = False
        for kind in kinds:
            found += kind == "joined" and inside
            inside = kind == "joined"
        found += abs(kinds.count("joined") - talk.epoch)
        found += talk.last_seq != len(kinds)
    return found
