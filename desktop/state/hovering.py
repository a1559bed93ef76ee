"""Text for where one hovers: Qt takes whatever looks like HTML for HTML there, and people write anything."""

from html import escape


def as_written(text: str) -> str:
    """Return what shows the text just as it is, be it a tag or a formula."""
    return f'<p style="white-space: pre-wrap">{escape(text)}</p>' if "<" in text else text
