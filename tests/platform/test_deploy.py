"""What `deploy/` says in five languages agrees: processes as in the Procfile, ports as in the target, times as we need them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from chatdesk.doctor.machine import ENOUGH_FILES
from chatdesk.env import KNOWN
from chatdesk.server import EXIT_S
from tests.platform.test_up import ROOT
from tests.scaled.configured import nginx_site

DEPLOY = ROOT / "deploy"
PROCFILE = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
UPLOAD = 10 * 2**20
HEARTBEAT_S = 25  # of silence, then we close; a proxy must be more patient
Block = list[tuple[list[str], "Block"]]


# --- systemd -------------------------------------------------------------------------------------------------------------
class Unit(RawConfigParser):
    """Systemd's files: a key may come twice."""

    def __init__(self, path: Path) -> None:
        super().__init__(strict=False)
        self.optionxform = str  # type: ignore[assignment, method-assign]
        self.text = path.read_text()
        self.read_string(self.text)

    def all(self, key: str) -> list[str]:
        return [
            word for line in re.findall(rf"^{key}=(.*)$", self.text, re.MULTILINE) for word in line.split()
        ]


UNITS = {path.name: Unit(path) for path in sorted((DEPLOY / "systemd").glob("*.service"))}
TARGET = Unit(DEPLOY / "systemd" / "chatdesk.target")
WEBS = [name.split("@")[1].split(".")[0] for name in TARGET.all("Wants") if "web@" in name]


def plain(command: str) -> str:
    """A command without its path and its port."""
    return re.sub(r"--(port|host) \S+ ?", "", command.rpartition("/bin/")[2] or command).strip()


def test_there_is_a_unit_for_each_process_of_the_procfile_and_no_other():
    named = {re.sub(r"chatdesk-(\w+)@?\.service", r"\1", name): unit for name, unit in UNITS.items()}

    assert {name: plain(unit["Service"]["ExecStart"]) for name, unit in named.items()} == {
        name: plain(command) for name, command in PROCFILE.items()
    }


def test_the_target_wants_two_webs_two_routers_a_worker_and_one_beat():
    wanted = [name.removesuffix(".service").removeprefix("chatdesk-") for name in TARGET.all("Wants")]

    assert wanted == ["web@8001", "web@8002", "router@1", "router@2", "worker", "beat"]
    assert {re.sub("@.*", "@", name) for name in wanted} == {
        name.removesuffix(".service").removeprefix("chatdesk-") for name in UNITS
    }


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_comes_again_leaves_time_to_say_goodbye_and_may_open_enough_files(name: str):
    service = UNITS[name]["Service"]

    assert service["Restart"] == "always"
    assert int(service["TimeoutStopSec"]) > EXIT_S
    assert int(service["LimitNOFILE"]) >= ENOUGH_FILES
    assert service["User"] != "root"
    assert "KillSignal" not in service, "SIGTERM is what we drain on"
    assert UNITS[name]["Unit"]["PartOf"] == "chatdesk.target"


def test_the_environment_names_only_settings_that_exist():
    lines = (DEPLOY / "systemd" / "chatdesk.env").read_text().splitlines()
    named = {line.split("=")[0] for line in lines if line and not line.startswith("#")}

    assert {"CHATDESK_DATABASE_URL", "CHATDESK_REDIS_URL", "CHATDESK_DATA"} <= named <= KNOWN


# --- compose -------------------------------------------------------------------------------------------------------------
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
OURS = {name: service for name, service in COMPOSE["services"].items() if service.get("image") == "chatdesk"}


def test_compose_runs_what_the_procfile_names():
    named = {re.sub(r"\d$", "", name): f"chatdesk {service['command']}" for name, service in OURS.items()}

    assert {name: plain(command) for name, command in named.items()} == {
        name: plain(command) for name, command in PROCFILE.items()
    }
    assert OURS["router"]["deploy"]["replicas"] == 2
    assert "deploy" not in OURS["beat"]


def test_compose_gives_each_the_same_settings_keys_and_time():
    for service in OURS.values():
        assert set(service["environment"]) <= KNOWN
        assert service["environment"] == OURS["beat"]["environment"]
        assert service["volumes"] == ["keys:/var/lib/chatdesk"]
        assert int(service["stop_grace_period"].rstrip("s")) > EXIT_S
        assert service["restart"] == "always"
    assert {volume.split(":")[0] for volume in OURS["beat"]["volumes"]} <= set(COMPOSE["volumes"])


