"""Any bytes under any name: refused, or kept as what they are."""

import unicodedata
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from backend.files.domain import GIF, JPEG, PDF, PNG, TEXT, WEBP, Fault, RefusedFileError
from backend.files.examining.examination import Finding, examine
from tests.support.pictures import animation, document, photograph, picture

SAMPLES = [photograph(), picture("PNG"), picture("WEBP"), animation(), document(), "año nuevo".encode()]
BEGINNINGS = [
    *(b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\x00\x00\x00\x00WEBP", b"%PDF-1.7\n"),
    *(b"\x00\x00\x00\x18ftypheic", b"PK\x03\x04", b"MZ", b"\x7fELF", b"<svg>", b"<html><script>"),
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"II*\x00", b"BM", b"%!PS-Adobe"),
]


def is_true(found: Finding) -> bool:
    """Tell, by other means than those that found it, whether the contents are of the type that was found."""
    match found.media_type:
        case "text/plain":
            text = found.content.decode()
            return not any(unicodedata.category(char) == "Cc" and char not in "\t\n\r\f" for char in text)
        case "application/pdf":
            with pikepdf.open(BytesIO(found.content)) as pdf:
                return len(pdf.pages) > 0
        case _:
            opened = Image.open(BytesIO(found.content))
            opened.load()
            return opened.get_format_mimetype() == found.media_type


def outcome(content: bytes) -> Finding | Fault:
    try:
        return examine(content)
    except RefusedFileError as error:
        return error.fault


@settings(max_examples=400)
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=400))
def test_random_bytes_with_any_beginning_are_refused_or_kept_as_what_they_are(beginning, rest):
    found = outcome(beginning + rest)
    assert isinstance(found, Fault) or is_true(found)


@settings(max_examples=200)
@given(st.data())
def test_damaged_files_are_refused_or_kept_as_what_they_are(data):
    sample = data.draw(st.sampled_from(SAMPLES))
    content = bytearray(sample[: data.draw(st.integers(1, len(sample)))])
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[place] = data.draw(st.integers(0, 255))
    found = outcome(bytes(content))
    assert isinstance(found, Fault) or is_true(found)


@pytest.mark.parametrize(
    ("content", "media_type"), list(zip(SAMPLES, [JPEG, PNG, WEBP, GIF, PDF, TEXT], strict=True))
)
def test_what_is_taken_is_found_by_its_contents(content, media_type):
    found = examine(content)
    assert found.media_type == media_type
    assert is_true(found)
    assert (found.thumbnail is not None) == media_type.startswith("image/")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.EMPTY),
        (b"\0", Fault.UNKNOWN_KIND),
        (b" \n ", Fault.UNKNOWN_KIND),
        (b"MZ\x90\x00\x03\x00", Fault.UNKNOWN_KIND),
        (b"PK\x03\x04\x14\x00\x00\x00", Fault.UNKNOWN_KIND),
        (photograph()[:2000], Fault.BROKEN),
        (document()[:100], Fault.BROKEN),
        (b"%PDF-1.4 and nothing else", Fault.BROKEN),
        (document("script at opening"), Fault.ACTIVE),
        (
            document("script at opening", object_stream_mode=pikepdf.ObjectStreamMode.generate),
            Fault.ACTIVE,
        ),
        (document("program at a click"), Fault.ACTIVE),
        (document("script of a field"), Fault.ACTIVE),
        (document("file inside"), Fault.ACTIVE),
        (document(encryption=pikepdf.Encryption(owner="a", user="b")), Fault.LOCKED),
        (document(encryption=pikepdf.Encryption(owner="a", user="")), Fault.LOCKED),
    ],
)
def test_what_is_not_taken_is_refused_for_its_own_reason(content, fault):
    assert outcome(content) is fault


def test_a_harmless_pdf_is_kept_to_the_byte_for_it_may_be_signed():
    pdf = document()
    assert examine(pdf).content == pdf


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_text_in_any_usual_encoding_is_kept_as_utf_8(encoding):
    text = "La tetera llegó rota, ¿qué puedo hacer? Señal: 15 años. ¡Gracias!\nUn saludo, Begoña Muñoz\n"
    assert examine(text.encode(encoding)).content.decode() == text
