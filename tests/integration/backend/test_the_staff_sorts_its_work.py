"""Team, category, tags and what a category asks for, over HTTP on a real database."""

from typing import Any

import pytest

from backend.kit.mongo import Database
from shared.contracts.knowledge import CategoryDefinition, FieldDefinition, FieldKind
from shared.contracts.vocabulary import Language, Role
from tests.support.openings import MARTA
from tests.support.staff_desk import StaffDesk, put_category

pytestmark = pytest.mark.database
DAMAGE = {"field": "damage", "value": "both"}


def told(desk: StaffDesk, incident: Any) -> Any:
    """Return the last line of an incident's timeline, with the fields before and after."""
    entry = desk.read(incident)["timeline"][-1]
    return entry["what"], {one["field"]: (one["old"], one["new"]) for one in entry["changes"]}


def test_another_team_gets_it_without_who_had_it(desk: StaffDesk) -> None:
    incident = desk.open()
    desk.put(incident, "claim")
    row = desk.put(incident, "team", {"team": "shipping"})
    assert (row["team"], row["assignee"], row["state"]) == ("shipping", None, "open")
    assert told(desk, incident) == (
        "transferred",
        {"state": ("assigned", "open"), "team": ("returns", "shipping"), "assignee": ("Ana", None)},
    )
    assert desk.events(incident)[-1].type == "incident.transferred"
    again = desk.ask("PUT", incident, "team", {"team": "shipping"})
    assert (again.status_code, again.get_json()["detail"]) == (409, "That team has it already.")
    unknown = desk.ask("PUT", incident, "team", {"team": "nobody"})
    assert (unknown.status_code, unknown.get_json()["errors"][0]["field"]) == (422, "team")


def test_what_a_colleague_has_only_who_leads_gives_to_another_team(desk: StaffDesk) -> None:
    incident = desk.open()
    desk.put(incident, "claim")
    luis: dict[str, Any] = {"sub": "e-bbbbbbbb", "name": "Luis"}
    refused = desk.ask("PUT", incident, "team", {"team": "shipping"}, **luis)
    assert refused.status_code == 403
    assert desk.put(incident, "team", {"team": "shipping"}, role=Role.SUPERVISOR, **luis)["assignee"] is None


def test_a_category_brings_its_team_unless_another_one_has_it(desk: StaffDesk) -> None:
    incident = desk.open()
    row = desk.put(incident, "category", {"category": "billing"})
    assert (row["category"], row["team"]) == ("billing", "billing")
    assert told(desk, incident) == (
        "categorized",
        {"category": ("damaged", "billing"), "team": ("returns", "billing")},
    )
    desk.put(incident, "team", {"team": "technical"})
    row = desk.put(incident, "category", {"category": "late"})
    assert (row["category"], row["team"]) == ("late", "technical")


@pytest.mark.parametrize("slug", ["unheard-of", "retired"])
def test_a_category_must_be_in_use(desk: StaffDesk, database: Database, slug: str) -> None:
    names = dict.fromkeys(Language, "Antigua")
    put_category(
        database, CategoryDefinition(slug="retired", version=1, names=names, team="returns", is_active=False)
    )
    refused = desk.ask("PUT", desk.open(), "category", {"category": slug})
    assert (refused.status_code, refused.get_json()["errors"][0]["field"]) == (422, "category")


def test_tags_are_a_set_in_one_form(desk: StaffDesk) -> None:
    incident = desk.open()
    row = desk.put(incident, "tags", {"tags": ["Tetera", "lote-17", "tetera"]})
    assert row["tags"] == ["lote-17", "tetera"]
    assert told(desk, incident) == ("tagged", {"tags": (None, "lote-17, tetera")})
    assert desk.put(incident, "tags", {"tags": ["tetera", "LOTE-17"]})["version"] == row["version"]
    assert desk.put(incident, "tags", {"tags": []})["tags"] == []
    assert desk.ask("PUT", incident, "tags", {"tags": ["dos palabras"]}).status_code == 400
    assert desk.ask("PUT", incident, "tags", {"tags": [f"t{n}" for n in range(11)]}).status_code == 400


def test_what_was_asked_is_set_right_in_the_customers_language(desk: StaffDesk) -> None:
    incident = desk.open()
    desk.put(incident, "answers", {"answers": [DAMAGE]})
    detail = desk.read(incident)
    assert detail["answers"] == [{"field": "damage", "label": "¿Qué está dañado?", "value": "Las dos cosas"}]
    assert told(desk, incident) == ("amended", {"¿Qué está dañado?": (None, "Las dos cosas")})
    body = str(desk.events(incident)[-1].data)
    assert "Las dos cosas" not in body
    assert "answers" in body


def test_a_wrong_answer_is_refused_by_its_field(desk: StaffDesk, database: Database) -> None:
    labels = dict.fromkeys(Language, "Importe")
    field = FieldDefinition(slug="amount", kind=FieldKind.NUMBER, labels=labels, is_required=True)
    names = dict.fromkeys(Language, "Dañado")
    category = CategoryDefinition(slug="damaged", version=2, names=names, team="returns", fields=(field,))
    put_category(database, category)
    incident = desk.open()
    for answers, field_name in [([DAMAGE], "damage"), ([], "amount")]:
        refused = desk.ask("PUT", incident, "answers", {"answers": answers})
        assert refused.status_code == 422
        assert field_name in {error["field"] for error in refused.get_json()["errors"]}
    refused = desk.ask("PUT", incident, "answers", {"answers": [{"field": "amount", "value": "mucho"}]})
    assert refused.get_json()["errors"] == [
        {"field": "amount", "message": "It should be a number, such as 3 or 12.50."}
    ]


def test_a_customer_sees_nothing_of_how_it_is_sorted(desk: StaffDesk) -> None:
    incident = desk.open()
    desk.put(incident, "team", {"team": "shipping"})
    desk.put(incident, "tags", {"tags": ["moroso"]})
    detail = desk.read_as(MARTA.id, incident)
    assert (detail["row"]["tags"], detail["row"]["team"]) == ([], None)
    assert [entry["what"] for entry in detail["timeline"]] == ["opened"]
    assert "moroso" not in str(detail)
