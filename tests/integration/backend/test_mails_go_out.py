"""Queued mails on the real database reach a real mail server once, whatever happens on the way."""

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from email import message_from_bytes
from uuid import UUID, uuid4

import pytest

from backend.kit.mongo import Database
from backend.notifications.delivery import Delivery
from backend.notifications.domain import MailKind
from backend.notifications.ports import Mail
from backend.notifications.smtp import SmtpTransport
from backend.notifications.store import MailStore, ParticipantStore
from shared.clock import utc_now
from tests.support.letters import COMPOSER, incident, words
from tests.support.post_office import PostOffice
from tests.support.silence import ExpectedLog
from tests.support.waiting import eventually

pytestmark = pytest.mark.database


@pytest.fixture
def store(database: Database) -> MailStore:
    store = MailStore(database)
    store.prepare()
    store.prepare()
    return store


def mail(to: str = "marta@example.org", kind: MailKind = MailKind.ANSWERED) -> Mail:
    """Return a mail of its own."""
    return COMPOSER.about_incident(kind, incident(email=to), words(), 3, utc_now())


@contextmanager
def sending(store: MailStore, office: PostOffice, erased: Collection[UUID | None] = ()) -> Iterator[Delivery]:
    """Send in the background; ``erased`` are incidents whose person was forgotten."""
    transport = SmtpTransport(office.url, timeout=5)
    delivery = Delivery(store, transport, "avisos@shop.example", erased.__contains__)
    thread = threading.Thread(target=delivery.run)
    thread.start()
    try:
        yield delivery
    finally:
        delivery.stop()
        thread.join(10)


def state(database: Database, to: str = "marta@example.org") -> dict[str, object]:
    found = database["mails"].find_one({"to": to})
    assert found is not None
    return found


def test_a_mail_arrives_and_its_content_is_forgotten(
    store: MailStore, database: Database, post_office: PostOffice
) -> None:
    queued = mail()
    assert store.queue([queued], utc_now()) == 1
    with sending(store, post_office):
        eventually(lambda: state(database)["state"] == "sent")
    [envelope] = post_office.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == ("avisos@shop.example", ["marta@example.org"])
    assert (
        message_from_bytes(envelope.content or b"")["Subject"]
        == message_from_bytes(queued.content)["Subject"]
    )
    assert "content" not in state(database)


def test_the_same_event_heard_again_sends_nothing_again(
    store: MailStore, database: Database, post_office: PostOffice
) -> None:
    queued = mail()
    assert [store.queue([queued, queued], utc_now()), store.queue([queued], utc_now())] == [1, 0]
    with sending(store, post_office):
        eventually(lambda: state(database)["state"] == "sent")
        assert store.queue([queued], utc_now()) == 0
    assert len(post_office.taken) == 1


def test_what_waits_while_the_mail_server_is_away_arrives_when_it_is_back(
    store: MailStore, post_office: PostOffice, expected_log: ExpectedLog
) -> None:
    expected_log("the mail server takes nothing")
    post_office.stop()
    store.queue([mail(f"{number}@example.org") for number in range(5)], utc_now())
    with sending(store, post_office):
        eventually(lambda: "the mail server takes nothing" in " ".join(expected_log.texts()))
        post_office.start()
        eventually(lambda: len(post_office.taken) == 5)
    assert len({envelope.rcpt_tos[0] for envelope in post_office.taken}) == 5


def test_a_mail_that_was_queued_after_the_erasure_of_its_incident_reaches_nobody_and_leaves_no_address(
    store: MailStore, database: Database, post_office: PostOffice
) -> None:
    late, other = mail("marta@example.org"), mail("leo@example.org")
    store.queue([late, other], utc_now())
    with sending(store, post_office, {late.incident_id}):
        eventually(lambda: state(database, "leo@example.org")["state"] == "sent")
        eventually(lambda: database["mails"].count_documents({"to": "marta@example.org"}) == 0)
    assert [envelope.rcpt_tos for envelope in post_office.taken] == [["leo@example.org"]]


def test_a_recipient_who_is_not_taken_holds_nobody_up(
    store: MailStore, database: Database, post_office: PostOffice, expected_log: ExpectedLog
) -> None:
    expected_log("a mail can't be delivered")
    post_office.answers = {"gone@example.org": "550 no such user", "full@example.org": "452 mailbox full"}
    store.queue([mail("gone@example.org"), mail("full@example.org"), mail()], utc_now())
    with sending(store, post_office):
        eventually(lambda: state(database)["state"] == "sent")
        eventually(lambda: state(database, "gone@example.org")["state"] == "failed")
        eventually(lambda: state(database, "full@example.org")["attempts"] == 1)
    assert "550 no such user" in str(state(database, "gone@example.org")["reason"])
    assert state(database, "full@example.org")["state"] == "queued"
    assert "content" in state(database, "full@example.org")


