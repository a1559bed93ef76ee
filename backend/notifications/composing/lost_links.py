"""The letter to a guest who has lost the links of their incidents."""

from collections.abc import Sequence

from babel.dates import format_date

from backend.incidents.model import Incident
from backend.notifications.composing.letter import Entry, Letter, Link
from backend.notifications.composing.texts import Texts
from shared.contracts.vocabulary import Language
from shared.links import Links


def lost_links_letter(language: Language, found: Sequence[Incident], links: Links, site: str) -> Letter:
    """Return the letter; ``site`` is the address of the web form (no slash at its end).

    It greets nobody by name: a guest may have given another one each time.
    """
    texts = Texts(language)
    title = texts.gettext("The links of your incidents")
    return Letter(
        language=language,
        subject=title,
        title=title,
        greeting=texts.gettext("Hello,"),
        before=(
            texts.gettext("You asked for them. With each link you follow one incident, and can answer."),
        ),
        entries=tuple(_entry(texts, one, links, site) for one in found),
        footer=(texts.gettext("It was not you? Then do nothing: nobody else has got these links."),),
        preview=", ".join(one.subject for one in found),
    )


def _entry(texts: Texts, incident: Incident, links: Links, site: str) -> Entry:
    day = format_date(incident.opened_at, "long", locale=texts.language.value)
    note = texts.gettext("{reference}, opened on {day}", reference=incident.reference, day=day)
    return Entry(Link(incident.subject, links.page(site, incident.id)), note)
