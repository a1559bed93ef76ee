"""The process that examines a file: whatever becomes of it, there is an answer."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from backend.files import examiner
from backend.files.domain import JPEG, Fault, RefusedFileError
from backend.files.examiner import BusyError, Examiner
from tests.support.pictures import SECRET, photograph


class Sent:
    """An upload of these bytes."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def save(self, dst: Path) -> None:
        dst.write_bytes(self._content)


def test_what_was_found_lies_in_files_that_go_with_the_block() -> None:
    with Examiner().examine(Sent(photograph())) as found:
        assert found.media_type == JPEG
        assert SECRET not in found.content.read_bytes()
        assert found.thumbnail is not None
        folder = found.content.parent
    assert not folder.exists()


def test_a_refusal_comes_with_its_reason() -> None:
    with pytest.raises(RefusedFileError, match="Only pictures") as refused, Examiner().examine(Sent(b"MZ\0")):
        pass
    assert refused.value.fault is Fault.UNKNOWN_KIND


def test_an_examination_that_does_not_end_is_ended(monkeypatch, expected_log) -> None:
    expected_log("could not be examined")
    monkeypatch.setattr(examiner, "TIMEOUT_S", 0.001)
    with pytest.raises(RefusedFileError) as refused, Examiner().examine(Sent(photograph())):
        pass
    assert refused.value.fault is Fault.BROKEN


def test_who_would_wait_too_long_is_told_so() -> None:
    busy = Examiner(at_once=0, patience=0.01)
    with pytest.raises(BusyError), busy.examine(Sent(photograph())):
        pass


@pytest.mark.parametrize(
    "spent", ["bytearray(2 * 1024**3)", "[None for _ in iter(int, 1)]"], ids=["memory", "time"]
)
def test_the_process_has_little_memory_and_little_time(tmp_path, spent) -> None:
    """A decoder that wants more than there is ends, and takes nobody with it."""
    (tmp_path / "upload").write_bytes(photograph())
    program = (
        "import sys, backend.files.examining.child as child; child.SECONDS = 1\n"
        f"def greedy(content): {spent}\n"
        "child.examine = greedy; sys.exit(child.main())"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, check=False, timeout=60
    )
    assert ended.returncode != 0
    assert not (tmp_path / "finding.json").exists()


def test_the_process_knows_none_of_our_secrets(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("MONGODB_URI", "mongodb://files:secret@127.0.0.1/incidents")
    told = tmp_path / "environment.json"
    spy = tmp_path / "python"
    spy.write_text(
        f"#!{sys.executable}\nimport json, os\njson.dump(dict(os.environ), open({str(told)!r}, 'w'))\n"
        f"os.execv({sys.executable!r}, [{sys.executable!r}, *__import__('sys').argv[1:]])\n"
    )
    spy.chmod(0o700)
    monkeypatch.setattr(examiner.sys, "executable", str(spy))
    with Examiner().examine(Sent(photograph())) as found:
        assert found.media_type == JPEG
    assert "secret" not in json.dumps(json.loads(told.read_text()))