def test_an_address_that_the_mail_server_does_not_know_to_write_fails_alone(
    store: MailStore, database: Database, post_office: PostOffice, expected_log: ExpectedLog
) -> None:
    expected_log("a mail can't be delivered")
    store.queue([mail("ñandú@example.org"), mail()], utc_now())
    with sending(store, post_office):
        eventually(lambda: state(database)["state"] == "sent")
        eventually(lambda: state(database, "ñandú@example.org")["state"] == "failed")


def test_nobody_takes_a_mail_that_another_has_in_hand_until_its_claim_ends(store: MailStore) -> None:
    now = utc_now()
    store.queue([mail()], now)
    assert store.claim(now, now + timedelta(minutes=1)) is not None
    assert store.claim(now, now + timedelta(minutes=1)) is None
    assert store.claim(now + timedelta(minutes=2), now + timedelta(minutes=3)) is not None


def test_who_stands_at_a_door_comes_first_and_news_for_many_last(store: MailStore) -> None:
    now = utc_now()
    content = mail().content
    many = Mail("known:1", MailKind.KNOWN_SOLVED, "a@example.org", content)
    door = Mail("account:1", "account-sign-in", "b@example.org", content)
    lost = Mail("lost:1", MailKind.LOST_LINKS, "c@example.org", content, (uuid4(),))
    store.queue([many], now - timedelta(minutes=2))
    store.queue([mail()], now - timedelta(minutes=1))
    store.queue([door], now - timedelta(seconds=1))
    store.queue([lost], now)
    claimed = [store.claim(now, now + timedelta(minutes=1)) for _ in range(4)]
    doors, rest = ["b@example.org", "c@example.org"], ["marta@example.org", "a@example.org"]
    assert [one.to for one in claimed if one] == [*doors, *rest]


def test_a_mail_about_several_incidents_goes_with_any_of_them(store: MailStore, database: Database) -> None:
    several = (uuid4(), uuid4())
    store.queue([Mail("lost:1", MailKind.LOST_LINKS, "a@example.org", b"links", several)], utc_now())
    store.forget(uuid4())
    assert database["mails"].count_documents({}) == 1
    store.forget(several[1])
    assert database["mails"].count_documents({}) == 0


def test_who_answers_by_mail_is_remembered(database: Database) -> None:
    store, about, now = ParticipantStore(database), incident().id, utc_now().astimezone(UTC)
    store.prepare()
    assert store.of(about) == frozenset()
    store.join(about, ["Luis@example.org"])
    store.join(about, ["luis@example.org", "eva@example.org"])
    assert store.of(about) == {"luis@example.org", "eva@example.org"}
    store.note_taken(about, about, now)
    store.note_taken(about, about, now)
    assert store.taken_since(about, now - timedelta(hours=1)) == 1
    assert store.taken_since(about, now) == 0


def test_an_address_that_is_forgotten_is_nowhere_any_more_but_in_what_is_about_living_incidents(
    store: MailStore, database: Database
) -> None:
    content = mail().content
    theirs = [
        Mail(f"account:{number}", "account-sign-in", to, content)
        for number, to in enumerate(("Marta@Example.org", "marta@xn--jmplo-9ra.org", "marta@example.org"))
    ]
    others = [Mail("known:1", MailKind.KNOWN_SOLVED, "leo@example.org", content), mail("marta@example.org")]
    store.queue([*theirs, *others], utc_now())
    store.sent("account:2:marta@example.org", utc_now())
    participants = ParticipantStore(database)
    participants.prepare()
    for about in (uuid4(), uuid4()):
        participants.join(about, ["Marta@example.org", "marta@éjmplo.org", "leo@example.org"])
    for email in ("marta@example.org", "marta@éjmplo.org"):
        store.forget_address(email)
        participants.forget_address(email)
    left = database["mails"].find({"to": {"$regex": "(?i)marta"}})
    assert [tuple(found["incident_ids"]) for found in left] == [others[1].incident_ids]
    assert [found["addresses"] for found in database["participants"].find()] == [["leo@example.org"]] * 2


def test_nothing_is_kept_of_who_an_erased_incident_wrote_to(store: MailStore, database: Database) -> None:
    erased, other = mail(), mail("leo@example.org")
    store.queue([erased, other], utc_now())
    store.sent(f"{erased.cause}:{erased.to}", utc_now())
    participants = ParticipantStore(database)
    participants.prepare()
    (gone,) = erased.incident_ids
    participants.join(gone, ["ana@example.org"])
    participants.note_taken(gone, uuid4(), utc_now())
    for _ in range(2):
        store.forget(gone)
        participants.forget(gone)
    assert [found["to"] for found in database["mails"].find()] == ["leo@example.org"]
    assert [database[name].count_documents({}) for name in ("participants", "taken_answers")] == [0, 0]
