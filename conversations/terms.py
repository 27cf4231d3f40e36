"""The times and limits that hold for one conversation: the server's, on top its site's, on top its team's."""

from __future__ import annotations

from chatdesk.kernel import limits
from chatdesk.kernel.limits import Limits
from conversations.models import Conversation


def terms(conversation: Conversation) -> Limits:
    """What holds for it now; costs no query where site and team were read along."""
    own = conversation.team.settings if conversation.team_id and conversation.team else {}
    return limits.of(conversation.site.settings | own)
