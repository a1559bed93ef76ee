"""Every gesture, described once: name, icon, key, when it is possible, and if not, why not.

Buttons, menus, keys and the help are all made from this table, so they can't differ. Adding one: add it
to GESTURES and, if it acts on an incident, to ``desktop/controllers/gesture_controller.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from desktop.state.person import Person
from desktop.state.texts import _, mark
from desktop.state.words import state_name
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import State

ACTIVE = frozenset({State.OPEN, State.ASSIGNED, State.WAITING})
Condition = Callable[[IncidentRow, Person], str | None]
"""Returns None where the gesture is possible, else the sentence that says why not."""


class Group(StrEnum):
    """A section of the help."""

    INCIDENT = "incident"
    SORTING = "sorting"
    MOVING = "moving"
    CONSOLE = "console"


GROUPS = {
    Group.INCIDENT: mark("On the incident"),
    Group.SORTING: mark("Sorting it"),
    Group.MOVING: mark("Moving around"),
    Group.CONSOLE: mark("The console"),
}


@dataclass(frozen=True, slots=True)
class Gesture:
    """One thing that a person can do. ``why_not`` is None for what is always possible."""

    name: str
    text: str
    icon: str
    key: str
    group: Group
    why_not: Condition | None = None
    more_keys: tuple[str, ...] = ()
    for_leaders: bool = False
    """It is not even offered to others."""
    also: str = ""
    """Other words by which it is looked for, as a marked text."""

    def label(self) -> str:
        """Return its name in the language in use."""
        return _(self.text)

    def others(self) -> str:
        """Return the other words for it in the language in use."""
        return _(self.also) if self.also else ""

    def obstacle(self, row: IncidentRow | None, me: Person) -> str | None:
        """Return why it is not possible now, None where it is."""
        if self.why_not is None:
            return None
        return _("Choose an incident first.") if row is None else self.why_not(row, me)


def _only(states: frozenset[State]) -> Condition:
    def why_not(row: IncidentRow, me: Person) -> str | None:  # noqa: ARG001  # the same for everybody
        if row.state in states:
            return None
        return _("Not possible: it is “{state}”.").format(state=state_name(row.state))

    return why_not


def _claim(row: IncidentRow, me: Person) -> str | None:
    if row.state not in ACTIVE:
        return _only(ACTIVE)(row, me)
    if row.assignee is None:
        return None
    if row.assignee.id == me.id:
        return _("You have it already.")
    return _("{name} has it.").format(name=row.assignee.name)


def _release(row: IncidentRow, me: Person) -> str | None:
    if row.assignee is None or row.state not in ACTIVE:
        return _("Nobody has it.")
    if row.assignee.id != me.id and not me.leads:
        return _("{name} has it.").format(name=row.assignee.name)
    return None


def _assign(row: IncidentRow, me: Person) -> str | None:
    if row.state not in ACTIVE:
        return _only(ACTIVE)(row, me)
    return None if row.assignee is None else _release(row, me)


def _close(row: IncidentRow, me: Person) -> str | None:
    if row.state is State.CLOSED and row.is_unanswered:
        return None
    return _only(frozenset({State.RESOLVED}))(row, me)


def _merged(row: IncidentRow, me: Person) -> str | None:  # noqa: ARG001  # the same for everybody
    return None if row.merged_into else _("It is merged with nothing.")


_NOT_CLOSED = frozenset(State) - {State.CLOSED}
_REOPENABLE = frozenset({State.RESOLVED, State.CLOSED})

STANDING = mark("availability status")

GESTURES: tuple[Gesture, ...] = (
    Gesture("claim", mark("Claim"), "hand-palm", "C", Group.INCIDENT, _claim),
    Gesture("release", mark("Release"), "arrow-u-up-left", "Shift+C", Group.INCIDENT, _release),
    Gesture("reply", mark("Reply"), "arrow-bend-up-left", "R", Group.INCIDENT, _only(_NOT_CLOSED)),
    Gesture("note", mark("Note"), "note-pencil", "N", Group.INCIDENT, _only(frozenset(State))),
    Gesture(
        "pause",
        mark("Wait for customer"),
        "pause",
        "W",
        Group.INCIDENT,
        _only(frozenset({State.OPEN, State.ASSIGNED})),
    ),
    Gesture("reply-resolve", mark("Reply and resolve"), "checks", "Shift+R", Group.INCIDENT, _only(ACTIVE)),
    Gesture("resolve", mark("Resolve"), "check", "E", Group.INCIDENT, _only(ACTIVE)),
    Gesture("reopen", mark("Reopen"), "arrow-counter-clockwise", "O", Group.INCIDENT, _only(_REOPENABLE)),
    Gesture("close", mark("Close"), "archive", "Shift+E", Group.INCIDENT, _close),
    Gesture("priority", mark("Priority"), "cell-signal-high", "P", Group.INCIDENT, _only(ACTIVE)),
    Gesture("assign", mark("Assign"), "user-plus", "A", Group.INCIDENT, _assign),
    Gesture("wake", mark("Wait until a day"), "alarm", "Shift+W", Group.INCIDENT, _only(ACTIVE)),
    Gesture("resume", mark("Take up again"), "play", "U", Group.INCIDENT, _only(frozenset({State.WAITING}))),
    Gesture(
        "macro",
        mark("Macro"),
        "lightning",
        "M",
        Group.INCIDENT,
        _only(frozenset(State)),
        more_keys=("Ctrl+M",),
    ),
    Gesture("team", mark("Give to a team"), "users-three", "T", Group.SORTING, _only(ACTIVE)),
    Gesture("category", mark("Category"), "folder", "G", Group.SORTING, _only(_NOT_CLOSED)),
    Gesture("tags", mark("Tags"), "tag", "L", Group.SORTING, _only(frozenset(State))),
    Gesture("merge", mark("Merge into another"), "git-merge", "Shift+M", Group.SORTING, _only(_NOT_CLOSED)),
    Gesture("unmerge", mark("Undo the merge"), "git-branch", "", Group.SORTING, _merged),
    Gesture("split", mark("Split off a message"), "scissors", "S", Group.SORTING, _only(frozenset(State))),
    Gesture("link", mark("Link with another"), "link", "Shift+L", Group.SORTING, _only(frozenset(State))),
    Gesture("known", mark("Join to a known incident"), "megaphone", "I", Group.SORTING, _only(_NOT_CLOSED)),
    Gesture("part", mark("Take out of a known incident"), "megaphone", "", Group.SORTING, _only(_NOT_CLOSED)),
    Gesture("unlink", mark("Remove the link"), "link-break", "", Group.SORTING, _only(frozenset(State))),
    Gesture("copy", mark("Copy the reference"), "copy-simple", "Y", Group.MOVING, _only(frozenset(State))),
    Gesture("copy-link", mark("Copy a link to it"), "link", "Shift+Y", Group.MOVING, _only(frozenset(State))),
    Gesture("next", mark("Next incident"), "arrow-down", "J", Group.MOVING, more_keys=("Down",)),
    Gesture("previous", mark("Previous incident"), "arrow-up", "K", Group.MOVING, more_keys=("Up",)),
    Gesture("open", mark("Open the incident"), "arrow-right", "Return", Group.MOVING),
    Gesture("back", mark("Back to the list"), "arrow-left", "Esc", Group.MOVING),
    Gesture("top", mark("Newest rows, top of the list"), "arrow-line-up", "Home", Group.MOVING),
    Gesture("bottom", mark("Last row of the list"), "arrow-line-down", "End", Group.MOVING),
    Gesture("select-all", mark("Select every row"), "selection-all", "Ctrl+A", Group.MOVING),
    Gesture("select-more", mark("Select one row more"), "rows", "Shift+Down", Group.MOVING),
    Gesture(
        "fold", mark("Fold a group, unfold it"), "caret-down", "Left", Group.MOVING, more_keys=("Right",)
    ),
    Gesture(
        "view",
        mark("Views of the sidebar, by their place"),
        "stack",
        "Ctrl+1",
        Group.MOVING,
        more_keys=("…", "Ctrl+9"),
    ),
    Gesture("filter", mark("Filter the list"), "magnifying-glass", "/", Group.CONSOLE),
    Gesture("palette", mark("All that one can do"), "command", "Ctrl+K", Group.CONSOLE),
    Gesture("notifications", mark("What called for you"), "bell", "B", Group.CONSOLE),
    Gesture("undo", mark("Undo, for 10 seconds"), "arrow-u-up-left", "Ctrl+Z", Group.CONSOLE),
    Gesture("search", mark("Search everywhere"), "globe", "Ctrl+Shift+F", Group.CONSOLE),
    Gesture("dashboard", mark("Live figures"), "chart-line-up", "D", Group.CONSOLE),
    Gesture("columns", mark("Columns, order and groups"), "columns", "V", Group.CONSOLE),
    Gesture("send", mark("Send what is written"), "paper-plane-tilt", "Ctrl+Return", Group.CONSOLE),
    Gesture("attach", mark("Attach files"), "paperclip", "Ctrl+Shift+A", Group.CONSOLE),
    Gesture("available", mark("I am available"), "user-circle", "", Group.CONSOLE, also=STANDING),
    Gesture("busy", mark("I am busy: nothing new"), "user-minus", "", Group.CONSOLE, also=STANDING),
    Gesture("away", mark("I am away for a while"), "coffee", "", Group.CONSOLE, also=STANDING),
    Gesture("off", mark("I am off for today"), "moon", "", Group.CONSOLE, also=STANDING),
    Gesture("administration", mark("Administration: people"), "users", "", Group.CONSOLE, for_leaders=True),
    Gesture("help", mark("Show these keys"), "keyboard", "?", Group.CONSOLE, more_keys=("F1",)),
)
BY_NAME = {gesture.name: gesture for gesture in GESTURES}
