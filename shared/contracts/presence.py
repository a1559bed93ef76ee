"""Who is at an incident just now: what the service ``presence`` answers."""

from pydantic import AwareDatetime

from shared.contracts.resources import Assignee, Contract
from shared.contracts.vocabulary import Attention


class Presence(Contract):
    """An employee at an incident; unless it is renewed it is over at ``expires_at``."""

    employee: Assignee
    attention: Attention
    expires_at: AwareDatetime


class PresenceList(Contract):
    """Who else is at an incident, those who write first."""

    others: tuple[Presence, ...]
    expires_at: AwareDatetime
    """When the caller's own presence is over unless they renew it."""
