"""The files of a post that came too soon: they stay with its form, as long as not too many come that way."""

from flask_babel import gettext as _

from webform.attaching import attach, just_chosen
from webform.attachments import FilesField
from webform.fair import Action, may
from webform.submission import Ticket


def attach_slowed(field: FilesField, scope: str, ticket: Ticket) -> None:
    """Keep the files just chosen, each counted as an upload; else say that they must be chosen again."""
    if all(may(Action.UPLOADS) for _sent in just_chosen(field)):
        attach(field, scope, ticket)
        return
    attach(field, scope, ticket, chosen=())
    field.refuse(str(_("The files that you had just chosen are not kept. Please choose them again.")))
