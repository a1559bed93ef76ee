"""No part escapes the contracts of pyproject.toml that say who may import whom."""

import tomllib
from typing import Any

import pytest

from deploy.local.place import CHECKOUT

# Rooms of the backend that are no services: what all of them repeat, and the model that two of them share.
SHARED_ROOMS = {"kit", "incidents"}


def rules() -> dict[str, Any]:
    """Return the table of import-linter."""
    table: dict[str, Any] = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["importlinter"]
    return table


def contract(name: str) -> dict[str, Any]:
    """Return the one contract whose name begins so."""
    (found,) = [one for one in rules()["contracts"] if one["name"].startswith(name)]
    return found


def services() -> set[str]:
    """Return the services that the tree has."""
    return {
        f"backend.{path.parent.name}"
        for path in (CHECKOUT / "backend").glob("*/__init__.py")
        if path.parent.name not in SHARED_ROOMS
    }


def test_every_program_is_looked_at() -> None:
    packages = {path.parent.name for path in CHECKOUT.glob("*/__init__.py")}
    assert set(rules()["root_packages"]) == packages


@pytest.mark.parametrize(
    ("name", "key"), [("services never import each other", "modules"), ("inside a service", "containers")]
)
def test_no_service_is_left_out(name: str, key: str) -> None:
    assert set(contract(name)[key]) == services()


def test_no_service_knows_less_than_the_kit_and_the_incidents() -> None:
    top, incidents, kit = contract("the kit knows no service")["layers"]
    assert set(top.split(" | ")) == services()
    assert (incidents, kit) == ("backend.incidents", "backend.kit")


def test_no_room_of_the_console_or_the_site_is_left_out() -> None:
    for program, exempt in (("desktop", {"__main__"}), ("webform", set[str]())):
        layers = contract(f"{program}:")["layers"]
        named = {room.strip() for layer in layers for room in layer.split("|")}
        rooms = {path.stem for path in (CHECKOUT / program).glob("*.py")} - {"__init__"} - exempt
        rooms |= {path.parent.name for path in (CHECKOUT / program).glob("*/__init__.py")}
        assert named == {f"{program}.{room}" for room in rooms}
