import json
import re
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
import yaml

from bot.settings import Settings
from tests.setup.wheels import ROOT
from tests.waiting import HANG_S

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == COMPOSE["x-viva"]["image"]}


def instructions() -> list[tuple[str, str]]:
    """Return the Dockerfile's instructions with their arguments, continued lines joined."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.M)
    return [(line.partition(" ")[0], line.partition(" ")[2]) for line in text.replace("\\\n", "").splitlines() if line]


def last_stage() -> dict[str, str]:
    """Return the last argument of each instruction of the stage that is run."""
    found = instructions()
    begin = max(n for n, (name, _) in enumerate(found) if name == "FROM")
    return dict(found[begin:])


def copied() -> list[str]:
    """Return what the Dockerfile copies out of this folder."""
    arguments = [text.split() for name, text in instructions() if name == "COPY" and "--from" not in text]
    return [source for parts in arguments for source in parts[:-1]]


def let_through() -> list[str]:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    return [line.removeprefix("!") for line in lines if line.startswith("!")]


@pytest.fixture
def port() -> Iterator[int]:
    """Return a port on which /healthz, and nothing else, is answered as well."""

    class Health(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/healthz" else 503)
            self.end_headers()

    with HTTPServer(("127.0.0.1", 0), Health) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_what_the_image_is_built_of_is_there_and_nothing_else_is_let_through() -> None:
    assert copied()
    assert [source for source in copied() if not (ROOT / source).exists()] == []
    assert [source for source in copied() if not any(fnmatch(source, allowed) for allowed in let_through())] == []
    assert [allowed for allowed in let_through() if not any(fnmatch(source, allowed) for source in copied())] == []
    assert (ROOT / ".dockerignore").read_text().splitlines()[1] == "*"


def test_the_image_installs_from_locks_alone() -> None:
    installs = [text for name, text in instructions() if name == "RUN" and " install " in text]

    assert installs
    for command in installs:
        assert "--no-deps" in command
        assert "--require-hashes -r requirements" in command or command.endswith("dist/*.whl")


def test_the_image_runs_the_bot_without_a_roots_rights() -> None:
    stage = last_stage()

    assert stage["USER"] == "viva"
    assert json.loads(stage["CMD"]) == ["viva", "run"]


@pytest.mark.parametrize(("path", "status"), [("healthz", 0), ("readyz", 1)])
def test_the_image_is_well_when_the_operators_port_says_so(port: int, path: str, status: int) -> None:
    words = json.loads(last_stage()["HEALTHCHECK"].partition("CMD ")[2])
    code = [word.replace("healthz", path) for word in words[1:]]

    done = subprocess.run(
        [sys.executable, *code], env={"VIVA_OPS_PORT": str(port)}, capture_output=True, timeout=HANG_S
    )

    assert words[0] == "python"
    assert "VIVA_OPS_PORT=" in last_stage()["ENV"]
    assert done.returncode == status


def test_compose_runs_each_process_of_the_procfile_and_no_other() -> None:
    lines = [line for line in (ROOT / "Procfile").read_text().splitlines() if not line.startswith("#")]
    processes = {name: command.partition(" && ")[0] for name, command in (line.split(": ", 1) for line in lines)}

    assert {name: service["command"] for name, service in OURS.items()} == processes


def test_compose_starts_what_others_wait_for_and_keeps_the_database() -> None:
    awaited = {name for service in SERVICES.values() for name in service.get("depends_on", {})}
    volumes = {volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}

    assert awaited == {"database", "release"}
    assert volumes == set(COMPOSE["volumes"]) == {"database"}


def test_what_compose_and_the_image_set_are_settings_and_what_compose_asks_for_stands_in_the_sample() -> None:
    names = {name.upper() for name in Settings.model_fields}
    given = {name for service in OURS.values() for name in service["environment"]}
    given |= {name for name in re.findall(r"([A-Z_]+)=", last_stage()["ENV"]) if name != "PATH"}
    asked = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text()))
    sample = (ROOT / ".env.example").read_text()

    assert given <= names
    assert asked
    assert all(f"#{name}=" in sample for name in asked)
