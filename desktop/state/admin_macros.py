"""The macros that everybody has, as the administration shows them: what each says and does."""

from collections.abc import Mapping

from desktop.state.admin_form import Entry, FormField
from desktop.state.admin_room import Deed, Line
from desktop.state.macro_use import summary
from desktop.state.texts import _
from shared.contracts.macros import Macro
from shared.contracts.vocabulary import Language

LANGUAGES: Mapping[Language, str] = {Language.SPANISH: "Español", Language.ENGLISH: "English"}


def line_of(macro: Macro) -> Line:
    """Return how the list shows one."""
    return Line(str(macro.id), macro.name, summary(macro.steps) or ", ".join(_spoken(macro)))


def fields_of(macro: Macro) -> list[FormField]:
    """Return what it says and does; it is changed in the card that the desk has for it."""
    words = [
        FormField(
            one,
            _("Words, {language}").format(language=name),
            Entry.TEXT,
            macro.texts.get(one, "—"),
            is_fixed=True,
        )
        for one, name in LANGUAGES.items()
    ]
    does = FormField("steps", _("What it does"), value=summary(macro.steps) or "—", is_fixed=True)
    return [*words, does]


def deeds_of(macro: Macro) -> list[Deed]:
    """Return what can be done with one."""
    question = _("Delete {name} for everybody?").format(name=macro.name)
    return [Deed("change", _("Change…")), Deed("delete", _("Delete"), question)]


def _spoken(macro: Macro) -> list[str]:
    return [name for one, name in LANGUAGES.items() if one in macro.texts]
