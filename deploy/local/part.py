"""What a part of the stack is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def nothing() -> None:
    """Do nothing."""


@dataclass(frozen=True)
class Part:
    """One program of the stack: how it is started, when it is ready, and whom it needs."""

    name: str
    command: tuple[str, ...]
    """Empty when the program is run by somebody else (a database that was given)."""
    check: Callable[[], None]
    """Returns when the part works; raises NotReady with the reason when it does not."""
    environment: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    """The parts that must be ready before this one starts."""
    port: int | None = None
    url: str | None = None
    tier: int = 3
    """Higher tiers are stopped first: 3 the services, 2 what they stand on, 1 what that stands on."""
    prepare: Callable[[], None] = nothing
    """Runs just before the part is started."""
    settle: Callable[[], None] = nothing
    """Runs once the part is ready and before anybody who needs it starts."""
    patience: float = 120
    """After how many seconds without readiness the start is given up."""

    @property
    def is_ours(self) -> bool:
        """Whether this stack runs the program itself."""
        return bool(self.command)
