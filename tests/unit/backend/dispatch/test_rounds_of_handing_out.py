"""Round by round, with resolution's own rules behind a broker in memory: nothing twice, nothing forgotten."""

import random
from collections import Counter
from dataclasses import replace
from uuid import uuid4

import pytest

from backend.dispatch.domain import Person
from backend.dispatch.ports import OvertakenError
from backend.incidents import rules
from shared.contracts.resources import Actor
from shared.contracts.vocabulary import ActorKind, AssignmentMode, Availability, State
from tests.support.handing_out import ANA, EVA, LUIS, Shop
from tests.support.openings import MARTA
from tests.support.silence import ExpectedLog

TURN, LOAD = AssignmentMode.ROUND_ROBIN, AssignmentMode.LEAST_LOADED


def actor(person: Person) -> Actor:
    return Actor(kind=ActorKind.EMPLOYEE, id=person.id, name=person.name)


def turn(shop: Shop, person: Person, availability: Availability) -> None:
    shop.staff.of[person.id] = replace(person, availability=availability, since=shop.now)


@pytest.mark.parametrize("mode", [TURN, LOAD])
def test_open_incidents_are_handed_out_and_then_there_is_nothing_to_do(mode: AssignmentMode) -> None:
    shop = Shop(mode, ANA, LUIS)
    shop.open(4)
    shop.work()
    assert Counter(shop.holders()) == {ANA.name: 2, LUIS.name: 2}
    assert shop.told().count("assigned") == 4
    assert shop.kept.choices == {}


def test_a_claim_that_comes_in_between_stands() -> None:
    shop = Shop(TURN, ANA, LUIS)
    (incident,) = shop.open()
    shop.hear()
    shop.rounds.go()  # the decision is on its way
    shop.move(incident, lambda found, at: rules.claim(found, actor(EVA), at))
    shop.obey()
    shop.work()
    assert shop.holders() == [EVA.name]
    assert shop.told() == ["opened", "claimed"]
    assert shop.kept.turns() == {}  # it was nobody's turn


def test_what_nobody_can_take_waits_for_somebody() -> None:
    shop = Shop(TURN, replace(ANA, availability=Availability.BUSY))
    shop.open(2)
    shop.work()
    assert shop.holders() == [None, None]
    shop.staff.of[ANA.id] = replace(ANA, capacity=1)
    shop.work()
    assert shop.holders() == [ANA.name, None]
    (first, _) = shop.store.incidents
    shop.move(first, lambda found, at: rules.resolve(found, actor(ANA), at))
    shop.work()
    assert shop.holders() == [ANA.name, ANA.name]


@pytest.mark.parametrize("gone", ["off", "disabled"])
def test_what_somebody_has_who_goes_is_given_to_others_at_once_but_not_what_waits(gone: str) -> None:
    shop = Shop(TURN, ANA)
    waiting, _ = shop.open(2)
    shop.work()
    shop.move(waiting, lambda found, at: rules.pause(found, actor(ANA), at))
    shop.pass_time(1)
    shop.staff.of[LUIS.id] = LUIS
    if gone == "off":
        turn(shop, ANA, Availability.OFF)
    else:
        shop.staff.of[ANA.id] = replace(ANA, active=False)
    shop.work()
    assert shop.holders() == [ANA.name, LUIS.name]
    assert shop.told()[-2:] == ["released", "assigned"]
    shop.move(waiting, lambda found, at: rules.resolve(found, MARTA, at))
    shop.work()
    assert shop.told()[-1] == "resolved"


def test_what_waited_goes_to_others_when_the_customer_writes() -> None:
    shop = Shop(TURN, ANA)
    (incident,) = shop.open()
    shop.work()
    shop.move(incident, lambda found, at: rules.pause(found, actor(ANA), at))
    shop.staff.of[LUIS.id] = LUIS
    turn(shop, ANA, Availability.OFF)
    shop.work()
    assert shop.holders() == [ANA.name]
    shop.pass_time(5)
    shop.move(incident, lambda found, at: rules.comment(found, MARTA, at, incident, "¿Hola?"))
    shop.work()
    assert shop.holders() == [LUIS.name]


def test_who_is_away_keeps_theirs_for_a_while() -> None:
    shop = Shop(TURN, ANA)
    shop.open()
    shop.work()
    shop.staff.of[LUIS.id] = LUIS
    turn(shop, ANA, Availability.AWAY)
    shop.open()
    shop.work()
    assert shop.holders() == [ANA.name, LUIS.name]
    shop.pass_time(14)
    shop.work()
    assert shop.holders() == [ANA.name, LUIS.name]
    shop.pass_time(2)
    shop.work()
    assert shop.holders() == [LUIS.name, LUIS.name]


def test_what_somebody_gives_back_is_not_given_to_them_again() -> None:
    shop = Shop(LOAD, ANA)
    (incident,) = shop.open()
    shop.work()
    shop.move(incident, lambda found, at: rules.release(found, actor(ANA), at))
    shop.work()
    assert shop.holders() == [None]
    shop.move(incident, lambda found, at: rules.note(found, actor(EVA), at, incident, "¿Quién puede?"))
    shop.work()
    assert shop.holders() == [None]
    shop.staff.of[LUIS.id] = LUIS
    shop.work()
    assert shop.holders() == [LUIS.name]
    turn(shop, LUIS, Availability.OFF)
    shop.pass_time(1)
    shop.work()
    assert shop.holders() == [ANA.name]  # that is another time


