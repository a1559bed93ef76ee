"""Which mails become comments, whose, and which are dropped with a reason."""

from uuid import uuid4

import pytest

from backend.notifications.domain import MailKind
from backend.notifications.reception import MOST_AN_HOUR, DroppedError, StrangerError
from shared.messaging.ports import BrokerUnavailableError
from tests.support.letters import COMPOSER, DOMAIN, OWN, REPLIES, answer
from tests.support.openings import NOON
from tests.support.reception_desk import Desk


def test_an_answer_of_the_contact_is_their_comment(desk: Desk) -> None:
    desk.take(
        answer(desk.incident.id, f"Sigue rota.\n\nEl 24/11/26 12:30, {OWN.address} escribió:\n> Hola\n")
    )
    [comment] = desk.published
    assert comment.text == "Sigue rota."
    assert comment.author.name == desk.incident.contact.name
    assert comment.author.id == desk.incident.contact.customer_id


def test_a_mail_that_comes_again_is_the_same_comment(desk: Desk) -> None:
    mail = answer(desk.incident.id)
    desk.take(mail)
    desk.take(mail)
    first, second = desk.published
    assert first.message_id == second.message_id
    assert len(desk.taken) == 1


def test_the_contact_is_known_however_their_address_is_spelled(desk: Desk) -> None:
    desk.take(answer(desk.incident.id, From="MARTA@Example.ORG"))
    assert desk.published


def test_a_stranger_who_knows_the_address_says_nothing(desk: Desk) -> None:
    reason = desk.reason(answer(desk.incident.id, From="Eva <eva@example.org>"))
    assert "never part" in reason
    assert "eva" not in reason


def test_a_stranger_is_refused_and_a_strangers_machine_is_dropped_silently(desk: Desk) -> None:
    with pytest.raises(StrangerError):
        desk.take(answer(desk.incident.id, From="Eva <eva@example.org>"))
    with pytest.raises(DroppedError) as dropped:
        desk.take(answer(desk.incident.id, From="Eva <eva@example.org>", Auto_Submitted="auto-replied"))
    assert not isinstance(dropped.value, StrangerError)


def test_whoever_was_copied_in_joins_under_their_own_name(desk: Desk) -> None:
    desk.take(answer(desk.incident.id, Cc="Luis <Luis@example.org>"))
    desk.take(answer(desk.incident.id, "Yo lo vi.", From="Luis Ruiz <luis@example.org>"))
    desk.take(answer(desk.incident.id, "Y yo.", From="luis@example.org"))
    authors = [comment.author for comment in desk.published]
    assert [author.name for author in authors] == ["Marta Ruiz", "Luis Ruiz", "luis"]
    assert authors[1].id is None
    assert REPLIES.of(desk.incident.id) not in desk.addresses


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ({"Auto_Submitted": "auto-replied"}, "Auto-Submitted"),
        ({"Auto_Submitted": "auto-generated; x=y"}, "Auto-Submitted"),
        ({"Precedence": "bulk"}, "Precedence"),
        ({"X_Auto_Response_Suppress": "All"}, "x-auto-response-suppress"),
        ({"List_Id": "<l.example>"}, "list-id"),
        ({"X_Autoreply": "yes"}, "x-autoreply"),
        ({"From": "MAILER-DAEMON@example.org"}, "machine"),
        ({"From": OWN.address}, "our own"),
        ({"From": f"x@{DOMAIN}"}, "our own"),
        ({"Message_ID": f"<a.1.b@{DOMAIN}>"}, "our own"),
    ],
)
def test_what_no_person_wrote_is_dropped_with_its_reason(
    desk: Desk, headers: dict[str, str], told: str
) -> None:
    assert told in desk.reason(answer(desk.incident.id, **headers))


def test_a_bounce_is_dropped(desk: Desk) -> None:
    assert "bounce" in desk.reason(answer(desk.incident.id), return_path="")


def test_our_own_mail_that_comes_back_is_dropped(desk: Desk) -> None:
    own = COMPOSER.about_incident(MailKind.WAITING, desk.incident, None, 3, NOON)
    assert "Auto-Submitted" in desk.reason(own.content)


def test_a_person_who_says_that_they_are_one_is_believed(desk: Desk) -> None:
    desk.take(answer(desk.incident.id, Auto_Submitted="no"))
    assert desk.published


def test_two_machines_that_answer_each_other_are_stopped(desk: Desk) -> None:
    desk.taken = {uuid4(): NOON for _ in range(MOST_AN_HOUR)}
    assert "within an hour" in desk.reason(answer(desk.incident.id))


def test_a_mail_without_words_is_dropped(desk: Desk) -> None:
    assert "says nothing" in desk.reason(answer(desk.incident.id, "  \n"))


@pytest.mark.parametrize(
    "quoted",
    [
        "> Hola Marta,\n> hoy sale otra.\n",
        f"El 24/11/26 12:30, {OWN.address} escribió:\n> Hola\n",
        "##- Escribe tu respuesta por encima de esta línea -##\n\nHola Marta,\nhoy sale otra.\n",
        "##- Write your answer above\nthis line -##\nHello Marta,\n",
        "Enviado desde mi iPhone\n\n> Hola\n",
    ],
)
def test_a_mail_with_nothing_but_the_quoted_one_is_dropped(desk: Desk, quoted: str) -> None:
    assert "nothing but a quoted mail" in desk.reason(answer(desk.incident.id, quoted))


def test_bytes_that_are_no_mail_are_dropped(desk: Desk) -> None:
    assert desk.reason(b"\xff\xfe garbage")


def test_nothing_is_noted_while_the_broker_is_away(desk: Desk) -> None:
    desk.is_broker_up = False
    with pytest.raises(BrokerUnavailableError):
        desk.take(answer(desk.incident.id, Cc="luis@example.org"))
    assert (desk.taken, desk.addresses) == ({}, set())


def test_an_answer_about_an_erased_incident_is_dropped(desk: Desk) -> None:
    desk.incident = desk.incident.model_copy(update={"contact": None, "erased_at": NOON})
    assert "erased" in desk.reason(answer(desk.incident.id))
