"""Of an answer, what is new stays; quotes and signatures of the usual programs, in both languages, go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.notifications.reading.markup import to_text
from backend.notifications.reading.quotes import newly_written

RULE = "##- Escribe tu respuesta por encima de esta línea -##"
SHOP = "La tienda <avisos@shop.example>"
OURS = f"{RULE}\n\nAna te ha respondido\n\nHola, Marta:\n\nMañana sale otra."
QUOTED = "\n".join(f"> {line}" for line in OURS.split("\n"))
NEW = "Gracias, pero sigue rota.\n\n- el asa\n- la tapa\n\nUn saludo,\nMarta"

QUOTES = {
    "gmail-es": f"El mar, 24 nov 2026 a las 12:30, La tienda (<avisos@shop.example>)\nescribió:\n\n{QUOTED}",
    "gmail-en": f"On Tue, 24 Nov 2026 at 12:30, La tienda <avisos@shop.example>\nwrote:\n\n{QUOTED}",
    "ios-es": f"Enviado desde mi iPhone\n\n> El 24 nov 2026, a las 12:30, {SHOP} escribió:\n> \n{QUOTED}",
    "ios-en": f"Sent from my iPhone\n\n> On 24 Nov 2026, at 12:30, {SHOP} wrote:\n> \n{QUOTED}",
    "apple-es": f"El 24 nov 2026, a las 12:30, {SHOP} escribió:\n\n{OURS}",
    "thunderbird-es": f"El 24/11/26 a las 12:30, La tienda escribió:\n{QUOTED}",
    "thunderbird-en": f"On 24/11/2026 12:30, La tienda wrote:\n{QUOTED}\n",
    "outlook-es": (
        f"________________________________\nDe: {SHOP}\nEnviado: martes, 24 de noviembre de 2026 12:30\n"
        f"Para: Marta <marta@example.org>\nAsunto: [7F3K-9QX2] La tetera\n\n{OURS}"
    ),
    "outlook-en": (
        f"From: {SHOP}\nSent: Tuesday, November 24, 2026 12:30 PM\nTo: Marta\nSubject: La tetera\n\n{OURS}"
    ),
    "outlook-desktop-es": f"De: {SHOP} \nEnviado el: martes, 24 de noviembre\nPara: Marta\nAsunto: x\n\nHola",
    "outlook-bold": f"*From:* {SHOP}\n*Date:* Tuesday\n*To:* Marta\n*Subject:* La tetera\n\nHello",
    "outlook-old-es": f"-----Mensaje original-----\nDe: {SHOP}\n\nHola",
    "outlook-old-en": f"-----Original Message-----\nFrom: {SHOP}\n\nHello",
    "samsung-es": f"-------- Mensaje original --------\nDe: {SHOP}\nFecha: 24/11/26 12:30\n\nHola",
    "yahoo-es": f"El martes, 24 de noviembre de 2026, 12:30:00 CET, {SHOP} escribió:\n\n{OURS}",
    "yahoo-en": f"On Tuesday, November 24, 2026 at 12:30:00 PM GMT+1, {SHOP} wrote:\n\n{OURS}",
    "nameless": f"El martes 24 de noviembre de 2026 la tienda escribió:\n\n{OURS}",
    "our-line": OURS,
    "outlook-ios-es": "Obtener Outlook para iOS<https://aka.ms/x>\n"
    f"________________________________\nDe: {SHOP}\n",
    "signature": "-- \nMarta Ruiz\nTel. 600 000 000\n\n"
    f"El 24 nov 2026, a las 12:30, {SHOP} escribió:\n{QUOTED}",
}


@pytest.mark.parametrize("quote", QUOTES.values(), ids=QUOTES)
def test_what_is_quoted_below_goes_and_every_word_above_stays(quote: str) -> None:
    assert newly_written(f"{NEW}\n\n{quote}") == NEW


@pytest.mark.parametrize("quote", QUOTES.values(), ids=QUOTES)
def test_line_ends_of_mail_make_no_difference(quote: str) -> None:
    assert newly_written(f"{NEW}\n\n{quote}".replace("\n", "\r\n")) == NEW


def test_answers_below_and_between_the_quoted_lines_stay() -> None:
    text = (
        f"Hola\n\nEl 24/11/26 12:30, {SHOP} escribió:\n> ¿Qué modelo es?\nEl T-200.\n> ¿Y el color?\n\nAzul."
    )
    assert newly_written(text) == "Hola\n\nEl T-200.\n\nAzul."


@pytest.mark.parametrize(
    "text",
    [
        "Hola:\nGracias, ya llegó.\nPero rota.",
        "El técnico me escribió:\nno hay piezas",
        "El lunes 23 a las 12:30 el mensajero escribió:\nausente",
        "On Monday the driver wrote:\nnobody at home",
        "De: Madrid\nA: Sevilla\nPeso: 2 kg",
        "Faltan:\n- la tapa\n--\n" + "\n".join(f"línea {n}" for n in range(20)),
        "Enviado por Seur el martes",
        "__________\nfirmado",
        "Saludos,\nMarta",
        "a > b",
    ],
)
def test_what_only_looks_like_a_quote_stays(text: str) -> None:
    assert newly_written(text) == text


@given(st.text(max_size=400))
def test_any_text_can_be_looked_at(text: str) -> None:
    newly_written(text)


HOSTILE = [
    "El " * 70_000,
    "El 2026 @\n" * 20_000,
    "De: x\n" * 20_000,
    "-" * 200_000,
    "\n" * 200_000,
    "> " * 99_999,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:5])
@pytest.mark.timeout(10)
def test_a_hostile_text_takes_no_longer_than_another(text: str) -> None:
    newly_written(text)


def test_html_becomes_the_text_that_a_reader_sees() -> None:
    html = (
        "<html><head><title>no</title><style>p{}</style></head><body><div dir=ltr>Hola,<br>sigue <b>rota</b>."
        "</div><div><br></div><div>Mira&nbsp;esto:</div><ul><li>el asa</li><li>la tapa</li></ul>"
        "<script>alert(1)</script><!-- no --></body></html>"
    )
    assert to_text(html) == "Hola,\nsigue rota.\n\nMira esto:\n\n- el asa\n- la tapa"


@pytest.mark.parametrize(
    "quote",
    [
        '<div class="gmail_quote"><div class="gmail_attr">El mar escribió:<br></div>'
        "<blockquote>vieja</blockquote></div>",
        '<blockquote type="cite"><div>vieja</div><blockquote type="cite">más vieja</blockquote></blockquote>',
        '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">De: La tienda</div><div>vieja</div>',
        '<div class="yahoo_quoted">vieja</div>',
        '<div class="moz-cite-prefix">El 24/11 escribió:</div><blockquote type="cite">vieja</blockquote>',
    ],
)
def test_what_programs_mark_as_quoted_in_html_goes(quote: str) -> None:
    assert to_text(f"<div>Sigue rota.</div>{quote}") == "Sigue rota."


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from(["<p>", "</p>", "<div", ">", "<!--", "x", "\0", "<td>"])).map("".join)
)
def test_any_html_can_be_looked_at(html: str) -> None:
    to_text(html)


@pytest.mark.parametrize(
    "piece", ["<div>", "<b>", "<", "<table><tr><td>", "<!--", "&", '<a href="', "<p class=gmail_quote>"]
)
@pytest.mark.timeout(20)
def test_hostile_html_takes_no_long_time(piece: str) -> None:
    to_text(piece * (150_000 // len(piece)))
