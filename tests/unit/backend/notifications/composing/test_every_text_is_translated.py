"""Every text of the mails exists in Spanish, with the same gaps to fill in."""

import re
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

SERVICE = Path(__file__).parents[5] / "backend/notifications"
GAP = re.compile(r"{\w+}")


def test_every_text_is_translated_and_none_is_left_over() -> None:
    used = {text for _, _, text, *_ in extract_from_dir(SERVICE, keywords={"gettext": None, "say": None})}
    with (SERVICE / "translations/es/LC_MESSAGES/notifications.po").open("rb") as file:
        known = {message.id: message for message in read_po(file) if message.id}
    assert used == set(known)
    for text, message in known.items():
        assert message.string, text
        assert not message.fuzzy, text
        assert set(GAP.findall(text)) == set(GAP.findall(message.string)), text
