"""`Idempotency-Key`: a POST sent again with the same key is done once and answered alike, for a day."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, JsonResponse

from accounts.models import IdempotencyKey
from chatdesk.kernel.clock import now
from chatdesk.kernel.errors import ClientIdConflict, Invalid

KEPT = timedelta(days=1)
View = Callable[..., tuple[int, dict[str, Any]]]


def once(view: View) -> Callable[..., HttpResponse]:
    """Wraps a POST view that returns (status, body). Effect and answer are one transaction: a crash keeps both or none."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            status, body = view(request, *args, **kwargs)
            return JsonResponse(body, status=status)
        if len(key) > 100 or not key.isprintable():
            raise Invalid("an Idempotency-Key has 1 to 100 printable characters")
        digest = hashlib.sha256(f"{request.method} {request.path}\n".encode() + request.body).hexdigest()
        owner = _owner(request)
        known = _known(owner, key)
        if known is not None:
            return _again(known, digest)
        try:
            with transaction.atomic():
                row = IdempotencyKey.objects.create(owner=owner, key=key, digest=digest, at=now())
                row.status, row.response = view(request, *args, **kwargs)
                row.save(update_fields=["status", "response"])
        except IntegrityError:
            known = _known(owner, key)
            if known is None:
                raise
            return _again(known, digest)
        return JsonResponse(row.response, status=row.status)

    # ninja reads the signature where this wrapper lives; the view's names only mean something where the view does.
    answered.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
    return answered


def _owner(request: HttpRequest) -> str:
    """Whoever passed the endpoint's lock: `user-3`, `customer-12`."""
    asker: Model = request.auth  # type: ignore[attr-defined]
    return f"{asker._meta.model_name}-{asker.pk}"


def _known(owner: str, key: str) -> IdempotencyKey | None:
    IdempotencyKey.objects.filter(owner=owner, at__lt=now() - KEPT).delete()
    return IdempotencyKey.objects.filter(owner=owner, key=key).first()


def _again(known: IdempotencyKey, digest: str) -> HttpResponse:
    if known.digest != digest:
        raise ClientIdConflict("this Idempotency-Key was used for another request; take a new one")
    return JsonResponse(known.response, status=known.status, headers={"Idempotency-Replayed": "true"})
