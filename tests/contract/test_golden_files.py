"""What travels, byte for byte: a file that must change here changes for everybody who listens."""

import json
from pathlib import Path

import pytest

from shared.contracts.envelope import CONTRACTS, Envelope
from tests.support.messages import SAMPLES, enveloped

GOLDEN = Path(__file__).parent / "golden"
EVERY_TYPE = pytest.mark.parametrize("kind", sorted(CONTRACTS))


def pretty(body: bytes) -> str:
    """Return JSON in the one form of the golden files."""
    return json.dumps(json.loads(body), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def test_every_type_has_a_golden_file_and_every_file_a_type() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"{kind}.json" for kind in CONTRACTS}
    assert SAMPLES.keys() == CONTRACTS.keys()


@EVERY_TYPE
def test_a_golden_file_reads_as_its_message(kind: str) -> None:
    envelope = Envelope.parse((GOLDEN / f"{kind}.json").read_bytes())
    assert envelope == enveloped(SAMPLES[kind])
    assert envelope.content() == SAMPLES[kind]


@EVERY_TYPE
def test_what_is_inside_is_read_once_however_often_it_is_asked_for(kind: str) -> None:
    envelope = Envelope.parse((GOLDEN / f"{kind}.json").read_bytes())
    assert envelope.content() is envelope.content()


@EVERY_TYPE
def test_a_message_is_written_as_its_golden_file(kind: str) -> None:
    assert pretty(enveloped(SAMPLES[kind]).to_json()) == (GOLDEN / f"{kind}.json").read_text()


@EVERY_TYPE
def test_a_message_is_about_one_incident_in_its_version(kind: str) -> None:
    envelope = enveloped(SAMPLES[kind])
    assert (envelope.subject, envelope.version) == SAMPLES[kind].about()


@EVERY_TYPE
def test_a_message_is_frozen(kind: str) -> None:
    for message in (enveloped(SAMPLES[kind]), SAMPLES[kind]):
        for field in type(message).model_fields:
            with pytest.raises(ValueError, match="frozen"):
                setattr(message, field, None)
