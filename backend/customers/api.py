"""Customers over HTTP, put together; their sessions are those of ``backend.kit.sign_in``."""

from dataclasses import dataclass

from flask_openapi3 import APIBlueprint, Tag

from backend.customers.exporting import Exports, add_exports
from backend.customers.limits import MailLimit
from backend.customers.mailed import add_openings, add_requests
from backend.customers.own import add_erasure, add_profile, add_secrets, add_sessions
from backend.customers.owner import Owners
from backend.customers.ports import House
from backend.customers.staff import add_changes, add_reading
from backend.customers.store import CustomerStore
from backend.kit.lockout import Lockout
from backend.kit.open_sessions import OpenSessions
from backend.kit.sessions import Sessions
from backend.kit.sign_in import Grant

_tag = Tag(name="customers", description="Customers with an account")


@dataclass(frozen=True, slots=True)
class Doors:
    """What knows who is signed in, and lets them in; ``limit`` counts the mails that are asked for."""

    sessions: Sessions
    open_sessions: OpenSessions
    lockout: Lockout
    limit: MailLimit
    grant: Grant


def customers_api(house: House, store: CustomerStore, doors: Doors, exports: Exports) -> APIBlueprint:
    """Return the routes for accounts."""
    api = APIBlueprint("customers", __name__, url_prefix="/api/v1", abp_tags=[_tag])
    owners = Owners(store, doors.open_sessions, doors.lockout)
    add_requests(api, house, doors.limit)
    add_openings(api, house, doors.sessions, doors.grant)
    add_profile(api, house, owners)
    add_secrets(api, house, owners, doors.open_sessions, doors.limit)
    add_sessions(api, owners, doors.open_sessions, doors.sessions)
    add_erasure(api, house, owners, doors.sessions)
    add_exports(api, exports, store, owners)
    add_reading(api, store)
    add_changes(api, house, store, doors.sessions)
    return api
