"""Files of customers through the web form at the real ``files``: refused in words, kept, and theirs alone."""

import re
from collections.abc import Iterator
from html import unescape
from uuid import UUID

import httpx
import pytest

from deploy.local.stack import Stack
from shared.contracts.vocabulary import FILE_MAX_BYTES
from tests.support.callers import Callers
from tests.support.forms import FILLED, hidden_of
from tests.support.pictures import SECRET, bomb, document, photograph, picture
from tests.support.waiting import eventually

pytestmark = pytest.mark.stack
Sent = tuple[str, bytes, str]


@pytest.fixture
def browser(stack: Stack) -> Iterator[httpx.Client]:
    headers = {"Accept-Language": "en"}
    with httpx.Client(base_url=stack.url("webform"), headers=headers, timeout=60) as browser:
        yield browser


def send(browser: httpx.Client, *files: Sent, **changes: object) -> httpx.Response:
    hidden = hidden_of(browser.get("/incidents/new").text)
    said = {**hidden, **FILLED, "suggested": "1", **changes}
    parts = [("files", file) for file in files] or [("files", ("", b""))]
    return browser.post("/incidents/new", data=said, files=parts)


def carried(answer: httpx.Response) -> list[str]:
    return [unescape(sealed) for sealed in re.findall(r'name="kept" value="([^"]+)"', answer.text)]


def addresses(browser: httpx.Client, page: str) -> list[str]:
    """Return what the incident's page leads to, once intake has it."""

    def found() -> list[str]:
        return re.findall(r'href="(/incidents/[^"]+/files/[^"]+)"', browser.get(page).text)

    eventually(found)
    return [unescape(address) for address in found()]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (("foto.jpg", b"", "image/jpeg"), "“foto.jpg” is empty"),
        (("foto.jpg", b"PK\x03\x04\x00\x00", "image/jpeg"), "of a kind that we can't take"),
        (("foto.jpg", b"\xff\xd8\xff\xe0 no picture", "image/jpeg"), "can't be opened"),
        (("foto.png", bomb(60_000, 60_000), "image/png"), "too many pixels"),
        (("a.pdf", document("file inside"), "application/pdf"), "has programs or other files in it"),
        (("v.mp4", bytes(FILE_MAX_BYTES + 1), "video/mp4"), "is too large"),
    ],
)
def test_what_is_refused_is_said_in_words(browser: httpx.Client, sent: Sent, words: str) -> None:
    answer = send(browser, sent)
    assert answer.status_code in {400, 413}
    assert words in unescape(answer.text)
    assert FILLED["description"] in answer.text


def test_names_with_paths_and_lying_types_are_kept_harmless(browser: httpx.Client) -> None:
    wild = [
        ("../../etc/passwd", picture(), "application/x-sh"),
        ("C:\\fotos\\La tetera\u202egpj.exe", photograph(), "text/html"),
        ("<script>.pdf", document(), "image/png"),
    ]
    back = send(browser, *wild, email="nobody")
    assert "<script>.pdf" not in back.text
    sent = send(browser, kept=carried(back))
    assert sent.status_code == 303, sent.text
    page = browser.get(sent.headers["Location"])
    eventually(lambda: "passwd.jpg" in browser.get(page.url).text)
    html = browser.get(page.url).text
    assert "La teteragpj.jpg" in html
    assert "_script_.pdf" in html
    for address in addresses(browser, str(page.url)):
        assert SECRET not in browser.get(address).content


def test_six_files_are_five_and_a_sentence(browser: httpx.Client) -> None:
    back = send(browser, *((f"{number}.txt", b"%d" % number, "text/plain") for number in range(6)))
    assert "Left out: “5.txt”" in unescape(back.text)
    assert len(carried(back)) == 5
    sent = send(browser, kept=carried(back))
    assert len(addresses(browser, sent.headers["Location"])) == 5


def test_a_file_is_the_incidents_and_no_other_link_opens_it(browser: httpx.Client, stack: Stack) -> None:
    mine = send(browser, ("foto.jpg", picture(), "image/jpeg"), subject="Con foto").headers["Location"]
    other = send(browser, subject="Sin foto").headers["Location"]
    (address,) = addresses(browser, mine)
    answer = browser.get(address)
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert browser.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    with_path, _, _ = address.partition("?")
    foreign = f"{other.partition('?')[0]}/files/{with_path.rpartition('/')[2]}?{other.partition('?')[2]}"
    assert browser.get(foreign).status_code == 404
    assert browser.get(foreign.replace("?", "/thumbnail?")).status_code == 404
    assert browser.get(with_path).status_code == 404


def test_a_picture_is_seen_before_it_is_sent_by_who_has_sent_it(browser: httpx.Client, stack: Stack) -> None:
    back = send(browser, ("foto.jpg", picture(), "image/jpeg"), email="nobody")
    (address,) = re.findall(r'src="(/files/[^"]+)"', back.text)
    assert browser.get(address).headers["Content-Type"] == "image/webp"
    guest = Callers(stack).guest(UUID(int=7))
    with httpx.Client(base_url=f"{stack.url('files')}/api/v1", headers=guest) as files:
        sent = files.post("/files", files={"file": ("foto.jpg", picture())}).json()
        assert files.get(f"/files/{sent['id']}/thumbnail").status_code == 404


def test_without_files_the_form_comes_back_and_the_words_go_without(
    browser: httpx.Client, stack: Stack
) -> None:
    stack.stop_part("files")
    try:
        back = send(browser, ("foto.jpg", picture(), "image/jpeg"), subject="Sin servicio")
        assert back.status_code == 503
        assert "or send without it" in unescape(back.text)
        assert send(browser, kept=carried(back), subject="Sin servicio").status_code == 303
    finally:
        stack.start_part("files")
        stack.wait_until_ready("files")


def test_a_body_in_chunks_that_is_far_too_large_is_413(browser: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        yield b'--xx\r\nContent-Disposition: form-data; name="files"; filename="v.mp4"\r\n\r\n'
        for _ in range(140):
            yield bytes(1024**2)

    kind = {"Content-Type": "multipart/form-data; boundary=xx"}
    try:
        answer = browser.post("/incidents/new", content=endless(), headers=kind)
    except httpx.WriteError:
        return  # it was sent away in the middle of it
    assert answer.status_code == 413
