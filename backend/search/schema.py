"""The fields of the index."""

import tantivy
from tantivy import Document, Schema, SchemaBuilder

from backend.search.domain import Entry
from backend.search.words import accented

SCHEMA_VERSION = 1
"""Raise it with every change of a field or of how words are read: an index of another version is rebuilt."""
EXACT = ("key", "kind", "state", "category", "team", "customer_id", "language", "reference")


def _build() -> Schema:
    builder = SchemaBuilder()
    for name in EXACT:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for prefix in ("", "notes_"):
        # Phrases and beginnings of words are looked for in the text as it stands, so positions there alone.
        builder.add_text_field(f"{prefix}plain", tokenizer_name="plain")
        builder.add_text_field(f"{prefix}spanish", tokenizer_name="spanish", index_option="freq")
        builder.add_text_field(f"{prefix}english", tokenizer_name="english", index_option="freq")
    builder.add_text_field("people", tokenizer_name="plain")
    builder.add_integer_field("version", fast=True)
    builder.add_date_field("opened_at", fast=True)
    builder.add_date_field("updated_at", fast=True)
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


SCHEMA = _build()


def document(entry: Entry) -> Document:
    """Return an entry as the index takes it."""
    shown = entry.shown
    found = Document()
    exact = {
        "key": str(entry.key),
        "kind": entry.key.kind.value,
        "state": shown.state,
        "category": shown.category,
        "team": entry.team,
        "customer_id": entry.customer_id,
        "reference": shown.reference and shown.reference.replace("-", ""),
    }
    for name, value in exact.items():
        if value:
            found.add_text(name, value)
    for language in shown.texts:
        found.add_text("language", language.value)
    _add_words(found, "", entry.words)
    _add_words(found, "notes_", shown.notes)
    found.add_text("people", entry.people)
    found.add_integer("version", shown.version)
    for name, moment in (("opened_at", shown.opened_at), ("updated_at", shown.updated_at)):
        if moment:
            found.add_date(name, moment)
    found.add_bytes("shown", shown.model_dump_json(exclude_defaults=True).encode())
    return found


def _add_words(found: tantivy.Document, prefix: str, text: str) -> None:
    if text:
        found.add_text(f"{prefix}plain", text)
        found.add_text(f"{prefix}spanish", accented(text))
        found.add_text(f"{prefix}english", text)
