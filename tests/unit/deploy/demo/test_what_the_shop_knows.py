"""What the demo shop knows can be published as it is."""

import pytest

from backend.knowledge.requests import AnswerBody, KnownIncidentBody, MacroBody
from deploy.demo.knowledge import answers, known_incidents
from deploy.demo.macros import macros
from shared.contracts.catalogue import CATEGORIES
from shared.contracts.vocabulary import Language


def test_there_is_something_to_read_about_every_category():
    assert len(answers()) >= 12
    assert {one["category"] for one in answers()} == set(CATEGORIES)
    assert len(known_incidents()) == 1


@pytest.mark.parametrize("body", answers(), ids=lambda body: body["texts"][Language.ENGLISH]["title"])
def test_an_answer_is_told_in_every_language(body):
    assert AnswerBody.model_validate(body).texts.keys() == set(Language)


def test_what_affects_many_is_told_in_every_language():
    for body in known_incidents():
        assert KnownIncidentBody.model_validate(body).texts.keys() == set(Language)


@pytest.mark.parametrize("body", macros(), ids=lambda body: body["name"])
def test_a_macro_is_for_everybody_and_its_words_are_in_every_language(body):
    macro = MacroBody.model_validate(body)
    assert macro.is_shared
    assert macro.texts.keys() in (set(Language), set())


def test_there_is_a_macro_that_waits_and_one_that_resolves():
    steps = [MacroBody.model_validate(body).steps for body in macros()]
    assert any(one.wait_days for one in steps)
    assert any(one.resolve for one in steps)
