"""Answers for customers as the administration sees them: in one language or in all, published or not yet."""

from desktop.state.admin_form import Choices, Entry, FormField, Values
from desktop.state.admin_room import Deed, Line
from desktop.state.ages import dated
from desktop.state.texts import _, language
from shared.contracts.knowledge import Answer
from shared.contracts.vocabulary import Language

NO_CATEGORY = ""


def title_of(answer: Answer) -> str:
    """Return its title in the language in use, or in the one that it has."""
    texts = answer.texts
    return texts[language()].title if language() in texts else next(iter(texts.values())).title


def line_of(answer: Answer) -> Line:
    """Return how the list shows one."""
    standing = _("Published") if answer.is_published else _("Draft")
    detail = f"{standing} · {dated(answer.updated_at, language())}"
    return Line(str(answer.id), title_of(answer), detail, is_over=not answer.is_published)


def fields_of(answer: Answer | None, categories: Choices) -> list[FormField]:
    """Return the form of one, or of one that is to be written."""
    texts = answer.texts if answer else {}
    spanish, english = texts.get(Language.SPANISH), texts.get(Language.ENGLISH)
    about = answer.category if answer and answer.category else NO_CATEGORY
    return [
        FormField(
            "is_published",
            _("Published"),
            Entry.FLAG,
            bool(answer and answer.is_published),
            hint=_("Customers see what is published; a draft, your colleagues alone."),
        ),
        FormField("category", _("About"), Entry.ONE, about, ((NO_CATEGORY, _("Anything")), *categories)),
        FormField("title-es", _("Title in Spanish"), value=spanish.title if spanish else ""),
        FormField("body-es", _("Text in Spanish"), Entry.TEXT, spanish.body if spanish else ""),
        FormField("title-en", _("Title in English"), value=english.title if english else ""),
        FormField("body-en", _("Text in English"), Entry.TEXT, english.body if english else ""),
    ]


def fault_of(typed: Values) -> str:
    """Return in words what is still missing, empty where nothing is."""
    parts = [(typed[f"title-{one}"], typed[f"body-{one}"]) for one in Language]
    if any(bool(title) != bool(body) for title, body in parts):
        return _("Each language needs a title and a text, or neither.")
    if not any(title for title, _body in parts):
        return _("It needs a title and a text in one language at least.")
    return ""


def body_of(typed: Values) -> dict[str, object]:
    """Return what a form says, as the service takes it; a language that is left empty is left out."""
    texts = {
        one: {"title": typed[f"title-{one}"], "body": typed[f"body-{one}"]}
        for one in Language
        if typed[f"title-{one}"]
    }
    return {"category": typed["category"] or None, "texts": texts, "is_published": typed["is_published"]}


def deeds() -> list[Deed]:
    """Return what can be done with one beside changing it."""
    question = _("Delete this answer for good? To take it from customers only, make it a draft.")
    return [Deed("delete", _("Delete"), question)]
