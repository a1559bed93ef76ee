"""Every text on the site exists in Spanish."""

from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

SITE = Path(__file__).parents[3] / "webform"
METHODS = [("routes/**.py", "python"), ("**.py", "python"), ("templates/**.html", "jinja2")]


def test_every_text_is_translated_and_none_is_left_over() -> None:
    keywords = {**DEFAULT_KEYWORDS, "lazy_gettext": None}
    used = {text for _, _, text, *_ in extract_from_dir(SITE, METHODS, keywords=keywords)}
    with (SITE / "translations/es/LC_MESSAGES/messages.po").open("rb") as file:
        known = {message.id: message for message in read_po(file) if message.id}
    assert used == set(known)
    assert not [text for text, message in known.items() if not message.string or message.fuzzy]
