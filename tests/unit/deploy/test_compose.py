"""compose.yaml, the Procfile and the image, held against the code that they start."""

import re
import shlex
import tomllib
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import requires
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from deploy.local.accounts import ACCOUNTS, READ_ONLY, READERS
from deploy.local.broker import VHOST, Broker
from deploy.local.place import CHECKOUT, Place
from deploy.local.record import Record
from deploy.local.site import FAIR_USE
from deploy.local.stack import Stack
from deploy.make_secrets import make_secrets
from shared.settings import Settings

DEPLOY = CHECKOUT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"].startswith("ventanilla:")}
ONE_SHOT = {"topology"}
PROCESSES = sorted(OURS.keys() - ONE_SHOT)
OF_THE_PLATFORM = {"PROMETHEUS_MULTIPROC_DIR"}


def module_of(command: list[str]) -> str:
    """Return the module that a command starts."""
    return command[-1].partition(":")[0] if command[0] == "gunicorn" else command[command.index("-m") + 1]


def settings_of(module: str) -> type[Settings]:
    """Return the settings class that a program's module makes or takes from elsewhere."""
    found = [
        each
        for each in vars(import_module(module)).values()
        if isinstance(each, type) and issubclass(each, Settings) and each is not Settings
    ]
    assert len(found) == 1, f"{module} has {len(found)} settings classes"
    return found[0]


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    make_secrets(tmp_path / "compose")
    return tmp_path / "compose"


def worker_options(command: Sequence[str]) -> dict[str, str]:
    """Return how many of which workers gunicorn is told to have, and how they live and end."""
    names = ("--worker-class", "--workers", "--threads", "--worker-connections")
    names += ("--graceful-timeout", "--worker-tmp-dir")
    found = {name: command[command.index(name) + 1] for name in names if name in command}
    return found | {name: "" for name in ("--no-control-socket",) if name in command}


def test_every_part_of_the_local_stack_is_a_service_too(tmp_path: Path) -> None:
    inside_the_broker = {"epmd"}
    assert Stack(tmp_path).parts.keys() - inside_the_broker == SERVICES.keys() - {"accounts", *ONE_SHOT}


@pytest.mark.parametrize("name", PROCESSES)
def test_every_service_runs_the_program_that_the_local_stack_runs(name: str, tmp_path: Path) -> None:
    local = Stack(tmp_path).parts[name].command
    ours = OURS[name]["command"]
    assert module_of(ours) == local[-1].partition(":")[0]
    if ours[0] == "gunicorn":
        assert worker_options(ours) == worker_options(local)


@pytest.mark.parametrize("name", PROCESSES)
def test_every_service_gets_each_setting_that_its_program_requires(name: str) -> None:
    fields = settings_of(module_of(OURS[name]["command"])).model_fields
    required = {field.upper() for field, info in fields.items() if info.is_required()}
    given = OURS[name]["environment"].keys()
    assert required <= given
    assert given <= {field.upper() for field in fields} | OF_THE_PLATFORM


@pytest.mark.parametrize("name", PROCESSES)
def test_every_service_uses_an_account_of_its_own(name: str, tmp_path: Path) -> None:
    local = Stack(tmp_path).parts[name].environment
    for setting in ("MONGODB_URI", "AMQP_URL", "RABBITMQ_MANAGEMENT_URL"):
        if setting in local:
            expected, given = urlsplit(local[setting]), urlsplit(OURS[name]["environment"][setting])
            assert (given.username, given.path) == (expected.username, expected.path)


def test_the_topology_is_declared_by_the_operator() -> None:
    assert module_of(SERVICES["topology"]["command"]) == "shared.messaging.rabbit.declare"
    url = urlsplit(SERVICES["topology"]["environment"]["AMQP_URL"])
    assert (url.username, url.path) == ("operator", f"/{VHOST}")


def test_every_password_that_compose_asks_for_is_made(secrets: Path) -> None:
    made = {line.partition("=")[0] for line in (secrets / ".env").read_text().splitlines()}
    asked = set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text()))
    assert asked <= made
    assert made - asked == set()


def test_every_file_that_compose_mounts_is_there_or_is_made(secrets: Path) -> None:
    mounted = [
        volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", ())
    ]
    mounted += [secret["file"] for secret in COMPOSE["secrets"].values()]
    for path in mounted:
        if path.startswith("../var/compose/"):
            assert (secrets / Path(path).name).is_file(), path
        elif path.startswith("."):
            assert (DEPLOY / path).is_file(), path
        else:
            assert path in COMPOSE["volumes"]


def test_the_database_accounts_are_those_of_the_local_stack() -> None:
    script = (DEPLOY / "mongodb/accounts.js").read_text()
    table = re.search(r"const databases = \{(.*?)\}", script, re.DOTALL)
    assert table is not None
    assert dict(re.findall(r'(\w+): "(\w+)"', table[1])) == dict(ACCOUNTS)
    readers = re.search(r"const readers = \{(.*?)\}", script, re.DOTALL)
    assert readers is not None
    assert dict(re.findall(r'(\w+): "(\w+)"', readers[1])) == dict(READERS)
    read_only = re.search(r"const readOnly = \[(.*?)\]", script)
    assert read_only is not None
    assert set(re.findall(r'"(\w+)"', read_only[1])) == READ_ONLY
    passwords = {f"{name.upper()}_DATABASE_PASSWORD" for name in ACCOUNTS}
    assert SERVICES["accounts"]["environment"].keys() == passwords


