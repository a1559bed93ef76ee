from datetime import datetime, timedelta

import pytest

from desktop.state import texts
from desktop.state.presence import Presences
from shared.contracts.events import PresenceChanged
from shared.contracts.presence import Presence, PresenceList
from shared.contracts.resources import Actor
from shared.contracts.vocabulary import ActorKind, Attention, Language
from tests.support.messages import ANA, INCIDENT, LUIS, OPENED, holder

EVA = Actor(kind=ActorKind.EMPLOYEE, id="e-5e0f3a7b21", name="Eva Sanz")
LOOKING, TYPING, GONE = Attention.LOOKING, Attention.TYPING, Attention.GONE


def after(seconds: float) -> datetime:
    return OPENED + timedelta(seconds=seconds)


def told(who: Actor, attention: Attention, until: float = 45) -> PresenceChanged:
    return PresenceChanged(incident_id=INCIDENT, actor=who, attention=attention, expires_at=after(until))


@pytest.fixture
def presences() -> Presences:
    texts.choose(Language.ENGLISH)
    assert ANA.id
    return Presences(ANA.id)


def test_nobody_is_there_and_oneself_does_not_count(presences: Presences) -> None:
    assert not presences.hear(told(ANA, TYPING), OPENED)
    assert (presences.sentence(INCIDENT), presences.attention(INCIDENT)) == ("", None)


def test_it_says_who_writes_and_else_who_looks(presences: Presences) -> None:
    assert presences.hear(told(LUIS, LOOKING), OPENED)
    assert presences.sentence(INCIDENT) == "Luis Ortega is looking"
    presences.hear(told(EVA, LOOKING), OPENED)
    assert presences.sentence(INCIDENT) == "Eva Sanz, Luis Ortega are looking"
    presences.hear(told(EVA, TYPING), OPENED)
    assert (presences.sentence(INCIDENT), presences.attention(INCIDENT)) == ("Eva Sanz is writing…", TYPING)
    texts.choose(Language.SPANISH)
    assert presences.sentence(INCIDENT) == "Eva Sanz está escribiendo…"
    texts.choose(Language.ENGLISH)


def test_what_says_nothing_new_changes_nothing_on_screen(presences: Presences) -> None:
    assert presences.hear(told(LUIS, LOOKING), OPENED)
    assert not presences.hear(told(LUIS, LOOKING, until=75), after(30))
    assert presences.forget(after(50)) == set()


def test_who_leaves_or_is_not_heard_of_is_forgotten(presences: Presences) -> None:
    presences.hear(told(LUIS, LOOKING), OPENED)
    presences.hear(told(EVA, TYPING), OPENED)
    assert presences.hear(told(EVA, GONE, until=1), after(1))
    assert presences.forget(after(44.9)) == set()
    assert presences.forget(after(45)) == {INCIDENT}
    assert presences.sentence(INCIDENT) == ""


def test_what_was_over_before_it_came_is_not_shown(presences: Presences) -> None:
    assert not presences.hear(told(LUIS, TYPING), after(60))


def test_the_services_own_word_counts(presences: Presences) -> None:
    presences.hear(told(EVA, TYPING), OPENED)
    luis = Presence(employee=holder(LUIS), attention=LOOKING, expires_at=after(12))
    assert presences.learn(INCIDENT, PresenceList(others=(luis,), expires_at=after(12)))
    assert presences.sentence(INCIDENT) == "Luis Ortega is looking"
    assert not presences.learn(INCIDENT, PresenceList(others=(luis,), expires_at=after(17)))
