from datetime import timedelta
from typing import Any

import pytest

from backend.incidents import rules
from desktop.state.gestures import BY_NAME
from desktop.state.moves import Move, assigned, categorized, paused, prioritized, simple, tagged, transferred
from desktop.state.person import Person
from desktop.state.undo import opposite
from shared.clock import utc_now
from shared.contracts.resources import Assignee, IncidentRow
from shared.contracts.vocabulary import Priority, Role, State
from tests.support.little_moves import move as rule_of
from tests.support.little_shop import ANA, LUIS, LittleShop

LEADER = Person(id=ANA.id or "", name=ANA.name, role=Role.SUPERVISOR)
AGENT = Person(id=ANA.id or "", name=ANA.name, role=Role.AGENT)
TO_LUIS = Assignee(id=LUIS.id or "", name=LUIS.name)
SOON, LATER = utc_now() + timedelta(days=2), utc_now() + timedelta(days=9)
PASSING = {"version", "updated_at"}

MOVES = [
    simple("claim"),
    simple("release"),
    assigned(TO_LUIS),
    assigned(Assignee(id=ANA.id or "", name=ANA.name)),
    prioritized(Priority.URGENT),
    transferred("shipping"),
    categorized("billing"),
    tagged(("lote", "vip")),
    simple("pause"),
    paused(SOON),
    paused(LATER),
    simple("resume"),
]
"""Every gesture that changes one incident alone and has an opposite."""


def ask(shop: LittleShop, row: IncidentRow, move: Move) -> IncidentRow:
    return shop.change(row.id, rule_of(move.method, move.noun, dict(move.body or {})))


def told(row: IncidentRow) -> dict[str, Any]:
    return row.model_dump(exclude=PASSING)


def stand(shop: LittleShop, how: str) -> IncidentRow:
    """Return an incident that stands as it is called."""
    row = shop.open()
    if "answered" in how:
        row = shop.reply(row.id, "Voy.", by=ANA)
        row = shop.change(row.id, lambda found, at: rules.release(found, ANA, at))
    if "tagged" in how:
        row = ask(shop, row, tagged(("old",)))
    if "mine" in how:
        row = shop.change(row.id, lambda found, at: rules.claim(found, ANA, at))
    if "luis" in how:
        row = shop.change(row.id, lambda found, at: rules.claim(found, LUIS, at))
    if "waiting" in how:
        day = SOON if "day" in how else None
        row = shop.change(row.id, lambda found, at: rules.pause(found, ANA, at, day))
    return shop.incidents[row.id].row()


@pytest.mark.parametrize("me", [LEADER, AGENT], ids=["leader", "agent"])
@pytest.mark.parametrize(
    "how",
    [
        "new",
        "new tagged",
        "answered",
        "answered mine",
        "mine",
        "luis",
        "waiting",
        "waiting day",
        "mine waiting day",
        "luis waiting day",
        "mine waiting",
    ],
)
def test_every_way_back_leads_to_the_incident_as_it_was(how: str, me: Person) -> None:
    for move in MOVES:
        shop = LittleShop()
        before = stand(shop, how)
        if BY_NAME[move.gesture].obstacle(before, me) or move == paused(before.wake_at):
            continue
        after = ask(shop, before, move)
        back = opposite(move, before, after, me)
        for step in back.moves if back else ():
            assert BY_NAME[step.gesture].obstacle(after, me) is None, (how, move)
            after = ask(shop, after, step)
        if back:
            assert told(after) == told(before), (how, move, back)


@pytest.mark.parametrize("move", [simple("pause"), paused(SOON)])
def test_that_a_customer_awaits_an_answer_is_not_forgotten_by_an_undo(move: Move) -> None:
    shop = LittleShop()
    before = stand(shop, "new")
    assert before.is_unanswered
    assert opposite(move, before, ask(shop, before, move), LEADER) is None


def test_what_cannot_be_taken_back_is_not_offered() -> None:
    shop = LittleShop()
    mine, free = stand(shop, "mine"), stand(shop, "new")
    assert opposite(assigned(TO_LUIS), mine, ask(shop, mine, assigned(TO_LUIS)), AGENT) is None
    after = ask(shop, free, assigned(TO_LUIS))
    assert opposite(assigned(TO_LUIS), free, after, AGENT) is None
    assert opposite(assigned(TO_LUIS), free, after, LEADER) is not None


def test_another_day_leads_back_to_the_day_before() -> None:
    shop = LittleShop()
    before = stand(shop, "waiting day")
    back = opposite(paused(LATER), before, ask(shop, before, paused(LATER)), LEADER)
    assert back is not None
    assert back.moves == (paused(SOON),)
    assert shop.incidents[before.id].state is State.WAITING
