"""What a search found, as lines to be read: plain for a screen reader, marked up for the eye."""

from html import escape

from desktop.state.ages import clock_time
from desktop.state.house_names import category_name
from desktop.state.texts import _, language
from desktop.state.words import state_name
from shared.clock import Clock
from shared.contracts.search import Excerpt, SearchHit


def facts(hit: SearchHit, clock: Clock) -> str:
    """Return the line of facts: reference, state, customer, category, last change."""
    now = clock().astimezone()
    when = clock_time(hit.updated_at, now, language())
    parts = (hit.reference, state_name(hit.state), hit.customer_name, category_name(hit.category), when)
    return "  ·  ".join(parts)


def spoken(hit: SearchHit, clock: Clock) -> str:
    """Return all that is shown of it, as one text."""
    return f"{hit.subject}\n{facts(hit, clock)}\n{_told(hit.excerpt)}"


def marked_up(excerpt: Excerpt) -> str:
    """Return an excerpt as HTML, what was found in bold; nothing in it counts as HTML but that."""
    parts, end = [], 0
    for place in sorted(excerpt.highlights, key=lambda one: one.start):
        if place.start < end:
            continue
        parts += [
            escape(excerpt.text[end : place.start]),
            f"<b>{escape(excerpt.text[place.start : place.end])}</b>",
        ]
        end = place.end
    parts.append(escape(excerpt.text[end:]))
    text = "".join(parts)
    return f"<i>{escape(_('Note'))}:</i> {text}" if excerpt.is_note else text


def _told(excerpt: Excerpt) -> str:
    return f"{_('Note')}: {excerpt.text}" if excerpt.is_note else excerpt.text
