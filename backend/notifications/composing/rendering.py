"""Sets a letter as text and as HTML."""

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from backend.notifications.composing.letter import Letter

_pages = Environment(
    loader=PackageLoader("backend.notifications.composing"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def as_text(letter: Letter, shop: str) -> str:
    """Return the letter as plain text; ``shop`` signs it."""
    return _pages.get_template("mail.txt").render(letter=letter, shop=shop)


def as_html(letter: Letter, shop: str) -> str:
    """Return the letter as a page that needs nothing from outside and runs nothing."""
    return _pages.get_template("mail.html").render(letter=letter, shop=shop)
