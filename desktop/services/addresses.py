"""Where the services are, from the environment."""

from pydantic import Field
from pydantic_settings import BaseSettings


class Addresses(BaseSettings):
    """The URLs of the services and of the broker; the broker's carries no password."""

    employees_url: str = Field(pattern="^https?://")
    resolution_url: str = Field(pattern="^https?://")
    amqp_url: str = Field(pattern="^amqps?://")
