"""What the demo shop knows: answers and one known incident, from ``texts/<language>/knowledge.toml``."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from deploy.demo.people import Person, Staff
from shared.contracts.knowledge import KnownIncident
from shared.contracts.vocabulary import Language

_TEXTS = Path(__file__).parent / "texts"
_Told = dict[str, Any]


def publish(staff: Staff, author: Person, knowledge_url: str) -> int:
    """Have a supervisor publish what is not there yet; return how much was new."""
    with httpx.Client(base_url=f"{knowledge_url}/api/v1", headers=staff.headers(author), timeout=30) as http:
        return _put_up(http, "answers", answers()) + _put_up(http, "known-incidents", known_incidents())


def announced(staff: Staff, author: Person, knowledge_url: str) -> KnownIncident | None:
    """Return the demo's known incident as it was announced; None where somebody has solved it."""
    headers = staff.headers(author)
    answer = httpx.get(f"{knowledge_url}/api/v1/known-incidents", headers=headers, timeout=30)
    told = answer.raise_for_status().json()["known_incidents"]
    present = [KnownIncident.model_validate(one) for one in told]
    titles = {one["texts"][Language.SPANISH]["title"] for one in known_incidents()}
    return next(
        (one for one in present if one.texts[Language.SPANISH].title in titles and not one.solved_at), None
    )


def answers() -> list[_Told]:
    """Return the bodies of the requests that publish the answers."""
    return [{**told, "is_published": True} for told in _told("answer")]


def known_incidents() -> list[_Told]:
    """Return the bodies of the requests that announce the known incidents."""
    return _told("known-incident")


def _put_up(http: httpx.Client, kind: str, wanted: list[_Told]) -> int:
    present = http.get(f"/{kind}").raise_for_status().json()[kind.replace("-", "_")]
    titles = {one["texts"][Language.SPANISH]["title"] for one in present}
    missing = [one for one in wanted if one["texts"][Language.SPANISH]["title"] not in titles]
    for one in missing:
        http.post(f"/{kind}", json=one).raise_for_status()
    return len(missing)


def _told(kind: str) -> list[_Told]:
    """Join the languages: the same thing has the same slug in each file."""
    by_language = {language: {one["slug"]: one for one in _read(language)[kind]} for language in Language}
    return [
        {
            "category": one.get("category"),
            "texts": {
                language: {"title": there[slug]["title"], "body": there[slug]["body"].strip()}
                for language, there in by_language.items()
            },
        }
        for slug, one in by_language[Language.SPANISH].items()
    ]


@cache
def _read(language: Language) -> dict[str, list[dict[str, str]]]:
    return tomllib.loads((_TEXTS / language / "knowledge.toml").read_text())
