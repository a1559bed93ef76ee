"""What a category asks: slugs stay for what is known, new ones are made, and what is missing is said."""

import pytest

from desktop.state.admin_categories import body_of, fault_of, fields_of, line_of, with_teams_of
from desktop.state.admin_form import values_of
from desktop.state.admin_questions import Choice, Question, fields_from, questions_of, slug_for
from desktop.state.admin_questions import fault_of as question_fault
from shared.contracts.knowledge import CategoryDefinition, FieldKind
from shared.contracts.vocabulary import Language
from tests.support.little_knowledge import category, question

PARCEL = question("parcel", FieldKind.CHOICE, "What came?", required=True)
DAY = question("day", FieldKind.DATE, "Which day?")
TEAMS = (("returns", "Returns"), ("shipping", "Shipping"))


def form(of: CategoryDefinition | None) -> dict[str, object]:
    return values_of(fields_of(of, TEAMS, position=3, is_admin=True))


def test_what_is_not_touched_comes_back_as_it_was() -> None:
    assert fields_from(questions_of((PARCEL, DAY))) == (PARCEL, DAY)


def test_a_new_question_is_named_after_its_english_and_unlike_all_others() -> None:
    new = Question(spanish="¿Qué día?", english="Day")
    first, second = fields_from((*questions_of((DAY,)), new))[:2]
    assert (first.slug, second.slug) == ("day", "day-2")
    assert second.labels == {Language.SPANISH: "¿Qué día?", Language.ENGLISH: "Day"}


@pytest.mark.parametrize(
    ("text", "taken", "slug"),
    [
        ("Which árbol?", (), "which-arbol"),
        ("3 days", (), "q"),
        ("3 days", ("q",), "q-2"),
        ("x" * 90, (), "x" * 40),
        ("x" * 90, ("x" * 40,), "x" * 37 + "-2"),
    ],
)
def test_words_for_machines_are_safe_in_an_address(text: str, taken: tuple[str, ...], slug: str) -> None:
    assert slug_for(text, taken, "q") == slug


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (Question(spanish="¿Qué?"), "Question 1 needs its words"),
        (Question(spanish="¿Qué?", english="What?", kind=FieldKind.CHOICE), "something to choose from"),
        (
            Question(spanish="¿Qué?", english="What?", kind=FieldKind.CHOICE, choices=(Choice("", "Caja"),)),
            "Each choice of question 1",
        ),
    ],
)
def test_what_is_missing_is_said_in_words(wrong: Question, told: str) -> None:
    assert told in question_fault((wrong,))


def test_what_was_not_typed_anew_goes_back_as_it_was() -> None:
    before = category("gifts", PARCEL).model_copy(update={"retention_days": 400})
    body = body_of(before, {**form(before), "es": "Regalos"})
    assert body["retention_days"] == 400
    assert body["names"] == {"es": "Regalos", "en": "About gifts"}
    assert {"slug", "version"}.isdisjoint(body)


def test_a_new_category_begins_at_the_end_and_in_use() -> None:
    typed = form(None)
    assert (typed["position"], typed["is_active"], typed["team"]) == (3, True, "returns")
    assert fault_of(typed) == "It needs a short name, and a name in both languages."
    named = {**typed, "es": "Regalos", "en": "Gifts"}
    assert "begins with a letter" in fault_of({**named, "slug": "Gifts!"})
    assert fault_of({**named, "slug": "gifts"}) == ""


def test_a_team_that_has_a_category_can_be_chosen_wherever_it_is_known() -> None:
    billing = category("invoices").model_copy(update={"team": "billing"})
    assert with_teams_of([billing, category("gifts")], TEAMS) == (*TEAMS, ("billing", "Billing"))
    assert fault_of({**form(None), "slug": "gifts", "es": "R", "en": "G", "team": ""}).startswith(
        "It needs a team"
    )


def test_the_list_says_who_takes_it_and_what_is_out_of_use() -> None:
    assert line_of(category("gifts", PARCEL), TEAMS).detail == "Returns · 1 question"
    over = line_of(category("gifts", active=False), TEAMS)
    assert (over.detail, over.is_over) == ("Returns · Out of use", True)
