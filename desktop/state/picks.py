"""What a gesture lets one choose from, by typing: teams, categories, tags, days, other incidents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from desktop.state import moves
from desktop.state.ages import clock_time
from desktop.state.folding import fold, words_of
from desktop.state.moves import Move
from desktop.state.palette import Command, found
from desktop.state.rows import Row
from desktop.state.texts import _, language
from desktop.state.waking import mornings, typed
from desktop.state.words import state_name
from shared.contracts.knowledge import KnownIncident
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import TAGS_MAX, Tag

OTHERS_MAX = 20
"""So many other incidents are offered at once; whoever seeks more types more."""
_TAG: TypeAdapter[str] = TypeAdapter(Tag)


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing to choose, and the move that it stands for."""

    command: Command
    move: Move


def teams(row: IncidentRow, names: Mapping[str, str], query: str) -> list[Pick]:
    """Return the teams that it could go to."""
    others = [(slug, name) for slug, name in _sorted(names) if slug != row.team]
    return _fitting(query, [_pick(moves.transferred(slug), name, "users-three") for slug, name in others])


def categories(row: IncidentRow, names: Mapping[str, str], query: str) -> list[Pick]:
    """Return what else it could be about."""
    others = [(slug, name) for slug, name in _sorted(names) if slug != row.category]
    return _fitting(query, [_pick(moves.categorized(slug), name, "folder") for slug, name in others])


def tags(row: IncidentRow, known: Iterable[str], query: str) -> list[Pick]:
    """Return the tags that could be added, with the one being typed, and then those that could go."""
    added = sorted(set(known) - set(row.tags), key=fold)
    fresh = _as_tag(query)
    if fresh and fresh not in row.tags and fresh not in added:
        added.append(fresh)
    full = None
    if len(row.tags) >= TAGS_MAX:
        full = _("It has {count} tags, and no more fit.").format(count=TAGS_MAX)
    picks = [
        _pick(moves.tagged((*row.tags, tag)), tag, "plus", obstacle=full, hint=_("Add")) for tag in added
    ]
    kept = [(tag, tuple(one for one in row.tags if one != tag)) for tag in row.tags]
    picks += [_pick(moves.tagged(rest), tag, "x", hint=_("Take away")) for tag, rest in kept]
    return _fitting(query, picks)


def wakings(now: datetime, query: str) -> list[Pick]:
    """Return the days on which it could be taken up again; ``now`` in the person's zone."""
    day = typed(query, now) if query.strip() else None
    picks = [
        _pick(moves.paused(each), clock_time(each, now, language()), "alarm", hint=_days_away(each, now))
        for each in ([day] if day else mornings(now))
    ]
    return picks if day else _fitting(query, picks)


def others(gesture: str, row: IncidentRow, rows: Iterable[Row], query: str) -> list[Pick]:
    """Return other incidents that fit what was typed: those of the same customer first, then the newest."""
    words = words_of(query)
    fitting = [one for one in rows if one.id != row.id and _says(one, words)]
    fitting.sort(key=lambda one: (one.customer_name != row.customer_name, -one.opened_at.timestamp()))
    make = moves.merged if gesture == "merge" else moves.linked
    return [
        _pick(make(one.id), f"{one.reference}  {one.subject}", "ticket", hint=_of_whom(one))
        for one in fitting[:OTHERS_MAX]
    ]


def known_incidents(known: Iterable[KnownIncident], query: str) -> list[Pick]:
    """Return what affects many and is not solved."""
    picks = [
        _pick(moves.joined(one.id), one.texts[language()].title, "megaphone")
        for one in known
        if one.solved_at is None
    ]
    return _fitting(query, picks)


def _pick(move: Move, text: str, icon: str, *, obstacle: str | None = None, hint: str = "") -> Pick:
    return Pick(Command(f"{move.method} {move.noun} {move.body}", text, icon, "", obstacle, hint), move)


def _fitting(query: str, picks: list[Pick]) -> list[Pick]:
    by_name = {pick.command.name: pick for pick in picks}
    return [by_name[command.name] for command in found(query, [pick.command for pick in picks])]


def _sorted(names: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(names.items(), key=lambda pair: fold(pair[1]))


def _as_tag(query: str) -> str | None:
    try:
        return _TAG.validate_python("-".join(query.split()))
    except ValidationError:
        return None


def _says(row: Row, words: tuple[str, ...]) -> bool:
    return all(word in row.text for word in words)


def _of_whom(row: Row) -> str:
    return f"{row.customer_name}  ·  {state_name(row.state)}"


def _days_away(morning: datetime, now: datetime) -> str:
    days = (morning.date() - now.date()).days
    return _("tomorrow") if days == 1 else _("in {count} days").format(count=days)
