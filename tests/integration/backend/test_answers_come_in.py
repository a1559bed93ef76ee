"""The listener over real SMTP: which addresses and mails it takes, and what it says when it can't."""

import smtplib
from collections.abc import Iterator
from contextlib import ExitStack
from uuid import UUID, uuid4

import pytest

from backend.notifications.listener import LARGEST, Desk, Listener
from backend.notifications.reception import DroppedError, StrangerError
from deploy.local.ports import pick
from shared.messaging.ports import BrokerUnavailableError
from tests.support.letters import CONTACT, REPLIES, answer
from tests.support.silence import ExpectedLog

INCIDENT = uuid4()
ADDRESS = REPLIES.of(INCIDENT)


class Office:
    """A listener, and what it handed over."""

    def __init__(self, protocol: str) -> None:
        self.port = pick(taken=())
        self.is_lmtp = protocol == "lmtp"
        self.taken: list[tuple[UUID, str, bytes]] = []
        self.counted: list[str] = []
        self.problem: Exception | None = None
        self._desk = Desk(REPLIES, self.take, self.counted.append)
        self._listener = Listener(self._desk, "127.0.0.1", self.port, protocol)
        self._listener.start()

    def take(self, incident_id: UUID, return_path: str, content: bytes) -> None:
        if self.problem:
            raise self.problem
        self.taken.append((incident_id, return_path, content))

    def close(self) -> None:
        self._listener.stop()
        self._desk.close()


@pytest.fixture(params=["smtp", "lmtp"])
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    office = Office(request.param)
    yield office
    office.close()


@pytest.fixture
def client(office: Office, request: pytest.FixtureRequest) -> Iterator[smtplib.SMTP]:
    is_lmtp = "lmtp" in request.node.name
    with (smtplib.LMTP if is_lmtp else smtplib.SMTP)("127.0.0.1", office.port, timeout=10) as client:
        yield client


def test_an_answer_is_handed_over_before_it_is_said_to_be_kept(office: Office, client: smtplib.SMTP) -> None:
    content = answer(INCIDENT)
    assert client.sendmail(CONTACT, [ADDRESS], content) == {}
    assert office.taken == [(INCIDENT, CONTACT, content)]
    assert office.counted == ["taken"]


def test_an_address_that_we_did_not_make_is_refused(office: Office, client: smtplib.SMTP) -> None:
    for wrong in ("reply+x@respuestas.shop.example", "someone@example.org", ADDRESS.replace(".", "x", 1)):
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            client.sendmail(CONTACT, [wrong], b"hola")
        assert refused.value.recipients[wrong][0] == 550
    assert office.taken == []


def test_a_mail_that_is_too_large_is_refused_by_its_announced_size(client: smtplib.SMTP) -> None:
    client.ehlo_or_helo_if_needed()
    assert client.esmtp_features["size"] == str(LARGEST)
    with pytest.raises(smtplib.SMTPSenderRefused) as refused:
        client.sendmail(CONTACT, [ADDRESS], b"x" * (LARGEST + 1000))
    assert refused.value.smtp_code == 552


def test_a_mail_that_hid_its_size_is_refused_too(office: Office, client: smtplib.SMTP) -> None:
    client.ehlo_or_helo_if_needed()
    client.mail(CONTACT)
    client.rcpt(ADDRESS)
    code, _ = client.data(b"x" * 900 + b"\r\n" + (b"y" * 900 + b"\r\n") * (LARGEST // 900))
    assert code == 552
    assert office.taken == []


def test_a_dropped_mail_is_not_sent_again(office: Office, client: smtplib.SMTP) -> None:
    office.problem = DroppedError("a bounce")
    assert client.sendmail(CONTACT, [ADDRESS], answer(INCIDENT)) == {}
    assert office.counted == ["dropped"]


def test_a_stranger_hears_in_both_languages_that_nobody_reads_it(
    office: Office, client: smtplib.SMTP
) -> None:
    office.problem = StrangerError("its sender was never part of the conversation")
    with pytest.raises(smtplib.SMTPDataError) as refused:
        client.sendmail("eva@example.org", [ADDRESS], answer(INCIDENT))
    assert refused.value.smtp_code == 550
    assert b"We do not know this e-mail address" in refused.value.smtp_error
    assert b"No conocemos esta direccion" in refused.value.smtp_error
    assert len(refused.value.smtp_error) < 500
    assert office.counted == ["refused"]


@pytest.mark.parametrize("problem", [BrokerUnavailableError("away"), TimeoutError(), RuntimeError("a bug")])
def test_what_can_not_be_kept_now_must_come_again(
    office: Office, client: smtplib.SMTP, problem: Exception, expected_log: ExpectedLog
) -> None:
    expected_log("must come again later|could not be dealt with")
    office.problem = problem
    with pytest.raises(smtplib.SMTPDataError) as refused:
        client.sendmail(CONTACT, [ADDRESS], answer(INCIDENT))
    assert refused.value.smtp_code == 451
    assert office.counted == ["later"]


def test_who_comes_while_four_mails_are_in_hand_must_come_again(office: Office) -> None:
    kind = smtplib.LMTP if office.is_lmtp else smtplib.SMTP
    with ExitStack() as stack:
        clients = [stack.enter_context(kind("127.0.0.1", office.port, timeout=10)) for _ in range(5)]
        for client in clients:
            client.ehlo_or_helo_if_needed()
            client.mail(CONTACT)
        assert [client.rcpt(ADDRESS)[0] for client in clients] == [250] * 4 + [452]
        clients[0].rset()
        assert clients[4].rcpt(ADDRESS)[0] == 250
        assert clients[1].data(answer(INCIDENT))[0] == 250
        clients[2].close()
        clients[0].mail(CONTACT)
        assert clients[0].rcpt(ADDRESS)[0] == 250


def test_several_recipients_are_asked_to_come_one_by_one(office: Office, client: smtplib.SMTP) -> None:
    other = REPLIES.of(uuid4())
    refused = client.sendmail(CONTACT, [ADDRESS, other], answer(INCIDENT))
    assert refused[other][0] == 452
    assert [taken[0] for taken in office.taken] == [INCIDENT]


def test_a_bounce_has_no_sender(office: Office, client: smtplib.SMTP) -> None:
    client.sendmail("", [ADDRESS], answer(INCIDENT))
    assert office.taken[0][1] == ""