def test_the_broker_is_set_up_as_in_the_local_stack(secrets: Path, tmp_path: Path) -> None:
    def settings(text: str) -> dict[str, str]:
        pairs = (line.split(" = ", 1) for line in text.splitlines() if line and not line.startswith("#"))
        return {key: value for key, value in pairs if not value.startswith("/")}

    kid = "kid"
    local = settings(Broker(Place(tmp_path), Record(Place(tmp_path))).configuration(kid))
    ours = settings((DEPLOY / "rabbitmq/rabbitmq.conf").read_text())
    ours |= settings((secrets / "employees-key.conf").read_text())
    of_this_place = {
        "listeners.tcp.1",
        "management.tcp.ip",
        "management.tcp.port",
        "disk_free_limit.absolute",
    }
    of_this_key = {"auth_oauth2.default_key"}
    assert ours.keys() == local.keys()
    for key in local.keys() - of_this_place - of_this_key:
        assert ours[key] == local[key], key
    assert (DEPLOY / "rabbitmq/enabled_plugins").read_text() == (
        "[rabbitmq_auth_backend_oauth2,rabbitmq_management].\n"
    )


def test_the_procfile_starts_the_same_programs() -> None:
    lines = dict(line.split(": ", 1) for line in (DEPLOY / "Procfile").read_text().splitlines())
    assert lines.pop("release") == "python -m shared.messaging.rabbit.declare"
    assert lines.keys() == OURS.keys() - {"mailbox", *ONE_SHOT}
    for name, command in lines.items():
        ours = OURS[name]["command"]
        assert module_of(ours) in command
        if ours[0] == "gunicorn":
            assert worker_options(ours) == worker_options(shlex.split(command))


@pytest.mark.parametrize("name", PROCESSES)
def test_what_only_the_local_stack_sets_is_how_often_one_may_ask(name: str, tmp_path: Path) -> None:
    local = Stack(tmp_path).parts[name].environment.keys()
    assert local - OURS[name]["environment"].keys() <= FAIR_USE.keys()


def unit_of(kind: str) -> tuple[str, str]:
    """Return the comment of a systemd template, and the rest of it."""
    comment, _, unit = (DEPLOY / f"systemd/ventanilla-{kind}@.service").read_text().partition("[Unit]")
    return " ".join(comment.replace("#", "").split()), unit


def test_systemd_has_an_instance_for_every_process() -> None:
    named = {kind: set(re.findall(r"@([a-z-]+)", unit_of(kind)[0])) for kind in ("web", "worker")}
    web = {name for name in PROCESSES if OURS[name]["command"][0] == "gunicorn"}
    assert named == {"web": web, "worker": set(PROCESSES) - web - {"mailbox"}}


@pytest.mark.parametrize("name", [name for name in PROCESSES if OURS[name]["command"][0] == "gunicorn"])
def test_systemd_gives_every_application_the_workers_that_it_has_elsewhere(name: str) -> None:
    comment, unit = unit_of("web")
    (usual,) = re.findall(r'"WORKER=(.*?)"', unit)
    (start,) = re.findall(r"ExecStart=(.*)", unit)
    (told,) = [part for part in re.split(r"; for (?=@)", comment.rpartition("PORT=")[2]) if f"@{name}" in part
               and "WEB_CONCURRENCY" in part] or [""]  # fmt: skip
    own = re.findall(r'WORKER="(.*?)"', told) or [usual]
    workers = re.findall(r"WEB_CONCURRENCY=(\d)", told) or ["1"]
    command = [*shlex.split(start.replace("$WORKER", own[0])), "--workers", workers[0]]
    assert worker_options(command) == worker_options(OURS[name]["command"])


def test_the_image_holds_just_the_packages_that_its_programs_need() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    mailbox = [one for one in extras["local"] if one.startswith("aiosmtpd")]
    wanted = closure([*project["dependencies"], *extras["backend"], *extras["webform"], *mailbox])
    assert set((DEPLOY / "image-packages.txt").read_text().split()) == wanted


def closure(requirements: list[str]) -> set[str]:
    """Return the names of all packages that these need, in the end."""
    left = [Requirement(each) for each in requirements]
    seen: set[tuple[str, frozenset[str]]] = set()
    while left:
        one = left.pop()
        key = canonicalize_name(one.name), frozenset(one.extras)
        if key in seen:
            continue
        seen.add(key)
        needs = [Requirement(each) for each in requires(one.name) or ()]
        extras = one.extras or {""}
        left += [
            need
            for need in needs
            if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in extras)
        ]
    return {name for name, _ in seen}
