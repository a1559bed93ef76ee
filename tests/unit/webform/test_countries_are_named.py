"""The countries of an address."""

import pycountry
import pytest
from babel import Locale
from flask import Flask
from flask_babel import force_locale

from webform.countries import countries


@pytest.mark.parametrize(
    ("language", "first", "ours"), [("es", "Afganistán", "España"), ("en", "Afghanistan", "Spain")]
)
def test_every_country_has_a_name_in_each_language(app: Flask, language: str, first: str, ours: str) -> None:
    with app.test_request_context(), force_locale(Locale(language)):
        known = countries()
    assert {code for code, _ in known} == {country.alpha_2 for country in pycountry.countries}
    assert known[0][1] == first
    assert dict(known)["ES"] == ours


def test_accents_do_not_move_a_country_to_the_end(app: Flask) -> None:
    with app.test_request_context(), force_locale("es"):
        names = [name for _, name in countries()]
    assert names.index("Austria") < names.index("Azerbaiyán") < names.index("Bahamas")
    assert names.index("Bélgica") < names.index("Bermudas")
    assert names.index("Túnez") < names.index("Tuvalu")
    assert names.index("Omán") < names.index("Países Bajos") < names.index("Pakistán")
