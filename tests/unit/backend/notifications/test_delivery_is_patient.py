"""What becomes of queued mails: sent, sent again later, or given up with a reason."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from backend.notifications.delivery import CLAIM, FIRST_RETRY, GIVE_UP, LONGEST_PAUSE, Delivery, doubled
from backend.notifications.ports import PermanentMailError, QueuedMail, TemporaryMailError
from backend.notifications.smtp import SmtpAddress
from tests.support.openings import NOON
from tests.support.silence import ExpectedLog

ABOUT = UUID(int=7)


class Post:
    """An outbox with one mail, and a mail server that answers what a test says."""

    def __init__(self, *answers: Exception | None, queued_at: datetime = NOON) -> None:
        self.mail: QueuedMail | None = QueuedMail(
            "m", "marta@example.org", "answered", b"x", 0, queued_at, (ABOUT,)
        )
        self.erased: set[UUID] = set()
        self.next_at = queued_at
        self.answers = list(answers)
        self.ended: tuple[str, str] | None = None
        self.attempts = 0
        self.counted: list[str] = []
        self.now = NOON

    def claim(self, now: datetime, until: datetime) -> QueuedMail | None:
        if self.mail is None or self.next_at > now:
            return None
        self.next_at = until
        return self.mail

    def sent(self, mail_id: str, now: datetime) -> None:
        self.mail, self.ended = None, ("sent", "")

    def failed(self, mail_id: str, now: datetime, reason: str) -> None:
        self.mail, self.ended = None, ("failed", reason)

    def again(self, mail_id: str, at: datetime, reason: str, *, counted: bool) -> None:
        self.next_at = at
        self.attempts += counted

    def forget(self, incident_id: UUID) -> None:
        self.mail, self.ended = None, ("forgotten", str(incident_id))

    def queue(self, mails: object, now: datetime) -> int:
        return 0

    def send(self, sender: str, to: str, content: bytes) -> None:
        if answer := self.answers.pop(0):
            raise answer

    def close(self) -> None:
        """Nothing is open."""

    def step(self) -> float:
        delivery = Delivery(
            self,
            self,
            "us@shop.example",
            self.erased.__contains__,
            count=lambda _, what: self.counted.append(what),
            clock=lambda: self.now,
        )
        return delivery.step()


def test_a_mail_that_is_taken_is_over() -> None:
    post = Post(None)
    post.step()
    assert post.ended == ("sent", "")
    assert post.counted == ["sent"]


def test_a_mail_about_an_incident_that_was_erased_meanwhile_is_dropped_at_the_last_moment() -> None:
    post = Post()
    post.erased.add(ABOUT)
    assert post.step() == 0
    assert (post.ended, post.counted) == (("forgotten", str(ABOUT)), ["dropped"])


def test_a_mail_that_will_never_be_taken_ends_with_the_servers_reason(expected_log: ExpectedLog) -> None:
    expected_log("can't be delivered")
    post = Post(PermanentMailError("550 no such user"))
    post.step()
    assert post.ended == ("failed", "550 no such user")


def test_a_mail_server_that_is_away_costs_a_mail_no_attempt(expected_log: ExpectedLog) -> None:
    expected_log("takes nothing")
    post = Post(TemporaryMailError("refused", everything=True), None)
    pause = post.step()
    assert (post.attempts, post.ended) == (0, None)
    post.now += timedelta(seconds=pause)
    post.step()
    assert post.ended == ("sent", "")


def test_a_recipient_whose_server_says_later_is_tried_again_and_others_go_on() -> None:
    post = Post(TemporaryMailError("451 later", everything=False))
    assert post.step() == 0
    assert post.next_at == NOON + FIRST_RETRY
    assert post.attempts == 1


def test_a_recipient_is_given_up_after_days(expected_log: ExpectedLog) -> None:
    expected_log("can't be delivered")
    post = Post(TemporaryMailError("451 later", everything=False), queued_at=NOON - GIVE_UP * 2)
    post.step()
    assert post.ended is not None
    assert "given up" in post.ended[1]


def test_a_mail_in_the_hands_of_a_killed_process_comes_free_again() -> None:
    post = Post(None)
    post.claim(NOON, NOON + CLAIM)
    post.step()
    assert post.ended is None
    post.now += CLAIM
    post.step()
    assert post.ended == ("sent", "")


def test_pauses_grow_and_end_growing() -> None:
    pauses = [doubled(timedelta(seconds=1), LONGEST_PAUSE, times).total_seconds() for times in range(1000)]
    assert pauses[:4] == [1, 2, 4, 8]
    assert max(pauses) == pauses[-1] == LONGEST_PAUSE.total_seconds()


def test_the_address_of_a_mail_server_is_read() -> None:
    assert SmtpAddress.parse("smtp://us:p%40ss@mail.example:587?starttls=1") == SmtpAddress(
        "mail.example", 587, "us", "p@ss", tls=False, starttls=True
    )
    assert SmtpAddress.parse("smtp://127.0.0.1:2525").port == 2525
    assert SmtpAddress.parse("smtps://mail.example").port == 465


@pytest.mark.parametrize("url", ["", "mail.example", "http://mail.example", "smtp://", "smtp://user:secret@"])
def test_what_is_no_address_of_a_mail_server_is_refused_without_telling_it(url: str) -> None:
    with pytest.raises(ValueError, match="expected smtp://") as refused:
        SmtpAddress.parse(url)
    assert "secret" not in str(refused.value)
