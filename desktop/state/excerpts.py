"""The beginning of a long text, cut where a word ends."""

MOST_CHARACTERS = 240
MOST_LINES = 4


def excerpt(text: str) -> str:
    """Return a text that is short already as it is, else its beginning with an ellipsis."""
    whole = text.strip()
    start = "\n".join(whole.splitlines()[:MOST_LINES])[: MOST_CHARACTERS + 1]
    if start == whole and len(whole) <= MOST_CHARACTERS:
        return whole
    if len(start) > MOST_CHARACTERS:
        # The last word may be cut; one that is as long as all that fits is cut all the same.
        start = start[:MOST_CHARACTERS] if len(start.split()) == 1 else start[: -len(start.split()[-1])]
    return start.rstrip(" \t\n.,;:") + "…"
