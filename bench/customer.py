"""A customer who opens an incident: fetches the form, fills it in, sends it."""

import time
from dataclasses import dataclass
from itertools import cycle
from urllib.parse import urlsplit

from bench.browser import Answer, Browser, hidden_fields

FORM = "/incidents/new"


class NotAcceptedError(Exception):
    """The site did not take the incident."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """An accepted incident; the moments are ``time.perf_counter()``, which all processes here share."""

    reference: str
    address: str
    """Where the customer follows it, from the site's root on."""
    sent_at: float
    """Just before the form was sent."""
    answered_at: float
    """When the answer with the reference was there."""


_COMPLAINTS = cycle(
    [
        {
            "category": "damaged",
            "subject": "La cafetera llegó con el depósito roto",
            "description": "Al abrir la caja vi que el depósito de agua tiene una grieta de lado a lado. "
            "El embalaje estaba bien, así que debió de salir así del almacén.",
            "order_number": "P-2024-11873",
            "product": "Cafetera Lenta 2",
            "name": "Inés Barrientos",
            "email": "ines.barrientos@example.com",
        },
        {
            "category": "late",
            "subject": "Parcel says delivered, nothing arrived",
            "description": "The tracking page says that it was handed over on Tuesday at 14:10. I was at "
            "home all day and neither I nor my neighbours got anything.",
            "order_number": "P-2024-11902",
            "product": "Desk lamp Faro",
            "name": "Tom Okafor",
            "email": "tom.okafor@example.com",
        },
        {
            "category": "billing",
            "subject": "Me cobrasteis dos veces el mismo pedido",
            "description": "En mi banco aparecen dos cargos de 42,90 € con la misma fecha. ¿Me lo devolvéis?",
            "order_number": "P-2024-12011",
            "name": "Joaquín Vela",
            "email": "joaquin.vela@example.com",
        },
    ]
)


async def open_incident(browser: Browser) -> Receipt:
    """Open one incident as somebody new; raise NotAcceptedError with what the site answered instead."""
    browser.forget()
    page = await browser.get(FORM)
    if page.status != 200:
        raise NotAcceptedError(f"GET {FORM}: {page.status}")
    # Seen or not, suggestions do not hold this customer up.
    fields = {**next(_COMPLAINTS), **hidden_fields(page.body), "suggested": "1"}
    sent_at = time.perf_counter()
    answer = await browser.post(FORM, fields)
    answered_at = time.perf_counter()
    return Receipt(_reference(answer), answer.location, sent_at, answered_at)


def _reference(answer: Answer) -> str:
    """Read the reference off the address that an accepted form leads to."""
    path = urlsplit(answer.location).path
    if answer.status != 303 or not path.startswith("/incidents/"):
        raise NotAcceptedError(f"POST {FORM}: {answer.status} {answer.body[:300]!r}")
    return path.rpartition("/")[2]
