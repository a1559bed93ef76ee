"""The tracking page names who speaks, points at answers, and tells what becomes of words; both languages."""

import re

import pytest
from flask.testing import FlaskClient

from shared.contracts.resources import Actor
from shared.contracts.vocabulary import ActorKind, State
from tests.support.incidents_seen import ANA, CUSTOMER, did, said, seen
from tests.support.little_desk import LittleDesk
from tests.unit.webform.test_following_an_incident import link, place


@pytest.mark.parametrize(("language", "you"), [("en", "You"), ("es", "Tú")])
def test_whoever_was_copied_in_speaks_under_their_own_name(
    served: FlaskClient, desk: LittleDesk, language: str, you: str
) -> None:
    luis = Actor(kind=ActorKind.CUSTOMER, name="Luis <Ruiz>")
    since = Actor(kind=ActorKind.CUSTOMER, id="c-0123456789ab", name="Marta Ruiz Gil")
    words = [said(2, CUSTOMER, "Hola"), said(3, luis, "Yo lo vi."), said(4, since, "Gracias, Luis.")]
    page = served.get(link(place(desk, seen(State.OPEN, *words))) + f"&lang={language}").text
    names = re.findall(r"<header><strong>(?:<bdi>)?(.*?)<", page)
    assert names == [you, you, "Luis &lt;Ruiz&gt;", you]


@pytest.mark.parametrize(
    ("language", "told", "untrue"),
    [
        ("en", "we read it. If it still", "We think this is solved"),
        ("es", "lo leeremos. Si todavía no está resuelta", "Creemos que"),
    ],
)
def test_words_that_came_after_it_was_solved_are_read(
    served: FlaskClient, desk: LittleDesk, language: str, told: str, untrue: str
) -> None:
    incident = seen(State.RESOLVED, did(2, "resolved", ANA), said(3, CUSTOMER, "Sigue rota."))
    unanswered = incident.row.model_copy(update={"is_unanswered": True})
    place(desk, incident.model_copy(update={"row": unanswered}))
    page = served.get(link(incident) + f"&lang={language}").text
    assert told in page
    assert untrue not in page


@pytest.mark.parametrize(
    ("language", "told"), [("en", "You have an answer."), ("es", "Tienes una respuesta.")]
)
def test_the_top_leads_to_an_answer_until_the_customer_writes_again(
    served: FlaskClient, desk: LittleDesk, language: str, told: str
) -> None:
    answer = said(3, ANA, "Hoy sale otra.")
    incident = place(desk, seen(State.ASSIGNED, did(2, "claimed", ANA), answer))
    address = link(incident) + f"&lang={language}"
    top = served.get(address).text.partition('<section id="status"')[2].partition("</section>")[0]
    assert told in top
    assert f'href="#m-{answer.id}"' in top
    place(desk, incident.model_copy(update={"messages": (answer, said(4, CUSTOMER, "¿Cuándo?"))}))
    top = served.get(address).text.partition('<section id="status"')[2].partition("</section>")[0]
    assert told not in top


def test_addresses_in_words_are_links_and_everything_else_stays_text(
    served: FlaskClient, desk: LittleDesk
) -> None:
    text = (
        'Mira https://shop.example/a?b=1&c="><script>alert(1)</script>.\n'
        "javascript:alert(1) <a href='https://evil.example'>aquí</a>"
    )
    page = served.get(link(place(desk, seen(State.OPEN, said(2, ANA, text), said(3, CUSTOMER, text))))).text
    assert page.count('<a href="https://shop.example/a?b=1&amp;c=') == 2
    assert page.count('rel="nofollow noopener"') == page.count('<a href="https://')
    assert "<script>alert" not in page
    assert 'href="javascript:' not in page
    assert "&lt;a href=" in page
