"""Which mail follows from what, to whom, and that a repetition makes none."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from backend.incidents.model import Incident
from backend.notifications.domain import CLOSED_FOR, LINKS_MOST, MailKind, mail_about, wants, worth_a_link
from backend.notifications.handlers import commands_handler, events_handler
from backend.notifications.ports import Mail
from shared.contracts.commands import Command, SendIncidentLinks
from shared.contracts.events import IncidentEvent
from shared.contracts.knowledge import AnswerText, Follower, KnownIncident
from shared.contracts.resources import Message, TimelineEntry
from shared.contracts.vocabulary import AccountMailKind, Language, State
from shared.messaging.worker import Task
from tests.support.letters import COMPOSER, incident, words
from tests.support.messages import ANA, MARTA, SAMPLES, enveloped
from tests.support.openings import later

BY_STAFF = {
    "incident.replied": MailKind.ANSWERED,
    "incident.paused": MailKind.WAITING,
    "incident.resolved": MailKind.RESOLVED,
    "incident.reopened": MailKind.REOPENED,
}
LOST = SendIncidentLinks(request_id=uuid4(), email="marta@example.org", language=Language.SPANISH)
INCIDENT_EVENTS = [sample for sample in SAMPLES.values() if isinstance(sample, IncidentEvent)]


@pytest.mark.parametrize("event", INCIDENT_EVENTS, ids=lambda event: event.TYPE)
def test_customers_get_no_mail_about_what_they_did_themselves_but_the_first(event: IncidentEvent) -> None:
    expected = MailKind.RECEIVED if event.TYPE == "incident.opened" else None
    assert mail_about(event.model_copy(update={"actor": MARTA})) is expected


@pytest.mark.parametrize("event", INCIDENT_EVENTS, ids=lambda event: event.TYPE)
def test_customers_hear_of_answers_turns_and_ends_and_not_of_how_the_staff_works(
    event: IncidentEvent,
) -> None:
    if event.TYPE != "incident.opened":
        assert mail_about(event.model_copy(update={"actor": ANA})) is BY_STAFF.get(event.TYPE)


def test_who_wants_no_mails_gets_the_first_and_no_other() -> None:
    wanted = {kind for kind in MailKind if wants(kind, is_subscribed=False)}
    assert wanted == {MailKind.RECEIVED}
    assert all(wants(kind, is_subscribed=True) for kind in MailKind)


class Desk:
    """One incident with its replies, a known one, and an outbox in memory."""

    def __init__(self, *replies: Message, **fields: object) -> None:
        self.incident = incident().model_copy(update=fields)
        self.replies = replies
        self.queued: dict[tuple[str, str], Mail] = {}
        self.forgotten: list[UUID] = []
        self.guests: Sequence[Incident] = (self.incident,)
        self.known = KnownIncident(
            id=uuid4(),
            version=2,
            texts={each: AnswerText(title="Pagos", body="Ya va.") for each in Language},
            announced_at=later(),
        )
        self.followers = [
            Follower(email=f"{name}@example.org", name=name, language=Language.ENGLISH)
            for name in ("Zoe", "Leo")
        ]

    def get(self, incident_id: UUID) -> Incident:
        if incident_id != self.incident.id:
            raise LookupError
        return self.incident

    def conversation(
        self, incident_id: UUID, after: int = 0
    ) -> tuple[tuple[Message, ...], tuple[TimelineEntry, ...]]:
        return self.replies, ()

    def of_guest(self, email: str) -> Sequence[Incident]:
        return self.guests if email == "marta@example.org" else ()

    def solved(self, known_id: UUID) -> tuple[KnownIncident, Sequence[Follower]]:
        if known_id != self.known.id:
            raise LookupError
        return self.known, self.followers

    def queue(self, mails: Sequence[Mail], now: datetime) -> int:
        fresh = {(mail.cause, mail.to): mail for mail in mails} | self.queued
        added, self.queued = len(fresh) - len(self.queued), fresh
        return added

    def hear(self, kind: str, version: int = 3) -> list[Mail]:
        """Hand over an event of this incident twice, and return all mails."""
        sample = SAMPLES[kind]
        assert isinstance(sample, IncidentEvent)
        row = self.incident.row().model_copy(update={"version": version})
        event = sample.model_copy(update={"row": row})
        task = Task(enveloped(event), event)
        self.take(task, task)
        return list(self.queued.values())

    def obey(self, *commands: Command) -> None:
        """Hand over commands."""
        tasks = [Task(enveloped(command), command) for command in commands]
        handle = commands_handler(self, COMPOSER, self, later, forget_address=self.forget_address)  # type: ignore[arg-type]
        handle(tasks)

    def take(self, *tasks: Task) -> None:
        """Hand over events."""
        handle = events_handler(self, self, COMPOSER, self, later, forget=self.forgotten.append)  # type: ignore[arg-type]
        handle(tasks)

    def forget_address(self, email: str) -> None:
        self.queued = {key: mail for key, mail in self.queued.items() if mail.to != email}


def test_an_answer_makes_one_mail_to_the_contact_with_the_words() -> None:
    desk = Desk(words("Mañana sale otra."))
    [mail] = desk.hear("incident.replied")
    assert (mail.to, mail.kind, mail.incident_ids) == ("marta@example.org", "answered", (desk.incident.id,))
    assert b"sale otra" in mail.content


def test_a_later_reply_is_not_told_in_an_earlier_mail() -> None:
    desk = Desk(words("la primera", 3), words("la segunda", 5))
    [mail] = desk.hear("incident.replied", 3)
    assert b"la primera" in mail.content
    assert b"la segunda" not in mail.content


def test_what_waits_for_a_day_is_not_the_customers_turn() -> None:
    paused = SAMPLES["incident.paused"]
    assert isinstance(paused, IncidentEvent)
    row = paused.row.model_copy(update={"wake_at": later(60)})
    assert mail_about(paused.model_copy(update={"row": row})) is None


def test_whose_turn_it_is_gets_the_last_reply_again() -> None:
    [mail] = Desk(words("¿Qué modelo?", 3)).hear("incident.paused", 4)
    assert b"modelo" in mail.content


def test_the_first_mail_repeats_nothing_that_somebody_typed_to_a_strange_address() -> None:
    desk = Desk()
    [mail] = desk.hear("incident.opened", 1)
    assert desk.incident.description.encode() not in mail.content


def test_who_wants_no_mails_is_left_in_peace() -> None:
    assert Desk(words(), is_subscribed=False).hear("incident.replied") == []


def test_an_incident_that_is_gone_makes_no_mail() -> None:
    desk = Desk()
    event = SAMPLES["incident.opened"]
    events_handler(desk, desk, COMPOSER, desk, later, forget=desk.forgotten.append)(
        [Task(enveloped(event), event)]
    )  # type: ignore[arg-type]
    assert desk.queued == {}


def test_an_erased_incident_makes_no_mail_and_its_addresses_are_forgotten() -> None:
    desk = Desk(words(), contact=None, erased_at=later())
    assert desk.hear("incident.erased", 4) == []
    assert set(desk.forgotten) == {desk.incident.id}


@pytest.mark.parametrize("event", INCIDENT_EVENTS, ids=lambda event: event.TYPE)
def test_what_happened_before_an_erasure_makes_no_mail_after_it(event: IncidentEvent) -> None:
    assert Desk(words(), contact=None, erased_at=later()).hear(event.TYPE) == []


def test_everybody_who_joined_a_known_incident_hears_once_that_it_is_solved() -> None:
    desk = Desk()
    for version in (2, 3):  # solved, and its words corrected afterwards
        event = SAMPLES["known-incident.solved"].model_copy(update={"id": desk.known.id, "version": version})
        events_handler(desk, desk, COMPOSER, desk, later, forget=desk.forgotten.append)(
            [Task(enveloped(event), event)]
        )  # type: ignore[arg-type]
    assert [mail.to for mail in desk.queued.values()] == ["Zoe@example.org", "Leo@example.org"]


@pytest.mark.parametrize("kind", list(AccountMailKind))
def test_a_mail_about_an_account_is_sent_whoever_wants_none(kind: AccountMailKind) -> None:
    desk = Desk(is_subscribed=False)
    command = SAMPLES["account-mail.send"].model_copy(update={"kind": kind})
    desk.obey(command, command)
    [mail] = desk.queued.values()
    assert b"token=3DZm9v" in mail.content


def test_who_is_to_be_forgotten_gets_no_mail_that_was_asked_for_just_before() -> None:
    desk = Desk()
    desk.obey(SAMPLES["account-mail.send"], SAMPLES["correspondent.forget"])
    assert desk.queued == {}


def test_a_command_of_another_service_is_no_work() -> None:
    with pytest.raises(TypeError, match=r"person\.forget"):
        Desk().obey(SAMPLES["person.forget"])


def test_who_asks_twice_at_once_for_lost_links_gets_one_mail() -> None:
    desk = Desk()
    desk.obey(LOST, LOST)
    [mail] = desk.queued.values()
    assert (mail.to, mail.incident_ids) == ("marta@example.org", (desk.incident.id,))


def test_an_e_mail_without_incidents_gets_no_mail_about_lost_links() -> None:
    desk = Desk()
    desk.obey(LOST.model_copy(update={"email": "nobody@example.org"}))
    assert not desk.queued


def test_the_links_of_what_is_closed_for_long_are_not_sent_and_at_most_ten_of_the_others() -> None:
    now, open_ones = later(), [incident() for _ in range(LINKS_MOST + 1)]
    ended = {"state": State.CLOSED, "updated_at": now - CLOSED_FOR - timedelta(days=1)}
    over = incident().model_copy(update=ended)
    just = incident().model_copy(update={**ended, "updated_at": now - CLOSED_FOR})
    assert worth_a_link([over, just, *open_ones], now) == (just, *open_ones[: LINKS_MOST - 1])
    desk = Desk()
    desk.guests = (over,)
    desk.obey(LOST)
    assert not desk.queued
