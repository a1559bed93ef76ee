"""Where the services are, from the environment or from a file."""

from pydantic import Field

from shared.settings import Settings


class Addresses(Settings):
    """The URLs of the services and of the broker; the broker's carries no password."""

    employees_url: str = Field(pattern="^https?://")
    resolution_url: str = Field(pattern="^https?://")
    knowledge_url: str = Field(pattern="^https?://")
    files_url: str = Field(pattern="^https?://")
    search_url: str = Field(pattern="^https?://")
    presence_url: str | None = Field(None, pattern="^https?://")
    """Without it, nobody is told who else looks at an incident."""
    customers_url: str | None = Field(None, pattern="^https?://")
    """Without it, nobody's data is handed out or erased from here."""
    metrics_url: str | None = Field(None, pattern="^https?://")
    """Without it, there are no live figures."""
    amqp_url: str = Field(pattern="^amqps?://")
