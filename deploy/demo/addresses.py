"""The mail addresses of invented people."""

import unicodedata


def address(name: str, domain: str) -> str:
    """Return an address such as ``oscar.bellido@example.com`` for Óscar Bellido."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return f"{'.'.join(bare.split())}@{domain}"
