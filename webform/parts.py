"""What the routes work with, put together once in ``app``."""

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from shared.links import Links
from shared.messaging.ports import Publisher
from shared.tokens import TokenSigner
from webform.accounts import Accounts
from webform.attachments import Seals
from webform.blank import BlankForms
from webform.carried import Carried
from webform.customers import Customers
from webform.desk import Desk
from webform.files import Files
from webform.helping import Helper
from webform.knowledge import Knowledge
from webform.live import LiveFeed
from webform.opened import OpenedBefore
from webform.own_account import OwnAccount
from webform.sent import SentNotes
from webform.submission import Sender, Tickets
from webform.suggesting import Suggester

_KEY = "webform"


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the running application."""

    publisher: Publisher
    sender: Sender
    tickets: Tickets
    blank: BlankForms
    links: Links
    desk: Desk
    customers: Customers
    accounts: Accounts
    own_account: OwnAccount
    knowledge: Knowledge
    suggester: Suggester
    helper: Helper
    files: Files
    seals: Seals
    feed: LiveFeed
    signer: TokenSigner
    sent: SentNotes
    opened: OpenedBefore
    carried: Carried
    own_url: str
    """The site's public address, without a slash at the end."""


def close(app: Flask) -> None:
    """Let go of an application's connections to services and broker, and end its threads."""
    made = cast("Parts", app.extensions[_KEY])
    made.feed.close()
    made.desk.close()
    made.customers.close()
    made.knowledge.close()
    made.suggester.close()
    made.files.close()
    made.publisher.close()


def parts() -> Parts:
    """Return the parts of the application that answers the present request."""
    return cast("Parts", current_app.extensions[_KEY])


def install(app_extensions: dict[str, object], made: Parts) -> None:
    """Hand the parts to an application."""
    app_extensions[_KEY] = made
