"""Every text in the code has its Spanish, with the same placeholders; English is the code itself."""

import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from desktop.state import texts
from shared.contracts.vocabulary import Language

DESKTOP = Path(texts.__file__).parent.parent
KEYWORDS = {"_": None, "mark": None, "gettext": None, "ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"{\w+}")
HINT = "pybabel extract -k mark -k _ desktop | pybabel update shows what is new"


def in_code() -> set[str | tuple[str, ...]]:
    found = extract_from_dir(str(DESKTOP), keywords=KEYWORDS)
    return {message if isinstance(message, str) else tuple(message) for _, _, message, _, _ in found}


def catalogue(language: Language) -> Catalog:
    path = DESKTOP / "translations" / language / "LC_MESSAGES" / "desktop.po"
    with path.open("rb") as file:
        return read_po(file, locale=str(language))


def entries(language: Language) -> Iterator[tuple[str | tuple[str, ...], str | tuple[str, ...]]]:
    for message in catalogue(language):
        if message.id:
            yield message.id, message.string


@pytest.mark.parametrize("language", list(Language))
def test_the_catalogue_has_just_the_texts_of_the_code(language: Language) -> None:
    assert {identity for identity, _ in entries(language)} == in_code(), HINT


def test_nothing_is_left_untranslated_or_fuzzy_in_spanish() -> None:
    for identity, text in entries(Language.SPANISH):
        parts = [text] if isinstance(text, str) else list(text)
        assert all(parts), identity
        originals = [identity] if isinstance(identity, str) else list(identity)
        for original, part in zip(originals, parts, strict=True):
            assert set(PLACEHOLDER.findall(original)) == set(PLACEHOLDER.findall(part)), identity
    assert not any(message.fuzzy for message in catalogue(Language.SPANISH) if message.id)


def test_a_bare_clone_without_compiled_catalogues_speaks_spanish_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "_loaded", {})
    source = DESKTOP / "translations" / "es" / "LC_MESSAGES" / "desktop.po"
    compiled = texts._compile(source)
    assert isinstance(compiled, gettext.GNUTranslations)
    assert compiled.gettext("Claim") == "Coger"
    assert compiled.ngettext("{count} open", "{count} open", 2) == "{count} abiertas"


def test_an_older_compiled_catalogue_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "desktop.mo").write_bytes(b"old nonsense")
    source = DESKTOP / "translations" / "es" / "LC_MESSAGES" / "desktop.po"
    (folder / "desktop.po").write_bytes(source.read_bytes())
    (folder / "desktop.mo").touch()
    older = (folder / "desktop.po").stat().st_mtime - 10
    import os

    os.utime(folder / "desktop.mo", (older, older))
    monkeypatch.setattr(texts, "TRANSLATIONS", tmp_path)
    monkeypatch.setattr(texts, "_loaded", {})
    texts.choose(Language.SPANISH)
    assert texts.gettext("Claim") == "Coger"
