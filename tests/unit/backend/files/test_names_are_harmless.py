"""Names of files, whatever they were called."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from backend.files.domain import EXTENSIONS, JPEG, PDF, TEXT
from backend.files.names import fitting_name
from shared.contracts.vocabulary import FileName


@pytest.mark.parametrize(
    ("given_name", "media_type", "kept"),
    [
        ("foto.jpg", JPEG, "foto.jpg"),
        ("Foto del asa rota.JPEG", JPEG, "Foto del asa rota.JPEG"),
        ("IMG_2041.HEIC", JPEG, "IMG_2041.jpg"),
        ("factura.pdf.exe", PDF, "factura.pdf.pdf"),
        ("factura", PDF, "factura.pdf"),
        ("index.html", TEXT, "index.txt"),
        ("server.log", TEXT, "server.log"),
        ("../../etc/passwd", TEXT, "passwd.txt"),
        (r"C:\Users\marta\foto.png", JPEG, "foto.jpg"),
        ("foto\u202egpj.exe", JPEG, "fotogpj.jpg"),
        ("a\r\nSet-Cookie: x=1.pdf", PDF, "a Set-Cookie_ x=1.pdf"),
        ('we"ird<na|me>?.pdf', PDF, "we_ird_na_me__.pdf"),
        (".htaccess", TEXT, "htaccess.txt"),
        ("..", TEXT, "file.txt"),
        ("con.txt", TEXT, "_con.txt"),
        ("", PDF, "file.pdf"),
        ("🫖 tetera.jpg", JPEG, "🫖 tetera.jpg"),
    ],
)
def test_a_name_is_kept_as_far_as_it_is_harmless_and_tells_the_truth(given_name, media_type, kept):
    assert fitting_name(given_name, media_type) == kept


@given(st.text(max_size=300), st.sampled_from(sorted(EXTENSIONS)))
def test_any_name_becomes_one_that_the_contracts_take_and_that_fits_its_type(given_name, media_type):
    name = fitting_name(given_name, media_type)
    assert TypeAdapter(FileName).validate_python(name) == name
    assert name.lower().endswith(EXTENSIONS[media_type])
    assert not set(name) & set('/\\<>:"|?*\r\n')
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} for char in name)
    assert fitting_name(name, media_type) == name
