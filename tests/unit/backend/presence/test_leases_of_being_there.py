"""Being at an incident is a lease: it is told when it begins, changes or ends, and now and then between."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from backend.presence.domain import FORGOTTEN, LEASE, MOST, TOLD_AGAIN, Attendance, TooManyError
from shared.contracts.events import PresenceChanged
from shared.contracts.resources import Actor
from shared.contracts.vocabulary import Attention
from tests.support.messages import ANA, INCIDENT, LUIS, OPENED, holder

LOOKING, TYPING, GONE = Attention.LOOKING, Attention.TYPING, Attention.GONE
assert ANA.id
assert LUIS.id
ANAS, LUISES = ANA.id, LUIS.id


def after(seconds: float) -> datetime:
    return OPENED + timedelta(seconds=seconds)


@pytest.fixture
def room() -> Attendance:
    return Attendance()


def come(
    room: Attendance, who: Actor, attention: Attention, seconds: float, incident: UUID = INCIDENT
) -> PresenceChanged | None:
    return room.come(incident, holder(who), attention, after(seconds))


def names(room: Attendance, me: str, seconds: float) -> list[tuple[str, Attention]]:
    found = room.others(INCIDENT, me, after(seconds)).others
    return [(one.employee.name, one.attention) for one in found]


def test_who_comes_is_told_and_seen_by_the_others_and_not_by_themselves(room: Attendance) -> None:
    told = come(room, ANA, LOOKING, 0)
    assert told == PresenceChanged(
        incident_id=INCIDENT, actor=ANA, attention=LOOKING, expires_at=OPENED + FORGOTTEN
    )
    assert names(room, LUISES, 1) == [(ANA.name, LOOKING)]
    assert names(room, ANAS, 1) == []
    assert room.others(uuid4(), LUISES, OPENED).others == ()


def test_who_stays_is_told_again_only_now_and_then(room: Attendance) -> None:
    told = [second for second in range(0, 121, 5) if come(room, ANA, LOOKING, second)]
    assert told == list(range(0, 121, int(TOLD_AGAIN.total_seconds())))


def test_who_begins_and_stops_writing_is_told_at_once(room: Attendance) -> None:
    come(room, ANA, LOOKING, 0)
    begun, on, stopped = (
        come(room, ANA, TYPING, 1),
        come(room, ANA, TYPING, 2),
        come(room, ANA, LOOKING, 3),
    )
    assert begun is not None
    assert begun.attention is TYPING
    assert on is None
    assert stopped is not None
    assert stopped.attention is LOOKING


def test_who_writes_comes_first(room: Attendance) -> None:
    eva = Actor(kind="employee", id="e-5e0f3a7b21", name="Eva Sanz")
    come(room, ANA, LOOKING, 0)
    come(room, LUIS, TYPING, 0)
    assert names(room, "e-5e0f3a7b21", 1) == [(LUIS.name, TYPING), (ANA.name, LOOKING)]
    come(room, eva, TYPING, 1)
    assert names(room, ANAS, 1) == [("Eva Sanz", TYPING), (LUIS.name, TYPING)]


def test_who_leaves_is_told_once(room: Attendance) -> None:
    come(room, ANA, LOOKING, 0)
    gone = room.leave(INCIDENT, ANAS, after(1))
    assert gone is not None
    assert (gone.attention, gone.expires_at) == (GONE, after(1))
    assert room.leave(INCIDENT, ANAS, after(2)) is None
    assert room.count() == 0


def test_who_says_nothing_more_is_gone_when_the_lease_has_run_out(room: Attendance) -> None:
    come(room, ANA, TYPING, 0)
    come(room, LUIS, LOOKING, 5)
    over = LEASE.total_seconds()
    assert room.expire(after(over - 0.1)) == []
    assert names(room, LUISES, over) == []  # seen no more, even before it is told
    (gone,) = room.expire(after(over))
    assert (gone.actor, gone.attention) == (ANA, GONE)
    assert room.expire(after(over)) == []
    assert room.count() == 1


def test_who_comes_back_is_told_again(room: Attendance) -> None:
    come(room, ANA, LOOKING, 0)
    room.leave(INCIDENT, ANAS, after(1))
    assert come(room, ANA, LOOKING, 2) is not None


def test_nobody_is_everywhere(room: Attendance) -> None:
    places = [uuid4() for _ in range(MOST)]
    for place in places:
        come(room, ANA, LOOKING, 0, place)
    with pytest.raises(TooManyError):
        come(room, ANA, LOOKING, 0, uuid4())
    come(room, ANA, LOOKING, 1, places[0])  # what is theirs is renewed all the same
    come(room, LUIS, LOOKING, 1, places[0])
    room.expire(after(LEASE.total_seconds()))
    assert come(room, ANA, LOOKING, 20, uuid4()) is not None
