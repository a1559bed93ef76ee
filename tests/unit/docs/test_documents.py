"""The documents, held against the tree and the code that they speak of."""

import json
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from backend.customers.app import CustomersSettings
from backend.dispatch.worker import DispatchSettings
from backend.employees.app import EmployeesSettings
from backend.files.app import FilesSettings
from backend.kit.process import WorkerSettings
from backend.knowledge.app import KnowledgeSettings
from backend.metrics.settings import MetricsSettings
from backend.notifications.settings import InboundSettings, NotificationsSettings
from backend.presence.app import PresenceSettings
from backend.resolution.app import ResolutionSettings
from backend.search.app import SearchSettings
from backend.search.worker import IndexerSettings
from backend.sla.app import SlaSettings
from deploy.local.cli import COMMANDS as DEV_COMMANDS
from deploy.local.place import CHECKOUT
from desktop.state.gestures import GESTURES
from shared.contracts.commands import COMMANDS
from shared.contracts.event_types import EVENTS
from shared.contracts.topology import RETRY_DELAYS_S
from shared.settings import Settings
from webform.app import WebformSettings

LINK = re.compile(r"""(?:\]\(|src=")([^)"\s]+)""")
PATH = re.compile(r"`((?:shared|backend|webform|desktop|deploy|tests|docs|bench)/[\w./-]+)`")


@cache
def _tracked(pattern: str) -> list[Path]:
    found = subprocess.run(
        ["git", "ls-files", pattern], cwd=CHECKOUT, capture_output=True, text=True, check=False
    ).stdout
    return [CHECKOUT / line for line in found.split()]


def documents() -> list[Path]:
    """Return every document; in a tree without git, those that lie there."""
    return _tracked("*.md") or [*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md")]


def anchors(document: Path) -> set[str]:
    """Return the anchors of a document's headings, as the usual viewers make them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    for target in LINK.findall(document.read_text()):
        if target.startswith(("http://", "https://")):
            continue
        path, _, anchor = target.partition("#")
        found = (document.parent / path).resolve() if path else document
        assert found.exists(), target
        assert not anchor or anchor in anchors(found), target


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_every_path_that_is_named_exists(document: Path) -> None:
    for path in PATH.findall(document.read_text()):
        assert (CHECKOUT / path).exists(), path


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_every_dev_command_that_is_named_exists(document: Path) -> None:
    assert set(re.findall(r"\./dev ([a-z]+)", document.read_text())) <= DEV_COMMANDS.keys() | {"alone"}


@pytest.mark.parametrize("name", ["employee.md", "employee.es.md"])
def test_the_employees_guide_has_every_key(name: str) -> None:
    guide = (CHECKOUT / "docs/guides" / name).read_text()
    arrows = {"Return": "Enter", "Down": "↓", "Up": "↑", "Left": "←", "Right": "→"}
    spanish = {"Shift": "Mayús", "Enter": "Intro", "Home": "Inicio", "End": "Fin"}
    for gesture in GESTURES:
        for key in (gesture.key, *gesture.more_keys):
            shown = key
            for name_of_key, sign in arrows.items():
                shown = shown.replace(name_of_key, sign)
            if name.endswith(".es.md"):
                for english, theirs in spanish.items():
                    shown = shown.replace(english, theirs)
            assert re.search(rf"\| [^|]*{re.escape(shown)}[^|]* \|", guide), f"{gesture.name}: {shown}"


def test_the_integrators_guide_names_every_event() -> None:
    guide = (CHECKOUT / "docs/guides/integrator.md").read_text()
    listed = re.search(r"`<what>` is one of ([^.]+)\.", guide)
    assert listed is not None
    named = {f"incident.{what}" for what in re.split(r",\s*", listed[1])}
    named |= set(re.findall(r"\b(?:answer|known-incident|customer|presence|figures)\.[a-z]+", guide))
    assert named == {event.TYPE for event in EVENTS}


def test_the_canvases_name_every_command_that_a_service_takes() -> None:
    for command in COMMANDS:
        canvas = (CHECKOUT / "docs/services" / f"{command.SERVICE}.md").read_text()
        assert f"`{command.TYPE}`" in canvas


def test_the_example_message_of_the_integrators_guide_is_json_with_the_fields_of_the_envelope() -> None:
    from shared.contracts.envelope import Envelope

    guide = (CHECKOUT / "docs/guides/integrator.md").read_text()
    example = re.search(r"```json\n(.*?)```", guide, re.DOTALL)
    assert example is not None
    assert json.loads(example[1]).keys() == Envelope.model_fields.keys()


def test_the_pauses_of_a_retry_are_told_as_they_are() -> None:
    *first, last = RETRY_DELAYS_S
    told = f"{', '.join(map(str, first))} and {last}"
    for name in ("architecture.md", "services/intake.md", "decisions/0006-three-retry-queues.md"):
        assert told in (CHECKOUT / "docs" / name).read_text(), name


def test_decisions_are_numbered_without_a_gap_and_short() -> None:
    decisions = sorted((CHECKOUT / "docs/decisions").glob("*.md"))
    for number, path in enumerate(decisions, start=1):
        assert path.name.startswith(f"{number:04}-")
        assert path.read_text().startswith(f"# {number}. ")
        lines = path.read_text().splitlines()
        assert len(lines) <= 16, path.name
        for part in ("Context", "Choice", "Consequence"):
            assert f"**{part}.**" in path.read_text(), path.name


@pytest.mark.parametrize(
    ("canvas", "settings"),
    [
        ("customers", CustomersSettings),
        ("dispatch", DispatchSettings),
        ("employees", EmployeesSettings),
        ("files", FilesSettings),
        ("incidents-relay", WorkerSettings),
        ("intake", WorkerSettings),
        ("knowledge", KnowledgeSettings),
        ("metrics", MetricsSettings),
        ("notifications", InboundSettings),
        ("notifications", NotificationsSettings),
        ("presence", PresenceSettings),
        ("resolution", ResolutionSettings),
        ("resolution", WorkerSettings),
        ("search", SearchSettings),
        ("sla", SlaSettings),
        ("sla", WorkerSettings),
        ("search", IndexerSettings),
        ("webform", WebformSettings),
    ],
)
def test_every_setting_is_told_where_operators_look(canvas: str, settings: type[Settings]) -> None:
    for document in (f"services/{canvas}.md", "guides/operator.md"):
        told = (CHECKOUT / "docs" / document).read_text()
        for field in settings.model_fields:
            assert f"`{field.upper()}`" in told, f"{document}: {field.upper()}"