def test_composes_proxy_asks_every_web_on_its_port():
    webs = [
        f"{name}:{service['command'].split('--port ')[1]}"
        for name, service in OURS.items()
        if name[:3] == "web"
    ]

    assert COMPOSE["services"]["caddy"]["environment"]["CHATDESK_WEBS"].split() == webs
    assert len(webs) == 2


# --- proxies -------------------------------------------------------------------------------------------------------------
def blocks(words: Iterator[str]) -> Block:
    """Nginx's grammar: words up to `;`, or a block in braces."""
    found, said = Block(), list[str]()
    for word in words:
        if word == "}":
            break
        if word in ";{":
            found.append((said, blocks(words) if word == "{" else []))
            said = []
        else:
            said.append(word)
    return found


NGINX = blocks(
    iter(re.findall(r"[;{}]|'[^']*'|[^\s;{}]+", re.sub(r"#.*", "", (DEPLOY / "nginx.conf").read_text())))
)


def inside(block: Block, *name: str) -> Block:
    return next(inner for said, inner in block if said[: len(name)] == list(name))


def said(block: Block, *name: str) -> list[str]:
    return next(words[len(name) :] for words, _ in block if words[: len(name)] == list(name))


def test_nginx_asks_every_web_of_the_target():
    servers = [words[1] for words, _ in inside(NGINX, "upstream", "chatdesk") if words[0] == "server"]

    assert servers == [f"127.0.0.1:{port}" for port in WEBS]


def test_nginx_passes_on_what_sockets_and_limits_need():
    server = inside(NGINX, "server")
    location = inside(server, "location", "/")

    assert said(location, "proxy_pass") == ["http://chatdesk"]
    assert said(location, "proxy_http_version") == ["1.1"]
    assert said(location, "proxy_set_header", "Upgrade") == ["$http_upgrade"]
    assert said(location, "proxy_set_header", "Connection") == ["$chatdesk_connection"]
    assert said(inside(NGINX, "map", "$http_upgrade"), "default") == ["upgrade"]
    assert said(location, "proxy_set_header", "Host") == ["$host"]
    assert said(location, "proxy_set_header", "X-Forwarded-For") == ["$proxy_add_x_forwarded_for"]
    assert said(location, "proxy_set_header", "X-Forwarded-Proto") == ["$scheme"]
    for kind in ("proxy_read_timeout", "proxy_send_timeout"):
        assert int(said(location, kind)[0].rstrip("s")) > HEARTBEAT_S
    assert int(said(server, "client_max_body_size")[0].rstrip("m")) * 2**20 > UPLOAD


def test_caddy_asks_every_web_of_the_target_and_none_that_is_down():
    text = (DEPLOY / "Caddyfile").read_text()
    proxy = re.search(r"reverse_proxy \{\$CHATDESK_WEBS:(.*)\}", text)

    assert proxy
    assert proxy[1].split() == [f"127.0.0.1:{port}" for port in WEBS]
    assert re.search(r"health_uri /healthz$", text, re.MULTILINE), (
        "not /readyz: without Redis all would count as down"
    )
    read, size = re.search(r"read_timeout (\d+)s", text), re.search(r"max_size (\d+)MB", text)
    assert read
    assert int(read[1]) > HEARTBEAT_S
    assert size
    assert int(size[1]) * 10**6 > UPLOAD


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed here")
def test_nginx_itself_takes_it(tmp_path: Path):
    config = nginx_site(tmp_path, 8443, [8001, 8002], encrypted=True)

    done = subprocess.run(["nginx", "-t", "-c", str(config)], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr.replace('the "user" directive', "")


@pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not installed here")
def test_caddy_itself_takes_it(tmp_path: Path):
    words = ["caddy", "adapt", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]
    given = os.environ | {"CHATDESK_WEBS": "web1:8000 web2:8000", "XDG_CONFIG_HOME": str(tmp_path)}

    done = subprocess.run(words, capture_output=True, text=True, check=False, env=given)

    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr.lower()
    assert json.dumps(["web1:8000", "web2:8000"]) == json.dumps(re.findall(r'"dial":"([^"]+)"', done.stdout))
