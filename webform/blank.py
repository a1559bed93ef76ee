"""The empty form: one page for all guests of a language, but for the two tokens that make it theirs.

Rendering it costs ten times what all the rest of its request costs, so it is rendered once for each
state of the catalogue.
"""

from collections.abc import Callable

from flask_wtf.csrf import generate_csrf

from shared.contracts.vocabulary import Language
from webform.knowledge import Catalogue
from webform.submission import Tickets

Render = Callable[[str], str]
"""Renders the page with a ticket and the CSRF token of the present request."""


class BlankForms:
    """The pages rendered so far, in pieces around their tokens."""

    def __init__(self, tickets: Tickets) -> None:
        self._tickets = tickets
        self._pieces: dict[Language, tuple[Catalogue, tuple[str, str, str]]] = {}

    def page(self, language: Language, catalogue: Catalogue, render: Render) -> str:
        """Return the page with fresh tokens; ``render`` is asked for the first one of this catalogue."""
        kept = self._pieces.get(language)
        if kept is None or kept[0] is not catalogue:
            kept = self._pieces[language] = (catalogue, self._cut(render))
        before, between, after = kept[1]
        return f"{before}{generate_csrf()}{between}{self._tickets.new()}{after}"

    def _cut(self, render: Render) -> tuple[str, str, str]:
        ticket = self._tickets.new()
        before, rest = render(ticket).split(generate_csrf())
        between, after = rest.split(ticket)
        return before, between, after