def test_a_dispatch_that_was_started_anew_knows_who_gave_what_back() -> None:
    shop = Shop(LOAD, ANA)
    (incident,) = shop.open()
    shop.work()
    shop.move(incident, lambda found, at: rules.release(found, actor(ANA), at))
    shop.begin_anew()
    shop.work()
    assert shop.holders() == [None]


def test_a_dispatch_that_was_started_anew_takes_back_what_the_house_gave_to_who_is_gone() -> None:
    shop = Shop(TURN, ANA)
    (incident,) = shop.open()
    shop.work()
    shop.pass_time(1)
    turn(shop, ANA, Availability.OFF)
    shop.staff.of[LUIS.id] = LUIS
    shop.pass_time(1)
    shop.move(incident, lambda found, at: rules.comment(found, MARTA, at, uuid4(), "¿Hay novedades?"))
    shop.begin_anew()
    shop.work()
    assert shop.holders() == [LUIS.name]


def test_who_is_off_keeps_what_they_take_all_the_same() -> None:
    shop = Shop(TURN, ANA)
    turn(shop, ANA, Availability.OFF)
    (incident,) = shop.open()
    shop.pass_time(1)
    shop.move(incident, lambda found, at: rules.claim(found, actor(ANA), at))
    shop.work()
    shop.begin_anew()
    shop.work()
    assert shop.holders() == [ANA.name]
    assert shop.told() == ["opened", "claimed"]


def test_a_team_that_shares_by_hand_keeps_what_is_its_peoples_until_they_work_here_no_more() -> None:
    shop = Shop(AssignmentMode.MANUAL, ANA, LUIS)
    (incident,) = shop.open()
    shop.move(incident, lambda found, at: rules.claim(found, actor(ANA), at))
    shop.pass_time(1)
    turn(shop, ANA, Availability.OFF)
    shop.work()
    assert shop.holders() == [ANA.name]
    shop.staff.of[ANA.id] = replace(ANA, active=False)
    shop.work()
    assert shop.holders() == [None]


def test_what_was_given_to_somebody_just_as_they_left_is_given_to_others() -> None:
    shop = Shop(TURN, ANA)
    shop.open()
    shop.hear()
    shop.rounds.go()
    turn(shop, ANA, Availability.OFF)
    shop.staff.of[LUIS.id] = LUIS
    shop.pass_time(1)
    shop.obey()
    shop.begin_anew()  # the next one finds it so
    shop.work()
    assert shop.holders() == [LUIS.name]


def test_a_decision_that_was_kept_and_not_sent_is_sent_by_the_next(expected_log: ExpectedLog) -> None:
    shop = Shop(TURN, ANA, LUIS)
    shop.open(2)
    shop.hear()
    shop.broker.is_up = False
    expected_log("decisions were not taken and are sent again")
    shop.rounds.go()
    shop.broker.is_up = True
    shop.begin_anew()
    shop.work()
    assert Counter(shop.holders()) == {ANA.name: 1, LUIS.name: 1}


def test_of_two_that_hand_out_at_once_the_slower_notices_and_nothing_is_given_twice() -> None:
    shop = Shop(TURN, ANA, LUIS)
    faster = shop.rounds
    faster.go()
    shop.begin_anew()
    shop.rounds.go()
    shop.open(6)
    faster.book.begin(shop.queue(), shop.handings)
    shop.hear()
    faster.go()
    with pytest.raises(OvertakenError):
        shop.rounds.go()
    shop.begin_anew()
    shop.work()
    assert Counter(shop.holders()) == {ANA.name: 3, LUIS.name: 3}
    assert shop.told().count("assigned") == 6


@pytest.mark.parametrize("mode", [TURN, LOAD])
@pytest.mark.parametrize("seed", range(2))
def test_whenever_it_is_killed_a_thousand_incidents_are_shared_evenly(
    mode: AssignmentMode, seed: int
) -> None:
    chance = random.Random(seed)
    shop = Shop(mode, ANA, LUIS, EVA)
    while len(shop.store.incidents) < 1000:
        shop.open(chance.randint(1, 60))
        for step in chance.sample([shop.hear, shop.rounds.go, shop.obey], k=3):
            step()
            if chance.random() < 0.3:
                shop.begin_anew()
    shop.work(8)
    counts = Counter(shop.holders())
    assert None not in counts
    assert max(counts.values()) - min(counts.values()) <= 1
    assert shop.told().count("assigned") == len(shop.store.incidents)


def test_an_incident_that_was_solved_is_counted_no_more() -> None:
    shop = Shop(LOAD, ANA, LUIS)
    incidents = shop.open(2)
    shop.work()
    for incident in incidents:
        shop.move(incident, lambda found, at: rules.resolve(found, MARTA, at))
    shop.work()
    assert sum(shop.rounds.book.in_hand().values()) == 0
    assert [one.state for one in shop.store.incidents.values()] == [State.RESOLVED] * 2
