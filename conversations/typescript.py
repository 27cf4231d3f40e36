"""The wire as TypeScript: `python -m conversations.typescript > frontend/src/protocol.gen.ts`, printed from `protocol.py`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any, get_args

import msgspec
from msgspec import inspect

from conversations import protocol
from conversations.frames import parts, told
from conversations.lifecycle import State

UNIONS = {
    "VisitorSent": protocol.VisitorSent,
    "VisitorTold": protocol.VisitorTold,
    "DeskSent": protocol.DeskSent,
    "DeskTold": protocol.DeskTold,
}
WORDS = {
    "State": tuple(state.value for state in State),
    "Kind": get_args(told.Kind),
    "Code": get_args(parts.Code),
}
PLAIN = {
    inspect.StrType: "string",
    inspect.IntType: "number",
    inspect.FloatType: "number",
    inspect.BoolType: "boolean",
    inspect.NoneType: "null",
    inspect.AnyType: "unknown",
}


def source() -> str:
    """The whole file: one interface a frame or part, told apart by `type`, and the four unions."""
    structs = reached(UNIONS.values())
    blocks = ["/* Printed from conversations/protocol.py. Do not edit. */\n"]
    blocks += [f"export type {name} = {_words(words)};" for name, words in WORDS.items()]
    blocks += [_interface(struct) for struct in structs]
    blocks += [_union(name, [frame.__name__ for frame in get_args(union)]) for name, union in UNIONS.items()]
    return "\n".join(blocks) + "\n"


def reached(unions: Iterable[Any]) -> list[inspect.StructType]:
    """Every struct that the frames are made of, by name; two of one name would be a mistake in the wire."""
    found: dict[str, inspect.StructType] = {}
    waiting: list[Any] = [inspect.type_info(frame) for union in unions for frame in get_args(union)]
    while waiting:
        here = waiting.pop()
        if isinstance(here, inspect.StructType):
            name = here.cls.__name__
            if name not in found:
                found[name] = here
                waiting += [field.type for field in here.fields]
            elif found[name].cls is not here.cls:
                raise ValueError(f"two frames are named {name}")
        waiting += _inside(here)
    return [found[name] for name in sorted(found)]


def _inside(kind: Any) -> list[Any]:
    """The types that `kind` is composed of."""
    return [
        *getattr(kind, "types", ()),
        *(getattr(kind, slot) for slot in ("item_type", "value_type") if _has(kind, slot)),
    ]


def _has(kind: Any, slot: str) -> bool:
    return isinstance(getattr(kind, slot, None), inspect.Type)


def _interface(struct: inspect.StructType) -> str:
    fields = [f'type: "{struct.tag}"'] if struct.tag_field else []
    fields += [_field(field) for field in struct.fields]
    doc = (struct.cls.__doc__ or "").strip().split("\n")[0]
    head = f"\n/** {doc} */\n" if doc and not doc.startswith(f"{struct.cls.__name__}(") else "\n"
    lines = "".join(f"\n  {field};" for field in fields)
    return f"{head}export interface {struct.cls.__name__} {{{lines}\n}}"


def _field(field: inspect.Field) -> str:
    return f"{field.encode_name}{'' if field.required else '?'}: {type_name(field.type)}"


def type_name(kind: inspect.Type) -> str:
    if isinstance(kind, inspect.Metadata):
        return type_name(kind.type)
    if (plain := PLAIN.get(type(kind))) is not None:
        return plain
    match kind:
        case inspect.StructType():
            return kind.cls.__name__
        case inspect.EnumType():
            return kind.cls.__name__
        case inspect.LiteralType():
            return next(
                (name for name, words in WORDS.items() if set(words) == set(kind.values)), _words(kind.values)
            )
        case inspect.UnionType():
            return " | ".join(sorted((type_name(one) for one in kind.types), key=lambda name: name == "null"))
        case _:
            return _container(kind)


def _container(kind: inspect.Type) -> str:
    match kind:
        case inspect.TupleType():
            return f"[{', '.join(type_name(one) for one in kind.item_types)}]"
        case inspect.ListType():
            item = type_name(kind.item_type)
            return f"({item})[]" if " | " in item else f"{item}[]"
        case inspect.DictType():
            return f"Record<string, {type_name(kind.value_type)}>"
        case _:
            raise TypeError(f"no TypeScript for {kind}")


def _words(words: Iterable[Any]) -> str:
    return " | ".join(msgspec.json.encode(word).decode() for word in words)


def _union(name: str, members: list[str]) -> str:
    return f"\nexport type {name} =" + "".join(f"\n  | {member}" for member in members) + ";"


if __name__ == "__main__":
    sys.stdout.write(source())
