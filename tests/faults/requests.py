"""Odd requests: the routes that the product names itself, with methods, ids, queries, headers and bodies that they don't expect."""

from __future__ import annotations

import json
import random
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tests.faults.odd import NUMBERS, RAW, WORDS, value

if TYPE_CHECKING:
    from tests.faults.fuzz import Fuzzed

PAGES = (
    "/", "/healthz", "/version", "/metrics", "/w.js", "/desk/", "/board/", "/bot/", "/help/en/", "/help/zh/", "/demo/",
    "/account/", "/audit/", "/settings/people/", "/start/x/", "/invitation/x/", "/password/x/y/", "/files/1",
)  # fmt: skip
METHODS = ("GET", "GET", "GET", "POST", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW")
QUERIES = (
    "limit",
    "before",
    "after",
    "cursor",
    "site",
    "team",
    "days",
    "weeks",
    "measure",
    "conversation",
    "q",
    "state",
)
TYPES = (
    "application/json",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "",
)


def fuzz(port: int, told: dict[str, Any], rng: random.Random, wanted: int, fuzzed: Fuzzed) -> None:
    """Send so many; a 5xx that says not when to come again is wrong, and so is no answer."""
    line = HTTPConnection("127.0.0.1", port, timeout=20)
    keys = [one["api_key"] for one in told["people"]]
    routes = [*PAGES, *listed(line, keys)]
    while fuzzed.requests < wanted and not fuzzed.wrong:
        method, path, body, headers = odd_request(rng, routes, keys)
        fuzzed.requests += 1
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            said = answer.read()
        except (OSError, HTTPException) as error:
            line.close()
            fuzzed.statuses[0] += 1
            if not isinstance(error, ConnectionError):
                fuzzed.wrong.append(f"{method} {path}: {error!r}")
            continue
        fuzzed.statuses[answer.status] += 1
        if answer.status >= 500 and not answer.headers["Retry-After"]:
            fuzzed.wrong.append(
                f"{answer.status} to {method} {path} {headers} {body!r}: {said[:300]!r}"[:1500]
            )


def listed(line: HTTPConnection, keys: list[str]) -> list[str]:
    """What the interface says of itself."""
    line.request("GET", "/api/v1/openapi.json", headers={"Authorization": f"Bearer {keys[0]}"})
    answer = line.getresponse()
    told = json.loads(answer.read()) if answer.status == 200 else {}
    return list(told.get("paths", ()))


def odd_request(
    rng: random.Random, routes: list[str], keys: list[str]
) -> tuple[str, str, bytes | None, dict[str, str]]:
    path = "/".join(filled(rng, part) for part in rng.choice(routes).split("/"))
    if rng.random() < 0.5:
        names = rng.sample(QUERIES, rng.randint(1, 3))
        path += "?" + "&".join(f"{name}={quote(word(rng))}" for name in names)
    headers = {"Content-Type": rng.choice(TYPES)}
    if rng.random() < 0.7:
        headers["Authorization"] = f"Bearer {rng.choice((*keys, 'x', ''))}"
    if rng.random() < 0.3:
        headers["Idempotency-Key"] = quote(word(rng))[:300]
    if rng.random() < 0.2:
        headers["Origin"] = rng.choice(("null", "http://evil.example", "http://127.0.0.1"))
    return rng.choice(METHODS), path, body(rng), headers


def filled(rng: random.Random, part: str) -> str:
    """An id where the route has one, good or not."""
    if part.startswith("{"):
        return quote(rng.choice((str(rng.randint(1, 1100)), word(rng))), safe="")[:300] or "0"
    return part


def word(rng: random.Random) -> str:
    found = rng.choice((*WORDS[:24], *map(str, NUMBERS)))
    return found.encode("utf-8", "replace").decode()[:200]


def body(rng: random.Random) -> bytes | None:
    chance = rng.random()
    if chance < 0.4:
        return None
    if chance < 0.5:
        return rng.choice(RAW).encode() * rng.choice((1, 50, 3000))
    names = (
        "text",
        "client_id",
        "key",
        "state",
        "title",
        "articles",
        "name",
        "days",
        "agents",
        "hour",
        "frames",
        "after",
    )
    told = {name: value(rng) for name in rng.sample(names, 4)}
    return json.dumps(told).encode()
