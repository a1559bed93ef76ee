"""The empty form: one page for all guests of a language, but for the two tokens that make it theirs.

Rendering it costs ten times what all the rest of its request costs, so it is rendered once.
"""

from collections.abc import Callable

from flask_wtf.csrf import generate_csrf

from shared.contracts.vocabulary import Language
from webform.submission import Tickets

Render = Callable[[str], str]
"""Renders the page with a ticket and the CSRF token of the present request."""


class BlankForms:
    """The pages rendered so far, in pieces around their tokens."""

    def __init__(self, tickets: Tickets) -> None:
        self._tickets = tickets
        self._pieces: dict[Language, tuple[str, str, str]] = {}

    def page(self, language: Language, render: Render) -> str:
        """Return the page with fresh tokens; ``render`` is asked for the first one of a language."""
        if language not in self._pieces:
            self._pieces[language] = self._cut(render)
        before, between, after = self._pieces[language]
        return f"{before}{generate_csrf()}{between}{self._tickets.new()}{after}"

    def _cut(self, render: Render) -> tuple[str, str, str]:
        ticket = self._tickets.new()
        before, rest = render(ticket).split(generate_csrf())
        between, after = rest.split(ticket)
        return before, between, after
