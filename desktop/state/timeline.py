"""The timeline of an incident in words: every change as a line, or only what was said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from desktop.state.excerpts import excerpt
from desktop.state.words import field_change, happened
from shared.contracts.resources import IncidentDetail, TimelineEntry

ICONS = {
    "opened": "plus-circle",
    "replied": "arrow-bend-up-left",
    "noted": "note-pencil",
    "commented": "chat-text",
}
"""The changes that are words, each with its icon."""


@dataclass(frozen=True, slots=True)
class Line:
    """One change: when, who did what, and the fields before and after, or how the words begin.

    ``icon`` is empty for what is no words.
    """

    version: int
    at: datetime
    what: str
    more: str
    icon: str = ""


def lines_of(detail: IncidentDetail, *, only_words: bool) -> list[Line]:
    """Return the changes in the language in use, the newest first."""
    said = _beginnings(detail)
    entries = sorted(detail.timeline, key=lambda entry: entry.version, reverse=True)
    return [_line(entry, said) for entry in entries if not only_words or entry.what in ICONS]


def _beginnings(detail: IncidentDetail) -> dict[int, str]:
    """Return how the words of each version begin; what came in with a merge has versions of its own."""
    own = {one.version: excerpt(one.text) for one in detail.messages if one.origin in (None, detail.row.id)}
    return {1: excerpt(detail.description)} | own


def _line(entry: TimelineEntry, said: dict[int, str]) -> Line:
    words = said.get(entry.version, "") if entry.what in ICONS else ""
    changes = " · ".join(_each(entry))
    more = "\n".join(filter(None, (changes, words)))
    return Line(entry.version, entry.at, happened(entry), more, ICONS.get(entry.what, ""))


def _each(entry: TimelineEntry) -> Iterable[str]:
    return (field_change(change) for change in entry.changes)
