"""What choosing a macro comes to: its words for an incident, its steps as plans, and how it is found."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from desktop.state import moves
from desktop.state.folding import fold, words_of
from desktop.state.house_names import category_name, team_name
from desktop.state.moves import Move
from desktop.state.palette import Command, found
from desktop.state.person import Person
from desktop.state.plans import Plan, same, with_tags
from desktop.state.texts import _, language, ngettext
from desktop.state.waking import MORNING
from desktop.state.words import priority_name
from shared.contracts.macros import PLACEHOLDERS, Macro, MacroSteps, filled, placeholders_in
from shared.contracts.resources import IncidentDetail

HINT_MOST = 72


def words_for(macro: Macro, detail: IncidentDetail, me: Person) -> str:
    """Return its words in the customer's language, else in any that it has; empty where it has none.

    What the incident does not tell stays in its braces, for its author to fill in.
    """
    row = detail.row
    text = macro.texts.get(row.language) or next(iter(macro.texts.values()), "")
    values = {
        "customer": row.customer_name,
        "reference": row.reference,
        "order": detail.order_number,
        "product": detail.product,
        "me": me.name,
    }
    return filled(text, {name: value or f"{{{name}}}" for name, value in values.items()})


def left_open(text: str) -> list[str]:
    """Return the placeholders that words still have, in their braces."""
    return [f"{{{name}}}" for name in dict.fromkeys(placeholders_in(text)) if name in PLACEHOLDERS]


def plans_of(steps: MacroSteps, me: Person) -> list[Plan]:
    """Return what it does at once, in the order in which it is done; resolving and waiting come later."""
    plans: list[Plan] = []
    if steps.claim:
        plans.append(lambda row: None if row.assignee and row.assignee.id == me.id else moves.simple("claim"))
    if priority := steps.priority:
        plans.append(lambda row: None if row.priority is priority else moves.prioritized(priority))
    if category := steps.category:
        plans.append(lambda row: None if row.category == category else moves.categorized(category))
    if steps.tags:
        plans.append(with_tags(*steps.tags))
    if team := steps.team:
        plans.append(lambda row: None if row.team == team else moves.transferred(team))
    return plans


def waiting(days: int, now: datetime) -> Move:
    """Return the move that waits for so many days, until the morning; ``now`` in the person's zone."""
    day = (now + timedelta(days=days)).date()
    return moves.paused(datetime.combine(day, MORNING, tzinfo=now.tzinfo))


def plans_without_words(steps: MacroSteps, me: Person, now: datetime) -> list[Plan]:
    """Return the same with the waiting, for when nothing has to be sent before."""
    waits = [same(waiting(steps.wait_days, now))] if steps.wait_days else []
    return plans_of(steps, me) + waits


def is_mine(macro: Macro, me: Person) -> bool:
    """Tell whether the person may change and delete it."""
    return macro.owner == me.id or (macro.owner is None and me.leads)


def matching(macros: Iterable[Macro], query: str, *, needs_steps: bool = False) -> Sequence[Command]:
    """Return those that fit what was typed by name, and then those whose words do."""
    known = {str(one.id): one for one in macros}
    commands = {name: _command(one, needs_steps=needs_steps) for name, one in known.items()}
    by_name = found(query, commands.values())
    words, named = words_of(query), {one.name for one in by_name}
    by_words = [
        command
        for name, command in commands.items()
        if name not in named and all(word in _all_words(known[name]) for word in words)
    ]
    return [*by_name, *by_words]


def summary(steps: MacroSteps) -> str:
    """Return what it does besides its words, in a line; empty where it does nothing."""
    parts = [_("Claim")] if steps.claim else []
    parts += [priority_name(steps.priority)] if steps.priority else []
    parts += [category_name(steps.category)] if steps.category else []
    parts += [f"+{tag}" for tag in steps.tags]
    parts += [team_name(steps.team)] if steps.team else []
    if days := steps.wait_days:
        parts.append(ngettext("Wait {count} day", "Wait {count} days", days).format(count=days))
    parts += [_("Resolve")] if steps.resolve else []
    return "  ·  ".join(parts)


def _command(macro: Macro, *, needs_steps: bool) -> Command:
    text = macro.texts.get(language()) or next(iter(macro.texts.values()), "")
    beginning = " ".join(text.split())
    if len(beginning) > HINT_MOST:
        beginning = beginning[:HINT_MOST].rsplit(" ", 1)[0] + "…"
    hint = "\n".join(filter(None, (beginning, summary(macro.steps))))
    obstacle = _("It has only words.") if needs_steps and macro.steps.is_empty else None
    icon = "chat-text" if text else "lightning"
    return Command(str(macro.id), macro.name, icon, obstacle=obstacle, hint=hint)


def _all_words(macro: Macro) -> str:
    return fold("\n".join((macro.name, *macro.texts.values(), *macro.steps.tags)))
