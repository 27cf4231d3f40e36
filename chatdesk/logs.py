"""Structured logs: one line an event, JSON or readable in a terminal, each with its request id and without secrets."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
from structlog.types import Processor

from chatdesk.kernel.ids import request_id

Event = MutableMapping[str, Any]
HIDDEN = "[hidden]"
SECRET_NAME = re.compile(
    r"authorization|cookie|token|passw|secret|api_?key|identity|sessionid|credential", re.IGNORECASE
)
SECRET_TEXT = re.compile(
    r"""((?:authorization|cookie)["']?\s*[=:]\s*["']?)(?!\[hidden\])[^\r\n"']+"""
    r"""|((?:\b(?:bearer|basic)\s+|(?:token|password|secret|api_?key|sessionid)["']?\s*[=:]\s*["']?))"""
    r"""(?!\[hidden\])[^\s"',;&]+|\bcd_[\w-]{16,}""",
    re.IGNORECASE,
)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def configure(level: str, out: TextIO | None = None) -> None:
    """Log from `level` on to `out`, standard error by default; of other packages only warnings and worse."""
    out = out or sys.stderr
    terminal = out.isatty()
    before: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        with_request,
        structlog.processors.TimeStamper(fmt="iso", utc=not terminal, key="at"),
        structlog.processors.format_exc_info,
        without_secrets,
    ]
    last: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if terminal:
        last += [on_one_line, structlog.dev.ConsoleRenderer(timestamp_key="at", pad_event_to=24)]
    else:
        last.append(structlog.processors.JSONRenderer())
    handler = logging.StreamHandler(out)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=last, foreign_pre_chain=before))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("chatdesk").setLevel(level.upper())
    logging.getLogger("django.request").addFilter(only_faults)
    logging.getLogger("channels_redis").setLevel(
        logging.CRITICAL
    )  # that it is down is said once: conversations.relay


def with_request(logger: Any, method: str, event: Event) -> Event:
    """What is being done here, if anybody asked for it."""
    if name := request_id.get():
        event.setdefault("request", name)
    return event


def without_secrets(logger: Any, method: str, event: Event) -> Event:
    """`event` with values hidden whose name or form says that they are secret."""
    return {
        name: value if name.startswith("_") else HIDDEN if SECRET_NAME.search(name) else hidden(value)
        for name, value in event.items()
    }


def hidden(value: Any) -> Any:
    """`value` without the secrets in it, however deep."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, dict):
        return {name: HIDDEN if SECRET_NAME.search(str(name)) else hidden(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [hidden(one) for one in value]
    return SECRET_TEXT.sub(lambda found: (found[1] or found[2] or "") + HIDDEN, str(value))


def on_one_line(logger: Any, method: str, event: Event) -> Event:
    """Control characters written out, so that nobody forges a line; a traceback keeps its own lines."""
    return {
        name: CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), value)
        if isinstance(value, str) and name != "exception"
        else value
        for name, value in event.items()
    }


def only_faults(record: logging.LogRecord) -> bool:
    """Of Django's own lines on requests those about our faults, without the address, which may hold a secret."""
    if record.exc_info is None:
        return False
    record.msg, record.args = "a request failed", ()
    return True
