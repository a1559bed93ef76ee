"""Whatever the bytes: a message of ours, or MalformedMessageError with a reason and without the values."""

import contextlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from shared.contracts.envelope import CONTRACTS, Envelope, MalformedMessageError
from tests.support.messages import SAMPLES, enveloped

SECRET = "Zx9-secret"
EVERY_TYPE = pytest.mark.parametrize("kind", sorted(CONTRACTS))
QUIET = settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
Path = tuple[str | int, ...]


def golden(kind: str = "incident.comment") -> Any:
    """Return a good message as a tree that a test may spoil."""
    return json.loads(enveloped(SAMPLES[kind]).to_json())


def read(message: Any) -> None:
    """Do with a message what every receiver does."""
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    Envelope.parse(body).content()


def refusal(message: Any) -> str:
    """Return the reason for which a message is refused."""
    with pytest.raises(MalformedMessageError) as refused:
        read(message)
    return str(refused.value)


def leaves(node: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the way to every value of a tree."""
    if isinstance(node, dict) and node:
        for key, value in node.items():
            yield from leaves(value, (*path, key))
    elif isinstance(node, list) and node:
        for index, value in enumerate(node):
            yield from leaves(value, (*path, index))
    else:
        yield path


def spoil(tree: Any, path: Path, value: Any) -> None:
    """Replace one value of a tree."""
    for step in path[:-1]:
        tree = tree[step]
    tree[path[-1]] = value


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"specversion": "0.3"}, "specversion: Input should be '1.0'"),
        ({"type": "incident.exploded"}, "unknown type 'incident.exploded'"),
        ({"dataschema": "urn:ventanilla:incident.comment:2"}, "unknown schema 'urn:ventanilla"),
        ({"dataschema": "urn:ventanilla:incident.open:1"}, "unknown schema 'urn:ventanilla:incident.open:1'"),
        ({"datacontenttype": "text/xml"}, "datacontenttype: Input should be 'application/json'"),
        ({"priority": 1}, "priority: Extra inputs are not permitted"),
        ({"subject": "7"}, "subject: Input should be a valid UUID"),
        ({"time": "2026-11-24T09:30:00"}, "time: Input should have timezone info"),
        ({"data": None}, "data: Input should be an object"),
        ({"data": {}}, "incident.comment: incident_id: Field required"),
    ],
)  # fmt: skip
def test_the_reason_names_the_field(change: dict[str, Any], reason: str) -> None:
    assert reason in refusal(golden() | change)


@pytest.mark.parametrize("member", ["id", "source", "type", "time", "subject", "dataschema", "data"])
def test_no_member_of_the_envelope_may_be_missing(member: str) -> None:
    message = golden()
    del message[member]
    assert refusal(message) == f"{member}: Field required"


@EVERY_TYPE
def test_an_unknown_field_is_refused(kind: str) -> None:
    message = golden(kind)
    message["data"]["colour"] = SECRET
    assert refusal(message) == f"{kind}: colour: Extra inputs are not permitted"


@EVERY_TYPE
def test_every_field_that_has_no_default_is_needed(kind: str) -> None:
    needed = [name for name, field in CONTRACTS[kind].model_fields.items() if field.is_required()]
    assert needed
    for name in needed:
        message = golden(kind)
        del message["data"][name]
        assert f"{name}: Field required" in refusal(message)


@EVERY_TYPE
def test_no_wrong_value_is_repeated_in_the_reason(kind: str) -> None:
    for path in leaves(golden(kind)):
        if path in {("type",), ("dataschema",)}:
            continue  # these two are repeated, for they are what the reader must see
        for value in (f"{SECRET}\x00", {SECRET: SECRET}, [SECRET] * 3, SECRET * 5000, f"@{SECRET}@"):
            message = golden(kind)
            spoil(message, path, value)
            try:
                read(message)
            except MalformedMessageError as refused:
                told = str(refused).replace(f".{SECRET}:", "")  # the name of an unknown field is told
                assert SECRET not in told, path


@pytest.mark.parametrize("kind", ["incident.comment", "incident.replied"])
def test_an_envelope_and_its_data_are_about_the_same(kind: str) -> None:
    other = golden(kind) | {"subject": "019ab51f-c3dd-7a10-8f3e-5d1c0b7a4e22"}
    assert refusal(other) == f"{kind}: the data is about another thing or version"
    assert refusal(golden(kind) | {"version": 77}) == f"{kind}: the data is about another thing or version"


def test_a_reason_stays_short_whatever_comes() -> None:
    many = golden() | {f"field-{number}": number for number in range(1000)}
    for wrong in (many, golden() | {"x" * 100_000: 1}, golden() | {"type": "x" * 100_000}):
        assert len(refusal(wrong)) < 300


@QUIET
@given(st.binary(max_size=300))
@example(b"")
@example(b"null")
@example(b"[" * 100_000)
@example(b'{"data":' * 5000)
@example(b"\xff\xfe{}")
@example(b'{"id": "\\ud800"}')
def test_bytes_are_never_more_than_malformed(body: bytes) -> None:
    with pytest.raises(MalformedMessageError):
        read(body)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
).map(json.dumps)
beyond = st.sampled_from(["9" * 5000, "-" + "9" * 400, "1e999", "1" + "0" * 40, "[" * 2000 + "]" * 2000])


@QUIET
@given(st.sampled_from(sorted(CONTRACTS)), st.data(), anything | beyond)
def test_a_spoiled_message_is_read_or_malformed_and_nothing_else(
    kind: str, data: st.DataObject, value: str
) -> None:
    message = golden(kind)
    spoil(message, data.draw(st.sampled_from(list(leaves(message)))), "<here>")
    body = json.dumps(message).replace('"<here>"', value).encode()
    with contextlib.suppress(MalformedMessageError):
        read(body)
