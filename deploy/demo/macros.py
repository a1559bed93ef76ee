"""The demo shop's macros, for everybody at the desk, from ``texts/macros.toml``."""

import tomllib
from pathlib import Path
from typing import Any

import httpx

from deploy.demo.people import Person, Staff

_FILE = Path(__file__).parent / "texts" / "macros.toml"


def write_macros(staff: Staff, author: Person, knowledge_url: str) -> int:
    """Have a supervisor write what is not there yet; return how many were new."""
    with httpx.Client(base_url=f"{knowledge_url}/api/v1", headers=staff.headers(author), timeout=30) as http:
        known = {one["name"] for one in http.get("/macros").raise_for_status().json()["macros"]}
        missing = [one for one in macros() if one["name"] not in known]
        for one in missing:
            http.post("/macros", json=one).raise_for_status()
    return len(missing)


def macros() -> list[dict[str, Any]]:
    """Return the bodies of the requests that write them."""
    told = tomllib.loads(_FILE.read_text(encoding="utf-8"))["macro"]
    return [{**one, "texts": _stripped(one.get("texts", {})), "is_shared": True} for one in told]


def _stripped(texts: dict[str, str]) -> dict[str, str]:
    return {language: text.strip() for language, text in texts.items()}
