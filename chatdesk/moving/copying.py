"""Tables from one database into the other: read and written by Django's own fields. Needs Django; the target is its default."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models

from chatdesk.moving.sums import Sum, of

SOURCE = "source"  # Django's name for the database that is left
BATCH = 2_000  # rows read at once
Model = type[models.Model]
UNTOUCHED = frozenset({"django_migrations"})  # each database's own; that both know the same is checked before


def tables() -> list[Model]:
    """Every table of ours, those that others point to first."""
    ordered: list[Model] = []

    def visit(model: Model, above: frozenset[Model]) -> None:
        if model in ordered or model in above:
            return
        for field in model._meta.concrete_fields:
            if (to := field.related_model) is not None and isinstance(to, type):
                visit(to, above | {model})
        ordered.append(model)

    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            visit(model, frozenset())
    return ordered


def name(model: Model) -> str:
    return model._meta.db_table


def rows(model: Model, using: str) -> Iterator[tuple[Any, ...]]:
    """Every row as Python values, in the order of the fields."""
    found = model._base_manager.using(using).order_by()
    names = [field.attname for field in model._meta.concrete_fields]
    return found.values_list(*names).iterator(chunk_size=BATCH)


def empty(ordered: Iterable[Model]) -> None:
    """Take out what the migrations put in: the source has its own. Tables without rows are left alone, guards and all."""
    for model in reversed(list(ordered)):
        if model._base_manager.exists():
            model._base_manager.all()._raw_delete("default")


def copy(model: Model) -> Sum:
    """Everything of one table; returns the sum of what was read."""
    read, fields = Sum(), model._meta.concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quote(name(model))} ({columns}) FROM STDIN") as into,
    ):
        for row in rows(model, SOURCE):
            read.add(row)
            into.write_row(
                [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]
            )
    return read


def total(model: Model) -> Sum:
    """The sum of what the target holds now."""
    return of(rows(model, "default"))


def go_on_counting(model: Model, used: int) -> None:
    """Let the next id be above `used`, the highest ever given, and above all that are there."""
    key = model._meta.pk
    if not isinstance(key, models.AutoField | models.BigAutoField | models.SmallAutoField):
        return
    highest = max(used, model._base_manager.aggregate(top=models.Max("pk"))["top"] or 0)
    with connection.cursor() as cursor:
        place = [connection.ops.quote_name(name(model)), str(key.column)]
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)", [*place, max(highest, 1), highest > 0]
        )
