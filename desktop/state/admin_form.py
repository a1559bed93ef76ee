"""A form of the administration, described without widgets: its fields, what is in them, and what changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from desktop.state.texts import _


class Entry(StrEnum):
    """How a field is filled in, and of which type its value is."""

    LINE = "line"
    """``str``"""
    TEXT = "text"
    """``str``, of several lines."""
    NUMBER = "number"
    """``int``, None where it is left empty."""
    ONE = "one"
    """One of the choices: ``str``."""
    MANY = "many"
    """Some of the choices, in their order: ``tuple[str, ...]``."""
    FLAG = "flag"
    """``bool``"""
    QUESTIONS = "questions"
    """What a category asks: ``admin_questions.Questions``."""


Values = Mapping[str, Any]
"""What is in a form, by the names of its fields."""
Choices = tuple[tuple[str, str], ...]
"""Values with what they are called on screen."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: its name for the program, and its label in the language of the moment."""

    name: str
    label: str
    entry: Entry = Entry.LINE
    value: Any = ""
    choices: Choices = ()
    is_fixed: bool = False
    """It is shown, and this person may not change it."""
    hint: str = ""
    least: int = 1
    """Of a number."""
    most: int = 100_000

    def filled(self, value: Any) -> "FormField":
        """Return the field with something else in it."""
        return replace(self, value=value)

    def said(self, value: Any) -> str:
        """Return a value of this field in words."""
        names = dict(self.choices)
        if self.entry is Entry.FLAG:
            return _("Yes") if value else _("No")
        if self.entry is Entry.QUESTIONS:
            return ", ".join(one.said() for one in value) or "—"
        if self.entry is Entry.MANY:
            return ", ".join(names.get(one, one) for one in value) or "—"
        if value in names:
            return names[value]
        return "—" if value in (None, "") else str(value)


def values_of(fields: Iterable[FormField]) -> dict[str, Any]:
    """Return what the fields hold."""
    return {one.name: one.value for one in fields}


def changed(before: Values, after: Values, names: Iterable[str]) -> dict[str, Any]:
    """Return which of the named fields hold something else now."""
    return {name: after[name] for name in names if name in after and after[name] != before.get(name)}


def differences(before: Iterable[FormField], after: Iterable[FormField]) -> list[str]:
    """Return what somebody else has changed, a line for each field."""
    now = values_of(after)
    return [
        f"{one.label}: {one.said(one.value)} → {one.said(now[one.name])}"
        for one in before
        if one.name in now and now[one.name] != one.value
    ]


def rebased(before: Values, typed: Values, present: Values) -> dict[str, Any]:
    """Return what was typed here on top of what somebody else has changed meanwhile."""
    return {
        name: typed[name] if name in typed and typed[name] != before.get(name) else value
        for name, value in present.items()
    }
