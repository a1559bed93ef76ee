"""The words by which the staff finds a customer: no case, no accents, from the beginning of any word."""

import unicodedata

from backend.customers.domain import Customer

WORDS_MAX = 5


def folded(text: str) -> str:
    """Return a text without case and accents: ``José`` and ``JOSE`` are one, and so are ñ and n."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def keys_of(customer: Customer) -> list[str]:
    """Return every word that finds a customer: those of the name, and the e-mail."""
    words = folded(f"{customer.name} {customer.surname or ''}").split()
    return sorted({*words, folded(customer.email)})


def order_of(customer: Customer) -> str:
    """Return what customers are sorted by."""
    return folded(f"{customer.name} {customer.surname or ''}").strip()


def words_of(asked: str) -> list[str]:
    """Return the words that somebody looks for."""
    return folded(asked).split()[:WORDS_MAX]
