"""In whose name a customer's page speaks."""

from flask_babel import gettext as _

from shared.contracts.resources import Actor
from shared.contracts.vocabulary import ActorKind
from webform.parts import parts
from webform.view import Tracked


def author_of(tracked: Tracked) -> Actor:
    """Who holds a link speaks for its customer; with an account only where it is the incident's own."""
    owner = tracked.owner
    if owner is None:
        return Actor(kind=ActorKind.CUSTOMER, name=_("Customer"))
    customer = parts().accounts.customer()
    is_own = customer is not None and customer["id"] == owner.id
    return Actor(kind=ActorKind.CUSTOMER, id=owner.id if is_own else None, name=owner.name)
