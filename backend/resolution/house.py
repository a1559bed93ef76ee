"""Who acts where nobody does."""

from shared.contracts.resources import Actor
from shared.contracts.vocabulary import ActorKind

HOUSE = Actor(kind=ActorKind.SYSTEM, name="Ventanilla")
"""The system: it erases what was kept long enough, and takes up again what has waited."""
