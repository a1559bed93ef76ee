"""What a gesture lets one choose from, by typing: teams, categories, tags, days, other incidents."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from desktop.state import moves
from desktop.state.ages import clock_time
from desktop.state.colleagues import Colleague
from desktop.state.folding import words_of
from desktop.state.moves import Move
from desktop.state.natural import natural
from desktop.state.palette import Command, found
from desktop.state.person import Person
from desktop.state.plans import Plan, same, with_tags, without_tag
from desktop.state.rows import Row
from desktop.state.texts import _, language
from desktop.state.waking import mornings, typed
from desktop.state.words import priority_name, state_name
from shared.contracts.knowledge import KnownIncident
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import TAGS_MAX, Priority, Tag

OTHERS_MAX = 20
"""So many other incidents are offered at once; whoever seeks more types more."""
_TAG: TypeAdapter[str] = TypeAdapter(Tag)


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing to choose, and what it makes of whichever incident it is chosen for."""

    command: Command
    plan: Plan


Rows = Sequence[IncidentRow]
"""The incidents that something is chosen for: one, or those that are selected."""


def teams(rows: Rows, names: Mapping[str, str], query: str) -> list[Pick]:
    """Return the teams that they could go to."""
    present = {row.team for row in rows}
    others = [(slug, name) for slug, name in _sorted(names) if present != {slug}]
    return _fitting(query, [_pick(moves.transferred(slug), name, "users-three") for slug, name in others])


def categories(rows: Rows, names: Mapping[str, str], query: str) -> list[Pick]:
    """Return what else they could be about."""
    present = {row.category for row in rows}
    others = [(slug, name) for slug, name in _sorted(names) if present != {slug}]
    return _fitting(query, [_pick(moves.categorized(slug), name, "folder") for slug, name in others])


def priorities(rows: Rows, query: str) -> list[Pick]:
    """Return how urgent they could be, the most urgent first."""
    present = {row.priority for row in rows}
    others = [one for one in reversed(Priority) if present != {one}]
    return _fitting(
        query, [_pick(moves.prioritized(one), priority_name(one), "cell-signal-high") for one in others]
    )


def colleagues(found: Iterable[Colleague], me: Person, query: str) -> list[Pick]:
    """Return who could get them, oneself first."""
    active = [one for one in found if one.active]
    active.sort(key=lambda one: (one.id != me.id, _by_name(one.name)))
    return _fitting(query, [_pick(moves.assigned(one.as_assignee()), one.name, "user") for one in active])


def tags(rows: Rows, known: Iterable[str], query: str) -> list[Pick]:
    """Return the tags that could be added, with the one being typed, and then those that could go."""
    in_all = set.intersection(*(set(row.tags) for row in rows))
    in_any = sorted({tag for row in rows for tag in row.tags}, key=_by_name)
    added = sorted(set(known) - in_all, key=_by_name)
    fresh = _as_tag(query)
    if fresh and fresh not in in_all and fresh not in added:
        added.append(fresh)
    full = None
    if all(len(row.tags) >= TAGS_MAX for row in rows):
        full = _("It has {count} tags, and no more fit.").format(count=TAGS_MAX)
    picks = [_tag_pick(with_tags(tag), tag, "plus", _("Add"), full) for tag in added]
    picks += [_tag_pick(without_tag(tag), tag, "x", _("Take away")) for tag in in_any]
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


def _pick(move: Move, text: str, icon: str, *, hint: str = "") -> Pick:
    return Pick(Command(f"{move.method} {move.noun} {move.body}", text, icon, hint=hint), same(move))


def _tag_pick(plan: Plan, tag: str, icon: str, hint: str, obstacle: str | None = None) -> Pick:
    return Pick(Command(f"{icon} {tag}", tag, icon, obstacle=obstacle, hint=hint), plan)


def _fitting(query: str, picks: list[Pick]) -> list[Pick]:
    by_name = {pick.command.name: pick for pick in picks}
    return [by_name[command.name] for command in found(query, [pick.command for pick in picks])]


def _sorted(names: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(names.items(), key=lambda pair: _by_name(pair[1]))


def _by_name(name: str) -> str:
    return natural(name, language())


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
