"""The names that screens give to states, priorities, roles and what happened."""

from collections.abc import Callable
from datetime import datetime

from desktop.state.ages import dated
from desktop.state.house_names import category_name, team_name
from desktop.state.texts import _, language, mark
from shared.contracts.resources import Actor, FieldChange, TimelineEntry
from shared.contracts.vocabulary import ActorKind, Availability, MessageKind, Priority, Role, State

STATES = {
    State.OPEN: mark("New"),
    State.ASSIGNED: mark("In progress"),
    State.WAITING: mark("Waiting for customer"),
    State.RESOLVED: mark("Resolved"),
    State.CLOSED: mark("Closed"),
}
PRIORITIES = {
    Priority.LOW: mark("Low priority"),
    Priority.NORMAL: mark("Normal priority"),
    Priority.HIGH: mark("High priority"),
    Priority.URGENT: mark("Urgent"),
}
ROLES = {Role.AGENT: mark("Agent"), Role.SUPERVISOR: mark("Supervisor"), Role.ADMIN: mark("Administrator")}
AVAILABILITIES = {
    Availability.AVAILABLE: mark("Available"),
    Availability.BUSY: mark("Busy"),
    Availability.AWAY: mark("Away"),
    Availability.OFF: mark("Off"),
}
HAPPENED = {
    "opened": mark("{who} opened the incident"),
    "claimed": mark("{who} took it"),
    "released": mark("{who} gave it back to the queue"),
    "assigned": mark("{who} assigned it"),
    "replied": mark("{who} replied"),
    "noted": mark("{who} left a note"),
    "commented": mark("{who} wrote"),
    "paused": mark("{who} set it waiting for the customer"),
    "prioritized": mark("{who} changed the priority"),
    "resolved": mark("{who} resolved it"),
    "reopened": mark("{who} reopened it"),
    "closed": mark("{who} closed it"),
    "rated": mark("{who} rated it"),
    "subscribed": mark("{who} wants mails again"),
    "unsubscribed": mark("{who} wants no more mails"),
    "request-refused": mark("{who} asked for something that came too late"),
    "erased": mark("{who} erased the person and the words"),
    "transferred": mark("{who} sent it to another team"),
    "categorized": mark("{who} changed the category"),
    "tagged": mark("{who} changed the tags"),
    "amended": mark("{who} set the customer's details right"),
    "woken": mark("{who} took it up again after the wait"),
    "merged": mark("{who} merged it with another incident"),
    "unmerged": mark("{who} undid the merge"),
    "split": mark("{who} made a message an incident of its own"),
    "linked": mark("{who} linked it with another incident"),
    "unlinked": mark("{who} removed a link to another incident"),
    "joined": mark("{who} joined it to a known incident"),
    "parted": mark("{who} took it out of a known incident"),
    "promised": mark("{who} set other times to answer or resolve it"),
    "warned": mark("{who} warned that a promise is close to be broken"),
    "breached": mark("{who} noted that a promise was not kept in time"),
}
FIELDS = {
    "state": mark("State"),
    "priority": mark("Priority"),
    "team": mark("Team"),
    "assignee": mark("Assignee"),
    "rating": mark("Rating"),
    "mails": mark("Mails"),
    "category": mark("Category"),
    "tags": mark("Tags"),
    "wake_at": mark("Wakes up"),
    "answer_due": mark("Answer due"),
    "resolution_due": mark("Resolution due"),
    "customer_group": mark("Customer group"),
    "merged_into": mark("Goes on in"),
    "merged": mark("Merged in"),
    "links": mark("See also"),
    "known_incident": mark("Known incident"),
}
MESSAGES = {
    MessageKind.MESSAGE: mark("Customer"),
    MessageKind.REPLY: mark("Our reply"),
    MessageKind.NOTE: mark("Internal note"),
}


def state_name(state: State) -> str:
    """Return a state's name."""
    return _(STATES[state])


def short_state_name(state: State) -> str:
    """Return a state's name for a narrow column."""
    return _("Waiting") if state is State.WAITING else state_name(state)


def priority_name(priority: Priority) -> str:
    """Return a priority's name."""
    return _(PRIORITIES[priority])


def role_name(role: Role) -> str:
    """Return a role's name."""
    return _(ROLES[role])


def availability_name(availability: Availability) -> str:
    """Return how somebody stands in words."""
    return _(AVAILABILITIES[availability])


def message_name(kind: MessageKind) -> str:
    """Return what an entry of the conversation is called."""
    return _(MESSAGES[kind])


def actor_name(actor: Actor) -> str:
    """Return who did something; the system goes by the product's name."""
    return "Ventanilla" if actor.kind is ActorKind.SYSTEM else actor.name


def happened(entry: TimelineEntry) -> str:
    """Return a change of the incident as a sentence without its time."""
    sentence = HAPPENED.get(entry.what)
    if sentence is None:
        return f"{actor_name(entry.actor)}: {entry.what}"
    return _(sentence).format(who=actor_name(entry.actor))


def field_change(change: FieldChange) -> str:
    """Return one changed field with its old and new value."""
    name = _(FIELDS[change.field]) if change.field in FIELDS else change.field
    return f"{name}: {_value(change.field, change.old)} → {_value(change.field, change.new)}"


def _value(field: str, value: str | None) -> str:
    if value is None:
        return "—"
    if field == "state" and value in set(State):
        return state_name(State(value))
    if field == "priority" and value in set(Priority):
        return priority_name(Priority(value))
    if field == "mails":
        return _("Yes") if value == "yes" else _("No")
    named = _NAMED.get(field)
    return named(value) if named else value


_NAMED: dict[str, Callable[[str], str]] = {
    "rating": lambda stars: f"{stars} ★",
    "team": team_name,
    "category": category_name,
    "wake_at": lambda moment: dated(datetime.fromisoformat(moment), language()),
}
"""The fields whose values are said in words of their own."""
