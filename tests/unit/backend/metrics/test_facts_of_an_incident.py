"""What is counted of an incident, whichever way its changes become known."""

from hypothesis import given
from hypothesis import strategies as st

from backend.metrics.domain import Facts
from backend.metrics.steps import facts_of, follow
from shared.contracts.events import IncidentEvent
from shared.contracts.figures import Measure
from shared.contracts.vocabulary import State
from tests.support.lives import Life, lives
from tests.support.openings import ANA, LUIS, NOON, later


def counted(life: Life) -> list[tuple[Measure, str | None, float]]:
    return [(each.measure, each.employee, each.value) for each in facts_of(life.record()).happenings]


def hear(life: Life, events: list[IncidentEvent]) -> Facts:
    """Follow events in any order; where one is missing, look at what the database keeps."""
    facts: Facts | None = None
    for event in events:
        facts = follow(facts, event) or facts_of(life.record())
    assert facts is not None
    return facts


@given(lives())
def test_events_and_the_database_tell_the_same(life: Life) -> None:
    assert hear(life, life.events) == facts_of(life.record())


@given(lives(), st.data())
def test_repeated_and_reordered_events_change_nothing(life: Life, data: st.DataObject) -> None:
    extra = data.draw(st.lists(st.sampled_from(life.events), max_size=6))
    mixed = data.draw(st.permutations([*life.events, *extra]))
    heard = hear(life, mixed)
    assert heard == facts_of(life.record())


@given(lives())
def test_no_wrong_clock_makes_a_duration_negative(life: Life) -> None:
    assert all(each.value >= 0 for each in facts_of(life.record()).happenings)


def test_a_life_is_counted_with_who_did_what() -> None:
    life = Life.begun()
    life.move("claim-ana", later(1)).move("reply-ana", later(5)).move("reply-luis", later(20))
    life.move("resolve-luis", later(60)).move("well-rated", later(70))
    ana, luis = ANA.id, LUIS.id
    assert counted(life) == [
        (Measure.ARRIVALS, None, 0),
        (Measure.ANSWERS, ana, 0),
        (Measure.FIRST_ANSWERS, ana, 300),
        (Measure.ANSWERS, luis, 0),
        (Measure.ANSWERS, luis, 0),
        (Measure.RESOLUTIONS, luis, 3600),
        (Measure.RATINGS, luis, 5),
    ]


def test_a_second_resolution_takes_from_the_reopening_on() -> None:
    life = Life.begun()
    life.move("resolve-ana", later(10)).move("reopen", later(100)).move("resolve-ana", later(130))
    resolutions = [value for measure, _, value in counted(life) if measure is Measure.RESOLUTIONS]
    assert resolutions == [600, 1800]


def test_a_later_rating_takes_the_place_of_the_first() -> None:
    life = Life.begun().move("resolve-ana", later(1)).move("well-rated", later(2)).move("ill-rated", later(3))
    assert [value for measure, _, value in counted(life) if measure is Measure.RATINGS] == [2]


def test_a_customer_who_resolves_answers_nobody() -> None:
    life = Life.begun().move("resolved-by-customer", later(1))
    assert [measure for measure, _, _ in counted(life)] == [Measure.ARRIVALS, Measure.RESOLUTIONS]


def test_what_happened_stays_where_it_happened() -> None:
    life = Life.begun().move("reply-ana", later(1)).move("billing", later(2)).move("reply-ana", later(3))
    places = [each.category for each in facts_of(life.record()).happenings]
    assert places == ["damaged", "damaged", "damaged", "billing"]


def test_promises_count_with_the_change_that_ended_them() -> None:
    life = Life.begun().move("reply-ana", later(1), kept=True).move("resolve-luis", later(9), kept=False)
    told = [
        (measure, who) for measure, who, _ in counted(life) if measure in {Measure.KEPT, Measure.BREACHED}
    ]
    assert told == [(Measure.KEPT, ANA.id), (Measure.BREACHED, LUIS.id)]


def test_an_incident_without_a_timeline_counts_as_opened() -> None:
    life = Life.begun().move("reply-ana", later(1))
    life.entries.clear()
    facts = facts_of(life.record())
    assert [each.measure for each in facts.happenings] == [Measure.ARRIVALS]
    assert (facts.version, facts.happenings[0].at) == (2, NOON)


def test_a_missing_event_is_noticed() -> None:
    life = Life.begun().move("reply-ana", later(1)).move("resolve-ana", later(2))
    first = follow(None, life.events[0])
    assert follow(first, life.events[2]) is None
    assert follow(None, life.events[1]) is None


def test_the_backlog_knows_when_the_first_promise_is_due() -> None:
    standing = facts_of(Life.begun().record()).standing
    assert standing.due() is None
    assert standing.is_backlog
    assert standing.state is State.OPEN
