"""What a key may be used for, at the doors of programs: REST by reading and writing, and the desk's socket."""

from __future__ import annotations

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from accounts.models import ApiKey, User
from accounts.services import issue_key
from conversations.consumers import DeskConsumer
from tests.flows.places import Shop
from tests.flows.wire import Wire


def key_for(user: User, *scopes: str) -> str:
    key = issue_key(user, "test")
    ApiKey.objects.filter(user=user, name="test").update(scopes=list(scopes))
    return key


def answers(key: str) -> tuple[int, int]:
    """The status of a read and of a write that is otherwise fine to ask."""
    headers = {"Authorization": f"Bearer {key}"}
    read = Client().get("/api/v1/me", headers=headers)
    written = Client().post("/api/v1/articles", {}, content_type="application/json", headers=headers)
    return read.status_code, written.status_code


@pytest.mark.parametrize(("scopes", "wanted"), [
    ((), (200, 422)), (("read",), (200, 403)), (("write",), (403, 422)), (("read", "write"), (200, 422)), (("desk",), (403, 403)),
])  # fmt: skip
@pytest.mark.django_db
def test_a_key_reads_and_writes_what_it_may(ada: User, scopes: tuple[str, ...], wanted: tuple[int, int]):
    assert answers(key_for(ada, *scopes)) == wanted


@pytest.mark.parametrize(
    ("scopes", "first"), [((), "welcome"), (("desk",), "welcome"), (("read", "write"), "refused")]
)
async def test_only_a_key_for_the_desk_opens_it(shop: Shop, line: None, scopes: tuple[str, ...], first: str):
    key = await sync_to_async(key_for)(shop.users["mei"], *scopes)
    async with Wire(DeskConsumer) as wire:
        assert (await wire.asks("hello", protocol=1, device="d", api_key=key))["type"] == first
