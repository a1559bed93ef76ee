"""Known incidents as the administration sees them: what affects many, told in every language."""

from collections.abc import Mapping

from desktop.state.admin_form import Choices, Entry, FormField, Values
from desktop.state.admin_room import Deed, Line
from desktop.state.ages import dated
from desktop.state.texts import _, language, ngettext
from shared.contracts.knowledge import KnownIncident
from shared.contracts.vocabulary import Language

NO_CATEGORY = ""


def line_of(known: KnownIncident) -> Line:
    """Return how the list shows one."""
    waiting = ngettext("{count} waits for its end", "{count} wait for its end", known.followers)
    detail = f"{dated(known.announced_at, language())} · {waiting.format(count=known.followers)}"
    return Line(str(known.id), known.texts[language()].title, detail)


def fields_of(known: KnownIncident | None, categories: Choices) -> list[FormField]:
    """Return the form of one, or of one that is to be announced."""
    texts = known.texts if known else {}
    spanish, english = texts.get(Language.SPANISH), texts.get(Language.ENGLISH)
    about = known.category if known and known.category else NO_CATEGORY
    choices = ((NO_CATEGORY, _("Anything")), *categories)
    return [
        FormField("category", _("About"), Entry.ONE, about, choices),
        FormField("title-es", _("Title in Spanish"), value=spanish.title if spanish else ""),
        FormField("body-es", _("Text in Spanish"), Entry.TEXT, spanish.body if spanish else ""),
        FormField("title-en", _("Title in English"), value=english.title if english else ""),
        FormField("body-en", _("Text in English"), Entry.TEXT, english.body if english else ""),
    ]


def begun(category: str, names: Mapping[Language, str]) -> dict[str, str]:
    """Return what is filled in already of one about a category: itself, and its name as the title."""
    return {"category": category} | {f"title-{one}": name for one, name in names.items()}


def body_of(typed: Values) -> dict[str, object]:
    """Return what a form says, as the service takes it."""
    texts = {one: {"title": typed[f"title-{one}"], "body": typed[f"body-{one}"]} for one in ("es", "en")}
    return {"category": typed["category"] or None, "texts": texts}


def deeds() -> list[Deed]:
    """Return what can be done with one beside rewording it."""
    return [Deed("solve", _("Solved"), _("Is it solved? Everybody who waits for it gets a mail."))]
