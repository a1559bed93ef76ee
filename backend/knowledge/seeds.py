"""The categories of a first start, each with the questions that save the first reply."""

from shared.contracts.catalogue import CATEGORIES
from shared.contracts.knowledge import CategoryDefinition, FieldChoice, FieldDefinition, FieldKind
from shared.contracts.vocabulary import Language


def _labels(spanish: str, english: str) -> dict[Language, str]:
    return {Language.SPANISH: spanish, Language.ENGLISH: english}


def _field(slug: str, kind: FieldKind, spanish: str, english: str) -> FieldDefinition:
    return FieldDefinition(slug=slug, kind=kind, labels=_labels(spanish, english))


def _choice(slug: str, spanish: str, english: str, *choices: tuple[str, str, str]) -> FieldDefinition:
    offered = tuple(FieldChoice(slug=one, labels=_labels(es, en)) for one, es, en in choices)
    labels = _labels(spanish, english)
    return FieldDefinition(slug=slug, kind=FieldKind.CHOICE, labels=labels, choices=offered)


_FIELDS: dict[str, tuple[FieldDefinition, ...]] = {
    "damaged": (
        _choice(
            "damage",
            "¿Qué está dañado?",
            "What is damaged?",
            ("packaging", "Solo el embalaje", "Only the packaging"),
            ("product", "El producto", "The product"),
            ("both", "Las dos cosas", "Both"),
        ),
        _choice(
            "wish",
            "¿Qué prefieres?",
            "What would you like?",
            ("replacement", "Que me enviéis otro", "A replacement"),
            ("refund", "Que me devolváis el dinero", "A refund"),
            ("undecided", "Todavía no lo sé", "I don't know yet"),
        ),
    ),
    "missing": (
        _field("missing-item", FieldKind.TEXT, "¿Qué falta?", "What is missing?"),
        _field("parcels", FieldKind.NUMBER, "¿Cuántos paquetes llegaron?", "How many parcels arrived?"),
    ),
    "late": (_field("promised", FieldKind.DATE, "¿Qué día tenía que llegar?", "When was it due?"),),
    "wrong-item": (
        _field("received", FieldKind.TEXT, "¿Qué recibiste?", "What did you receive?"),
        _field("expected", FieldKind.TEXT, "¿Qué habías pedido?", "What had you ordered?"),
    ),
    "returns": (
        _choice(
            "wish",
            "¿Qué quieres hacer?",
            "What would you like to do?",
            ("return", "Devolverlo", "Return it"),
            ("exchange", "Cambiarlo por otro", "Exchange it"),
        ),
        _field("reason", FieldKind.TEXT, "¿Por qué?", "Why?"),
    ),
    "billing": (
        _field("amount", FieldKind.NUMBER, "¿De cuántos euros es el cobro?", "How many euros were charged?"),
        _field("charged", FieldKind.DATE, "¿Qué día se cobró?", "When was it charged?"),
    ),
    "technical": (
        _field("model", FieldKind.TEXT, "¿Qué modelo es?", "Which model is it?"),
        _choice(
            "since",
            "¿Desde cuándo pasa?",
            "Since when?",
            ("always", "Desde el primer día", "Since the first day"),
            ("lately", "Desde hace poco", "Since lately"),
        ),
    ),
}


def first_categories() -> list[CategoryDefinition]:
    """Return the categories of the catalogue with their questions, none of them required."""
    return [
        CategoryDefinition(
            slug=category.slug,
            version=1,
            names=category.names,
            team=category.team,
            fields=_FIELDS.get(category.slug, ()),
            position=position,
        )
        for position, category in enumerate(CATEGORIES.values())
    ]
