"""Each change of an incident is a sentence, and each field has a name and its values in words."""

import re

import pytest

from desktop.state import texts
from desktop.state.words import FIELDS, HAPPENED, field_change, happened
from shared.contracts.event_types import EVENTS
from shared.contracts.events import IncidentEvent
from shared.contracts.resources import FieldChange, TimelineEntry
from shared.contracts.vocabulary import Language
from tests.support.golden_rows import ANA, HOUSE, OPENED
from tests.support.messages import SAMPLES


@pytest.fixture(autouse=True)
def _spanish() -> None:
    texts.choose(Language.SPANISH)


def test_every_event_of_an_incident_has_its_sentence() -> None:
    told = {event.TYPE.removeprefix("incident.") for event in EVENTS if issubclass(event, IncidentEvent)}
    assert told == HAPPENED.keys()


def test_every_field_that_an_event_tells_has_its_name() -> None:
    events = [sample for sample in SAMPLES.values() if isinstance(sample, IncidentEvent)]
    told = {change.field for event in events for change in event.changes}
    # That answers changed is told by the event; by the timeline, which.
    assert told - {"answers"} <= FIELDS.keys()


def test_who_did_it_is_the_product_where_nobody_did() -> None:
    woken = TimelineEntry(version=2, what="woken", actor=HOUSE, at=OPENED)
    assert happened(woken) == "Ventanilla la retomó tras la espera"
    moved = TimelineEntry(version=2, what="transferred", actor=ANA, at=OPENED)
    assert happened(moved) == "Ana García la pasó a otro equipo"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("team", "returns", "shipping"), "Equipo: Devoluciones → Envíos"),
        (("category", "late", "unheard-of"), "Categoría: No ha llegado todavía → unheard-of"),
        (("tags", None, "lote-17, tetera"), "Etiquetas: — → lote-17, tetera"),
        (("rating", None, "4"), "Valoración: — → 4 ★"),
        (("links", "7F3K-9QX2", None), "Ver también: 7F3K-9QX2 → —"),
        (("¿Qué falta?", None, "Una taza"), "¿Qué falta?: — → Una taza"),
    ],
)
def test_a_change_names_field_and_values(change: tuple[str, str | None, str | None], said: str) -> None:
    field, old, new = change
    assert field_change(FieldChange(field=field, old=old, new=new)) == said


def test_a_day_is_said_with_its_date() -> None:
    change = FieldChange(field="wake_at", old=None, new=OPENED.isoformat())
    assert re.fullmatch(r"Se retoma: — → 2[345] nov 2026 \d\d:\d\d", field_change(change))
