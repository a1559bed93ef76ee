from uuid import uuid4

from desktop.state.guard import unseen
from desktop.state.person import Person
from shared.contracts.resources import Actor, Message, TimelineEntry
from shared.contracts.vocabulary import ActorKind, MessageKind
from tests.support.rows import NOON

ME = Person(id="e-ana00000001", name="Ana")
ANA = Actor(kind=ActorKind.EMPLOYEE, id=ME.id, name="Ana")
LUIS = Actor(kind=ActorKind.EMPLOYEE, id="e-luis0000001", name="Luis")
MARTA = Actor(kind=ActorKind.CUSTOMER, name="Marta")


def message(author: Actor, version: int) -> Message:
    return Message(id=uuid4(), kind=MessageKind.REPLY, author=author, text="…", version=version, at=NOON)


def entry(actor: Actor, version: int, what: str) -> TimelineEntry:
    return TimelineEntry(version=version, what=what, actor=actor, at=NOON)


def test_words_of_others_after_the_seen_version_are_shown_once() -> None:
    news = unseen(3, 5, [message(MARTA, 3), message(MARTA, 4)], [entry(MARTA, 4, "commented")], ME)
    assert [one.version for one in news.messages] == [4]
    assert news.entries == ()


def test_a_change_without_words_counts_when_it_changes_what_to_say() -> None:
    assert unseen(1, 2, [], [entry(LUIS, 2, "resolved")], ME)
    assert not unseen(1, 2, [], [entry(LUIS, 2, "claimed")], ME)
    assert not unseen(1, 2, [], [entry(LUIS, 2, "prioritized")], ME)


def test_ones_own_words_need_no_warning() -> None:
    assert not unseen(1, 3, [message(ANA, 2)], [entry(ANA, 3, "resolved")], ME)
