import gettext
import os
from pathlib import Path

import pytest

from deploy.local.catalogs import compile_catalogs
from deploy.local.terminal import Trouble

CATALOG = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Reply"
msgstr "Responder"
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "webform/translations/es/LC_MESSAGES/messages.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOG, encoding="utf-8")
    return path


def test_a_catalog_is_compiled_once(tmp_path: Path, source: Path) -> None:
    assert compile_catalogs(tmp_path) == [source.with_suffix(".mo")]
    assert compile_catalogs(tmp_path) == []
    with source.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Reply") == "Responder"


def test_a_changed_catalog_is_compiled_again(tmp_path: Path, source: Path) -> None:
    [target] = compile_catalogs(tmp_path)
    later = target.stat().st_mtime + 5
    os.utime(source, (later, later))
    assert compile_catalogs(tmp_path) == [target]


def test_a_broken_catalog_is_named(tmp_path: Path, source: Path) -> None:
    source.write_text("nonsense here\n")
    with pytest.raises(Trouble, match=r"messages\.po cannot be compiled"):
        compile_catalogs(tmp_path)
