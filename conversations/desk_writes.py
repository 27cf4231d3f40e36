"""What staff may ask to be written: the table from frames to acts, each one journal operation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import User
from conversations import offers, parking, serving, watching
from conversations.frames import desk, told
from conversations.journal import Tx

Act = Callable[[Tx, User, Any], told.Ok]
WRITES: dict[type, Act] = {
    desk.DeskSay: serving.say,
    desk.WriteNote: serving.note,
    desk.Accept: offers.accept,
    desk.Decline: offers.decline,
    desk.Take: serving.take,
    desk.Takeover: watching.takeover,
    desk.Transfer: watching.transfer,
    desk.Park: parking.park,
    desk.Resolve: serving.resolve,
    desk.Reopen: serving.reopen,
    desk.SetState: serving.set_state,
}
