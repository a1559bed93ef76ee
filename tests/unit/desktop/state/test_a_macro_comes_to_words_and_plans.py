from datetime import UTC, datetime
from uuid import uuid4

from desktop.state.macro_use import left_open, plans_of, plans_without_words, waiting, words_for
from desktop.state.moves import categorized, paused, prioritized, simple, tagged
from desktop.state.person import Person
from shared.contracts.macros import Macro, MacroSteps
from shared.contracts.resources import Assignee, Contact, IncidentDetail
from shared.contracts.vocabulary import Language, Priority
from tests.support.rows import NOON, row

ME = Person(id="e-ana00000001", name="Ana")


def macro(**texts: str) -> Macro:
    spoken = {Language(name): text for name, text in texts.items()}
    return Macro(id=uuid4(), version=1, updated_at=NOON, name="Out", texts=spoken)


def detail(**fields: str) -> IncidentDetail:
    contact = Contact(name="Marta Ruiz", email="marta@example.org")
    return IncidentDetail(row=row(), description="…", contact=contact, messages=(), timeline=(), **fields)


def test_its_words_are_those_of_the_customers_language_with_what_the_incident_tells() -> None:
    text = "{customer}: {order}, {product}. {me}"
    words = words_for(macro(es=text, en="No."), detail(order_number="48213", product="Tetera"), ME)
    assert words == "Marta Ruiz: 48213, Tetera. Ana"
    assert words_for(macro(en="Out today."), detail(), ME) == "Out today."


def test_what_the_incident_does_not_tell_stays_open_and_is_found() -> None:
    words = words_for(macro(es="Tu {product} sale hoy, {order}, {order}."), detail(), ME)
    assert words == "Tu {product} sale hoy, {order}, {order}."
    assert left_open(words) == ["{product}", "{order}"]
    assert left_open("Nothing {here} is open.") == []


def test_only_what_is_not_so_already_is_done() -> None:
    steps = MacroSteps(claim=True, priority=Priority.HIGH, category="billing", tags=("vip",))
    plans = plans_of(steps, ME)
    expected = [simple("claim"), prioritized(Priority.HIGH), categorized("billing"), tagged(("vip",))]
    assert [plan(row()) for plan in plans] == expected
    done = row(
        assignee=Assignee(id=ME.id, name=ME.name), priority=Priority.HIGH, category="billing", tags=("vip",)
    )
    assert [plan(done) for plan in plans] == [None] * 4


def test_without_words_the_waiting_is_one_of_the_steps() -> None:
    now = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
    *_, last = plans_without_words(MacroSteps(claim=True, wait_days=3), ME, now)
    morning = waiting(3, now)
    assert last(row()) == morning
    assert morning == paused(datetime.fromisoformat(str((morning.body or {})["wake_at"])))
    assert str((morning.body or {})["wake_at"]).startswith("2026-11-27")
