"""The rules of answers and known incidents: versions, and what the world is told."""

from uuid import uuid4

import pytest
from pydantic import ValidationError

from backend.knowledge.domain import AlreadySolvedError, announce, define_category, solve, write_answer
from backend.knowledge.seeds import first_categories
from shared.contracts.catalogue import CATEGORIES, TEAMS
from shared.contracts.knowledge import AnswerText, FieldDefinition, FieldKind
from shared.contracts.vocabulary import Language
from tests.support.openings import ANA, NOON, later

LABELS = {Language.SPANISH: "¿Qué falta?", Language.ENGLISH: "What is missing?"}
TEXTS = {language: AnswerText(title="Envíos", body="Tardan dos días.") for language in Language}
ID = uuid4()


@pytest.mark.parametrize(
    ("was", "is_", "told"),
    [
        (None, False, None),
        (None, True, "answer.published"),
        (False, False, None),
        (False, True, "answer.published"),
        (True, True, "answer.published"),
        (True, False, "answer.withdrawn"),
    ],
)
def test_only_what_customers_can_see_or_could_is_told(was: bool | None, is_: bool, told: str | None) -> None:
    before = None
    if was is not None:
        before = write_answer(ID, None, ANA, NOON, category=None, texts=TEXTS, is_published=was).after
    edit = write_answer(ID, before, ANA, later(1), category="late", texts=TEXTS, is_published=is_)
    assert edit.after.version == (2 if before else 1)
    assert (edit.event.TYPE if edit.event else None) == told


def test_a_known_incident_is_announced_reworded_and_solved_once() -> None:
    first = announce(ID, None, ANA, NOON, category=None, texts=TEXTS)
    second = announce(ID, first.after, ANA, later(1), category="late", texts=TEXTS)
    solved = solve(second.after, ANA, later(2))
    assert [edit.after.version for edit in (first, second, solved)] == [1, 2, 3]
    assert [edit.event.TYPE for edit in (first, second, solved) if edit.event] == [
        "known-incident.announced",
        "known-incident.announced",
        "known-incident.solved",
    ]
    assert (second.after.announced_at, solved.after.solved_at) == (NOON, later(2))
    with pytest.raises(AlreadySolvedError):
        solve(solved.after, ANA, later(3))
    with pytest.raises(AlreadySolvedError):
        announce(ID, solved.after, ANA, later(3), category=None, texts=TEXTS)


def test_a_category_goes_from_version_to_version() -> None:
    first = define_category("drones", None, names=LABELS, team="technical").after
    assert (first.version, first.is_active) == (1, True)
    second = define_category("drones", first, names=LABELS, team="technical", is_active=False).after
    assert (second.version, second.is_active) == (2, False)


@pytest.mark.parametrize(
    ("kind", "choices"),
    [
        (FieldKind.CHOICE, ()),
        (FieldKind.TEXT, ({"slug": "a", "labels": LABELS},)),
        (FieldKind.CHOICE, ({"slug": "a", "labels": LABELS}, {"slug": "a", "labels": LABELS})),
    ],
)
def test_choices_belong_to_their_kind_and_differ(kind: FieldKind, choices: tuple[object, ...]) -> None:
    with pytest.raises(ValidationError, match="choices"):
        FieldDefinition.model_validate({"slug": "x", "kind": kind, "labels": LABELS, "choices": choices})


def test_two_fields_of_one_slug_are_refused() -> None:
    field = FieldDefinition(slug="x", kind=FieldKind.TEXT, labels=LABELS)
    with pytest.raises(ValidationError, match="two fields have the same slug"):
        define_category("drones", None, names=LABELS, team="technical", fields=(field, field))


def test_a_first_start_has_the_categories_of_the_catalogue_in_their_order() -> None:
    seeds = first_categories()
    assert [seed.slug for seed in seeds] == list(CATEGORIES)
    assert [seed.position for seed in seeds] == sorted(seed.position for seed in seeds)
    for seed in seeds:
        assert (seed.names, seed.team) == (CATEGORIES[seed.slug].names, CATEGORIES[seed.slug].team)
        assert seed.team in TEAMS
        assert not any(field.is_required for field in seed.fields)
