"""The composition root of the web form: ``gunicorn 'webform.app:create_app()'``."""

import gc
from pathlib import Path

from flask import Flask
from pydantic import Field

from shared.clock import utc_now
from shared.contracts.vocabulary import FILE_MAX_BYTES, FILES_MAX
from shared.links import Links
from shared.messaging.ports import LiveReader, Publisher
from shared.messaging.rabbit.publisher import RabbitPublisher
from shared.messaging.rabbit.stream import StreamReader
from shared.settings import SHOP_TIMEZONE, Settings, ZoneName
from shared.telemetry import configure_logging
from shared.tokens import Issuer, TokenSigner
from webform.accounts import Accounts
from webform.assets import stamp_assets
from webform.attachments import Seals, is_picture
from webform.blank import BlankForms
from webform.carried import Carried
from webform.correlation import accompany
from webform.customers import Customers
from webform.desk import Desk
from webform.errors import answer_errors
from webform.fair import keep_fair
from webform.files import Files
from webform.helping import Helper
from webform.knowledge import Knowledge
from webform.languages import speak
from webform.live import Hub, LiveFeed
from webform.opened import OpenedBefore
from webform.own_account import OwnAccount
from webform.parts import Parts, install
from webform.rates import FairUse
from webform.routes.account import account
from webform.routes.afterwards import afterwards
from webform.routes.before_sending import before_sending
from webform.routes.credentials import credentials
from webform.routes.exporting import exporting
from webform.routes.files import files
from webform.routes.helping import helping
from webform.routes.leaving import leaving, left
from webform.routes.link_requests import link_requests
from webform.routes.lost_links import lost_links
from webform.routes.mailed_links import mailed_links
from webform.routes.mails import mails
from webform.routes.moves import moves
from webform.routes.opening import opening
from webform.routes.places import places
from webform.routes.profile import profile
from webform.routes.service import service
from webform.routes.tracking import tracking
from webform.security import protect
from webform.sent import SentNotes
from webform.submission import Sender, Tickets
from webform.suggesting import Suggester
from webform.uploads import take_files

LARGEST_BODY = 256 * 1024
FORM_LASTS_S = 12 * 3600
_ACCOUNTS = (account, link_requests, mailed_links, profile, credentials, places, exporting, leaving, left)
_INCIDENTS = (opening, before_sending, helping, lost_links, tracking, files, moves, afterwards, mails)
WITH_FILES = frozenset(
    {
        "opening.send",
        "moves.comment",
        "moves.reopen",
        "moves.resolve",
        "afterwards.rate",
        "afterwards.choose_mails",
        "files.take",
        "files.take_for",
    }
)


class WebformSettings(FairUse, Settings):
    """The broker, the services it asks, its own address, secret and keys, and where its customers live."""

    amqp_url: str
    resolution_url: str
    customers_url: str
    knowledge_url: str
    search_url: str
    files_url: str
    webform_url: str
    secret_key: str = Field(min_length=16)
    link_key: str = Field(min_length=16)
    signing_key_file: Path
    shop_timezone: ZoneName = SHOP_TIMEZONE
    most_listeners: int = Field(1500, ge=1)
    """Open tracking pages that one worker tells of changes; fewer than gunicorn's connections."""
    most_uploads: int = Field(20, ge=1)
    """Posts with files that one worker reads at once: each may take 50 MB of its disk."""


def create_app(settings: WebformSettings | None = None, publisher: Publisher | None = None) -> Flask:
    """Return the WSGI application; ``publisher`` stands in for the broker's in a test."""
    configure_logging("webform")
    settings = settings or WebformSettings.load()
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        WTF_CSRF_TIME_LIMIT=FORM_LASTS_S,
        # Every message is ours; WTForms' own would be read from its file for each form.
        WTF_I18N_ENABLED=False,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.webform_url.startswith("https"),
        SHOP_TIMEZONE=settings.shop_timezone,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    made = _parts(settings, publisher)
    app.jinja_env.globals["signed_in"] = made.accounts.customer
    app.jinja_env.globals["files_max"] = FILES_MAX
    app.jinja_env.globals["file_max"] = FILE_MAX_BYTES
    app.jinja_env.tests["picture"] = is_picture
    install(app.extensions, made)
    stamp_assets(app)
    accompany(app)
    take_files(app, WITH_FILES, settings.most_uploads)
    speak(app)
    protect(app)
    keep_fair(app, settings)
    answer_errors(app)
    for blueprint in (*_INCIDENTS, *_ACCOUNTS, service):
        app.register_blueprint(blueprint)
    if publisher is None:
        _warm(app)
    return app


def _warm(app: Flask) -> None:
    """Do at a server's start what its first visitors would wait for, and their whole worker with them."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    # What it has loaded by now it keeps, so its collector need not walk it again and again.
    gc.freeze()


def _parts(settings: WebformSettings, given: Publisher | None) -> Parts:
    publisher = given or RabbitPublisher(settings.amqp_url, "webform")
    signer = TokenSigner.from_file(settings.signing_key_file, Issuer.WEBFORM)
    hub = Hub(settings.most_listeners)
    tickets = Tickets(settings.secret_key, utc_now)
    links = Links(settings.link_key)
    knowledge = Knowledge(settings.knowledge_url, signer)
    customers = Customers(settings.customers_url)
    accounts = Accounts(customers)
    suggester = Suggester(settings.search_url, signer)

    def make_reader() -> LiveReader:
        return StreamReader(settings.amqp_url, name="webform", on_events=hub.take, on_state=hub.follow)

    return Parts(
        publisher=publisher,
        sender=Sender(publisher, utc_now),
        tickets=tickets,
        blank=BlankForms(tickets),
        links=links,
        desk=Desk(settings.resolution_url, signer),
        customers=customers,
        accounts=accounts,
        own_account=OwnAccount(customers, accounts),
        knowledge=knowledge,
        suggester=suggester,
        helper=Helper(suggester, knowledge, links),
        files=Files(settings.files_url, signer),
        seals=Seals(settings.secret_key, utc_now),
        feed=LiveFeed(hub, make_reader),
        signer=signer,
        sent=SentNotes(settings.secret_key),
        opened=OpenedBefore(settings.secret_key, utc_now),
        carried=Carried(settings.secret_key),
        own_url=settings.webform_url.rstrip("/"),
    )
