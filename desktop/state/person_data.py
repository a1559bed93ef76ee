"""What is said before somebody's data is handed out or erased: whose, how much, and what stays."""

from desktop.state.texts import _, ngettext
from shared.contracts.resources import Contact

OTHERS_MAX = 20
"""So many other incidents a service tells of; there may be more."""


def needs_reason(who: Contact) -> bool:
    """Tell whether the services want to know why: they keep it where there is no account that tells."""
    return who.customer_id is None


def export_words(who: Contact) -> str:
    """Return what the file will have in it."""
    parts = [
        _("A zip with every incident of {name} as they saw it, and their files.")
        if needs_reason(who)
        else _("A zip with the account of {name}, every incident as they saw it, and their files."),
        _("Notes among colleagues are not in it. First make sure that it is they who ask."),
    ]
    return " ".join(parts).format(name=who.name)


def erase_words(who: Contact, others: int) -> str:
    """Return what goes and what stays; ``others`` counts their incidents besides the one on show."""
    count = others + 1
    if others >= OTHERS_MAX:
        lost = _("{count} incidents or more lose {name}, all words and all files.")
    else:
        lost = ngettext(
            "{count} incident loses {name}, all words and all files.",
            "{count} incidents lose {name}, all words and all files.",
            count,
        )
    parts = [lost.format(count=count, name=who.name)]
    if not needs_reason(who):
        parts.append(_("The account is deleted."))
    parts.append(
        _("What stays names nobody: that there was an incident, of which kind, when, how long it took.")
    )
    return " ".join(parts)
