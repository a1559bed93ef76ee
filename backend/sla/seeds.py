"""What is promised at a first start: office hours in Madrid, and the sooner the more urgent it is."""

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

_HOUR = 60
_DAY = 9 * _HOUR
"""A working day of the office."""
OFFICE, EVERY_DAY = "office", "every-day"
_OFFICE_HOURS = (Opening(opens="09:00", closes="18:00"),)
_LONG_HOURS = (Opening(opens="08:00", closes="22:00"),)
_WITHOUT_GOODS = ("damaged", "missing", "late", "wrong-item")
"""Who is without their goods is answered sooner."""


def first_calendars() -> list[CalendarDefinition]:
    """Return the hours of the office, and those in which somebody is there for what is urgent."""
    working = list(Weekday)[:5]
    return [
        CalendarDefinition(
            slug=OFFICE,
            version=1,
            names=_named("Horario de oficina", "Office hours"),
            time_zone="Europe/Madrid",
            week=dict.fromkeys(working, _OFFICE_HOURS),
            country="ES",
            subdivision="MD",
        ),
        CalendarDefinition(
            slug=EVERY_DAY,
            version=1,
            names=_named("Todos los días", "Every day"),
            time_zone="Europe/Madrid",
            week=dict.fromkeys(Weekday, _LONG_HOURS),
        ),
    ]


def first_policies() -> list[PolicyDefinition]:
    """Return a policy for each urgency; what is neither urgent nor calm is told apart by what it is about."""
    return [
        _policy(
            "urgent",
            _named("Urgente", "Urgent"),
            Conditions(priorities=(Priority.URGENT,)),
            Goals(first_answer=_HOUR, next_answer=_HOUR, resolution=8 * _HOUR),
            EVERY_DAY,
        ),
        _policy(
            "high",
            _named("Prioridad alta", "High priority"),
            Conditions(priorities=(Priority.HIGH,)),
            Goals(first_answer=4 * _HOUR, next_answer=4 * _HOUR, resolution=2 * _DAY),
        ),
        _policy(
            "low",
            _named("Prioridad baja", "Low priority"),
            Conditions(priorities=(Priority.LOW,)),
            Goals(first_answer=3 * _DAY, next_answer=3 * _DAY, resolution=10 * _DAY),
        ),
        _policy(
            "without-goods",
            _named("Sin su pedido", "Without their goods"),
            Conditions(categories=_WITHOUT_GOODS),
            Goals(first_answer=_DAY, next_answer=_DAY, resolution=4 * _DAY),
        ),
        _policy(
            "everybody",
            _named("Todos los demás", "Everybody else"),
            Conditions(),
            Goals(first_answer=2 * _DAY, next_answer=2 * _DAY, resolution=5 * _DAY),
        ),
    ]


def _policy(
    slug: str, names: dict[Language, str], conditions: Conditions, goals: Goals, calendar: str = OFFICE
) -> PolicyDefinition:
    order = ("urgent", "high", "low", "without-goods", "everybody")
    return PolicyDefinition(
        slug=slug,
        version=1,
        names=names,
        position=10 * order.index(slug),
        conditions=conditions,
        calendar=calendar,
        goals=goals,
        warnings=(50, 80),
        escalations=tuple(
            Escalation(target=target, percent=100, roles=(Role.SUPERVISOR,))
            for target in (PromiseTarget.FIRST_ANSWER, PromiseTarget.RESOLUTION)
        ),
    )


def _named(spanish: str, english: str) -> dict[Language, str]:
    return {Language.SPANISH: spanish, Language.ENGLISH: english}
