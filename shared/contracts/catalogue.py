"""What an incident can be about, with its names, and the team that takes it first."""

from dataclasses import dataclass

from shared.contracts.vocabulary import Language


@dataclass(frozen=True, slots=True)
class Category:
    """One thing that an incident can be about; ``names`` has every language."""

    slug: str
    team: str
    names: dict[Language, str]


def _category(slug: str, team: str, spanish: str, english: str) -> Category:
    return Category(slug, team, {Language.SPANISH: spanish, Language.ENGLISH: english})


CATEGORIES: dict[str, Category] = {
    category.slug: category
    for category in (
        _category("damaged", "returns", "Llegó roto o con daños", "It arrived broken or damaged"),
        _category("missing", "shipping", "Falta algo del pedido", "Something is missing from my order"),
        _category("late", "shipping", "No ha llegado todavía", "It hasn't arrived yet"),
        _category("wrong-item", "returns", "Recibí otra cosa", "I received something else"),
        _category("returns", "returns", "Quiero devolverlo o cambiarlo", "I want to return or exchange it"),
        _category("billing", "billing", "Un cobro o una factura", "A charge or an invoice"),
        _category("technical", "technical", "No funciona como debería", "It doesn't work as it should"),
        _category("other", "shipping", "Otra cosa", "Something else"),
    )
}

TEAMS: dict[str, dict[Language, str]] = {
    "shipping": {Language.SPANISH: "Envíos", Language.ENGLISH: "Shipping"},
    "returns": {Language.SPANISH: "Devoluciones", Language.ENGLISH: "Returns"},
    "billing": {Language.SPANISH: "Cobros", Language.ENGLISH: "Billing"},
    "technical": {Language.SPANISH: "Soporte técnico", Language.ENGLISH: "Technical support"},
}
