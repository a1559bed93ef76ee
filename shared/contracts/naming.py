"""What somebody is called, where there is one line for it."""

from shared.contracts.vocabulary import NAME_MAX


def full_name(name: str, surname: str | None) -> str:
    """Return first name and surname, cut to ``NAME_MAX`` characters as every name is."""
    return f"{name} {surname or ''}"[:NAME_MAX].strip()
