"""Links to incidents as colleagues send them to each other: ``ventanilla:4KF8-AECJ``."""

SCHEME = "ventanilla:"


def link_to(reference: str) -> str:
    """Return the link to an incident."""
    return f"{SCHEME}{reference}"


def without_scheme(query: str) -> str:
    """Return what a link in a search means, and any other words as they are."""
    return query.strip().removeprefix(SCHEME) if query.strip().startswith(SCHEME) else query
