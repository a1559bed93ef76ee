"""Files that are refused, too large or too many: each has its sentence, and no word is lost."""

import re

import pytest

from shared.contracts.vocabulary import FILE_MAX_BYTES
from shared.messaging.memory import MemoryBroker
from tests.support.forms import FILLED
from tests.support.little_desk import LittleDesk
from tests.support.multipart import Sender, carried
from tests.support.sent_files import PDF, PHOTO, names, opened, said
from tests.support.silence import ExpectedLog


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("empty-file", "is empty"),
        ("unknown-kind", "of a kind that we can't take"),
        ("broken-file", "can't be opened"),
        ("too-many-pixels", "too many pixels"),
        ("active-content", "has programs or other files in it"),
        ("locked-file", "locked with a password"),
        ("file-too-large", "is too large"),
    ],
)
def test_each_refusal_has_its_own_sentence_and_the_words_stay(
    sender: Sender, broker: MemoryBroker, desk: LittleDesk, fault: str, words: str
) -> None:
    kept = carried(sender.send(PDF, email="").text)
    desk.files.fault = fault
    back = sender.send(PHOTO, kept=kept)
    assert back.status_code == 400
    assert "“foto.jpg”" in said(back)
    assert words in said(back)
    assert "Everything else is still here" in back.text
    assert carried(back.text)
    assert FILLED["description"] in back.text
    assert 'href="#files"' in back.text
    assert not opened(broker)
    assert sender.send(kept=carried(back.text)).status_code == 303
    assert names(broker) == [["factura.pdf"]]


def test_a_file_that_is_too_large_is_not_passed_on_and_the_others_are(
    sender: Sender, broker: MemoryBroker, desk: LittleDesk
) -> None:
    back = sender.send(("video.mp4", b"x" * (FILE_MAX_BYTES + 9)), PHOTO)
    assert back.status_code == 413
    assert "“video.mp4” is too large" in said(back)
    assert FILLED["description"] in back.text
    assert [name for name, _ in desk.files.uploads] == ["foto.jpg"]
    assert sender.send(kept=carried(back.text)).status_code == 303
    assert names(broker) == [["foto.jpg"]]


def test_far_too_much_comes_back_with_its_words(sender: Sender, broker: MemoryBroker) -> None:
    back = sender.send(*(("v.mp4", b"x" * 12_000_000) for _ in range(6)))
    assert back.status_code == 413
    assert FILLED["description"] in back.text
    assert "At most 5 files fit" in said(back)


def test_five_fit_and_the_sixth_is_named(sender: Sender, broker: MemoryBroker) -> None:
    back = sender.send(*((f"{number}.jpg", b"%d" % number) for number in range(6)))
    assert back.status_code == 400
    assert "Left out: “5.jpg”" in said(back)
    assert re.search(r'type="file"[^>]* disabled>', back.text)
    kept = carried(back.text)
    more = sender.send(PHOTO, kept=kept)
    assert "Left out: “foto.jpg”" in said(more)
    sender.send(kept=kept)
    assert names(broker) == [[f"{number}.jpg" for number in range(5)]]


def test_the_same_file_chosen_twice_goes_along_once(sender: Sender, broker: MemoryBroker) -> None:
    kept = carried(sender.send(PHOTO, PHOTO, email="").text)
    sender.send(PHOTO, kept=kept)
    assert names(broker) == [["foto.jpg"]]


def test_without_files_the_words_come_back_and_go_without(
    sender: Sender, broker: MemoryBroker, desk: LittleDesk, expected_log: ExpectedLog
) -> None:
    desk.files.is_up = False
    expected_log("a file was not taken")
    back = sender.send(PHOTO, PDF)
    assert back.status_code == 503
    assert "or send without it" in said(back)
    assert FILLED["description"] in back.text
    assert sender.send().status_code == 303
    assert names(broker) == [[]]


def test_names_are_shown_harmlessly(sender: Sender, desk: LittleDesk) -> None:
    desk.files.fault = "empty-file"
    wild = "C:\\fotos\\<b>\u202egpj.exe" + "x" * 500
    back = sender.send((wild, b""))
    assert back.status_code == 400
    assert "<b>" not in back.text
    assert "\u202e" not in back.text
    assert "C:\\fotos" not in said(back)
    assert "x" * 61 not in back.text


def test_machines_that_fill_in_everything_leave_no_file(sender: Sender, desk: LittleDesk) -> None:
    assert sender.send(PHOTO, website="https://spam.example").status_code == 303
    assert not desk.files.uploads
