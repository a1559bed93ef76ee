"""Compiles the translations: every ``.po`` that is newer than its ``.mo``."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from deploy.local.place import write_private
from deploy.local.terminal import Trouble

_PLACES = ("*", "backend/*")
"""Which packages may have translations: each program, and each service."""


def compile_catalogs(checkout: Path) -> list[Path]:
    """Bring every compiled catalog up to date, and return those that were written."""
    written = []
    sources = [
        path for place in _PLACES for path in checkout.glob(f"{place}/translations/*/LC_MESSAGES/*.po")
    ]
    for source in sorted(sources):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        _compile(source, target)
        written.append(target)
    return written


def _compile(source: Path, target: Path) -> None:
    from io import BytesIO

    try:
        with source.open("rb") as file:
            catalog = read_po(file, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise Trouble(f"{source} cannot be compiled: {error}") from None
    compiled = BytesIO()
    write_mo(compiled, catalog)
    write_private(target, compiled.getvalue())
