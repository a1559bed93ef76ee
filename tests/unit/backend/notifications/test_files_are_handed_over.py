"""What ``mail-in`` makes of each answer of ``files``: kept, refused for good, or to be tried again."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4

import jwt
import pytest

from backend.notifications.keeping import FileKeeper
from backend.notifications.ports import FilesUnavailableError, RefusedFileError
from deploy.local.ports import pick
from shared.contracts.resources import FileRef
from shared.contracts.vocabulary import FILE_MAX_BYTES
from shared.tokens import AUDIENCE, Issuer, TokenSigner
from tests.support.keys import new_key_pem

KEPT = FileRef(id=uuid4(), name="asa.jpg", media_type="image/jpeg", size=5)
SIGNER = TokenSigner(new_key_pem(), Issuer.MAIL_IN)


class LittleFiles(ThreadingHTTPServer):
    """Answers every upload alike, and remembers what came."""

    answer: tuple[int, bytes] = (201, KEPT.model_dump_json().encode())

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.came: list[tuple[dict[str, str], bytes]] = []


class _Handler(BaseHTTPRequestHandler):
    server: LittleFiles

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.came.append((dict(self.headers.items()), body))
        status, content = self.server.answer
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args: object) -> None:
        """Keep the test's output quiet."""


@pytest.fixture
def files() -> Iterator[LittleFiles]:
    with LittleFiles() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def keeper(files: LittleFiles) -> Iterator[FileKeeper]:
    keeper = FileKeeper(f"http://127.0.0.1:{files.server_address[1]}", SIGNER)
    yield keeper
    keeper.close()


def test_a_file_is_sent_with_its_key_and_a_token_that_names_nobody(
    keeper: FileKeeper, files: LittleFiles
) -> None:
    key = uuid4()
    assert keeper.keep("asa ñ.jpg", b"photo", key) == KEPT
    [(headers, body)] = files.came
    assert headers["Idempotency-Key"] == str(key)
    assert "asa ñ.jpg".encode() in body
    claims = jwt.decode(headers["Authorization"].removeprefix("Bearer "), options={"verify_signature": False})
    assert {name: claims[name] for name in ("iss", "sub", "aud")} == {
        "iss": "mail-in",
        "sub": "mail-in",
        "aud": AUDIENCE,
    }
    assert claims.keys() == {"iss", "sub", "aud", "iat", "exp", "jti"}


@pytest.mark.parametrize(
    ("status", "content", "fault"),
    [
        (422, b'{"type": "urn:ventanilla:problem:locked-file"}', "locked-file"),
        (413, b'{"type": "urn:ventanilla:problem:file-too-large"}', "file-too-large"),
        (400, b"no problem document", "refused"),
        (415, b"[]", "refused"),
    ],
)
def test_what_speaks_against_the_file_refuses_it_for_good(
    keeper: FileKeeper, files: LittleFiles, status: int, content: bytes, fault: str
) -> None:
    files.answer = (status, content)
    with pytest.raises(RefusedFileError) as refused:
        keeper.keep("asa.jpg", b"photo", uuid4())
    assert refused.value.fault == fault


@pytest.mark.parametrize("status", [200, 302, 401, 403, 404, 429, 500, 502, 503])
def test_any_other_answer_may_be_better_next_time(
    keeper: FileKeeper, files: LittleFiles, status: int
) -> None:
    files.answer = (status, b"{}")
    with pytest.raises(FilesUnavailableError, match=str(status)):
        keeper.keep("asa.jpg", b"photo", uuid4())


def test_an_answer_that_nobody_understands_is_none(keeper: FileKeeper, files: LittleFiles) -> None:
    files.answer = (201, b'{"id": 1}')
    with pytest.raises(FilesUnavailableError, match="nothing that is known"):
        keeper.keep("asa.jpg", b"photo", uuid4())


def test_a_service_that_is_away_is_told_apart_from_a_refusal() -> None:
    keeper = FileKeeper(f"http://127.0.0.1:{pick(taken=())}", SIGNER)
    with pytest.raises(FilesUnavailableError, match="ConnectError"):
        keeper.keep("asa.jpg", b"photo", uuid4())
    keeper.close()


def test_a_file_that_is_too_large_is_not_even_sent(keeper: FileKeeper, files: LittleFiles) -> None:
    with pytest.raises(RefusedFileError, match="file-too-large"):
        keeper.keep("film.mp4", bytes(FILE_MAX_BYTES + 1), uuid4())
    assert files.came == []
