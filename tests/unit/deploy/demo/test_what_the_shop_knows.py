"""What the demo shop knows can be published as it is."""

import pytest

from backend.knowledge.requests import AnswerBody, KnownIncidentBody
from deploy.demo.knowledge import answers, known_incidents
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
