"""What a shop promises in tests: an office in Madrid from nine to six, and a policy for what is urgent."""

from typing import Any

from backend.incidents.policies import PolicyBook
from shared.contracts.promises import (
    CalendarDefinition,
    Conditions,
    Escalation,
    Goals,
    Opening,
    PolicyDefinition,
    Weekday,
)
from shared.contracts.vocabulary import Language, Priority, PromiseTarget, Role

_OPENING = (Opening(opens="09:00", closes="18:00"),)


def named(spanish: str, english: str) -> dict[Language, str]:
    """Return a name in both languages."""
    return {Language.SPANISH: spanish, Language.ENGLISH: english}


OFFICE = CalendarDefinition(
    slug="office",
    version=1,
    names=named("Oficina", "Office"),
    time_zone="Europe/Madrid",
    week=dict.fromkeys(list(Weekday)[:5], _OPENING),
    country="ES",
)
ALWAYS = CalendarDefinition(
    slug="always",
    version=1,
    names=named("Siempre", "Always"),
    time_zone="UTC",
    week=dict.fromkeys(Weekday, (Opening(opens="00:00", closes="24:00"),)),
)
EVERYBODY = PolicyDefinition(
    slug="everybody",
    version=1,
    names=named("Todos", "Everybody"),
    position=10,
    calendar="office",
    goals=Goals(first_answer=120, next_answer=240, resolution=1080),
    warnings=(50,),
)
URGENT = PolicyDefinition(
    slug="urgent",
    version=1,
    names=named("Urgente", "Urgent"),
    conditions=Conditions(priorities=(Priority.URGENT,)),
    calendar="always",
    goals=Goals(first_answer=30, resolution=240),
    escalations=(
        Escalation(target=PromiseTarget.RESOLUTION, percent=80, roles=(Role.SUPERVISOR,), team="technical"),
    ),
)


def book(*policies: PolicyDefinition, edition: int = 1) -> PolicyBook:
    """Return these policies, or both of the shop's, over both calendars."""
    return PolicyBook(edition, policies or (EVERYBODY, URGENT), (OFFICE, ALWAYS))


def changed(policy: PolicyDefinition, **fields: Any) -> PolicyDefinition:
    """Return a policy with other fields, looked at as strictly as a new one."""
    return PolicyDefinition.model_validate({**policy.model_dump(), **fields})
