"""What a customer is promised: until when it is due, and what meets it."""

from datetime import timedelta
from uuid import uuid4

from backend.incidents import rules
from backend.incidents.model import Handling
from tests.support.openings import ANA, MARTA, NOON, later, opening


def test_what_is_promised_is_due_until_somebody_answers() -> None:
    promised = rules.open_incident(opening(), NOON, Handling(answer_within=timedelta(hours=24))).incident
    due = NOON + timedelta(hours=24)
    assert promised.answer_due == due
    assert promised.team == "returns"
    for unmet in (
        rules.claim(promised, ANA, later()),
        rules.note(promised, ANA, later(), uuid4(), "Ojo."),
        rules.comment(promised, MARTA, later(), uuid4(), "¿Hola?"),
        rules.pause(promised, ANA, later()),
    ):
        assert unmet.incident.answer_due == due
    for met in (
        rules.reply(promised, ANA, later(), uuid4(), "Ahora lo miro."),
        rules.reply_and_resolve(promised, ANA, later(), uuid4(), "Va otra."),
        rules.resolve(promised, MARTA, later()),
    ):
        assert met.incident.answer_due is None
        assert "answer_due" not in {change.field for change in met.event.changes}


def test_where_nothing_is_promised_nothing_is_due() -> None:
    assert rules.open_incident(opening(), NOON).incident.answer_due is None
